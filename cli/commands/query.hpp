#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/context.hpp"

namespace locker::cli {

struct QueryOptions {
  std::vector<std::string> words;
  std::string since, until, as_of;
  std::vector<std::string> sources, types, streams;
  bool deleted = false;
  std::string has;     ///< `media`
  std::string thread;  ///< a reference; selects its conversation
  std::string with;    ///< a person; selects the messages exchanged with them
  std::optional<long> limit;
  bool all = false;
  std::string format;  ///< table, json, jsonl, csv, tsv; empty: table on a TTY, else tsv
  std::vector<std::string> fields;
  bool raw = false;
  std::string source_of;  ///< with --raw: `all` writes one form per shape
  std::optional<std::string> sql;
};
int run_query(const QueryOptions& options, Context& context);

}  // namespace locker::cli
