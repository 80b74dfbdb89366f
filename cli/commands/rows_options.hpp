#pragma once

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace locker::cli {

/// The greatest number of rows shown on a terminal if neither --limit nor --all is given.
inline constexpr long kDefaultTerminalLimit = 50;

/// The output options of `query` and `history`, in a group of their own.
struct RowsOptions {
  CLI::Option* format;
  CLI::Option* fields;
};
RowsOptions declare_rows(CLI::App& app, std::optional<long>& limit, bool& all, std::string& format,
                         std::vector<std::string>& fields, const char* about_fields);

/// Adds an option that takes `a,b` and may be repeated.
CLI::Option* add_list(CLI::App& app, const char* name, std::vector<std::string>& values, const char* type,
                      const char* about);

/// Adds any number of arguments, each stored as typed.
CLI::Option* add_words(CLI::App& app, const char* name, std::vector<std::string>& words, const char* about);

}  // namespace locker::cli
