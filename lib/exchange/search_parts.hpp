#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "lib/exchange/book.hpp"
#include "lib/exchange/page_file.hpp"

namespace locker::exchange {

/// Writes the data that the search of the pages reads (assets/search.js): a script for each account and year.
class SearchParts {
 public:
  explicit SearchParts(std::filesystem::path folder) : folder_(std::move(folder)) {}

  void add(const PageHead& head, const Entry& entry);
  /// Returns the names of the parts, in the order in which they are searched.
  std::vector<std::string> end();

 private:
  void open(const std::string& name);
  void close();

  std::filesystem::path folder_;
  PageFile file_;
  std::vector<std::string> names_;
  std::string asked_;
  bool is_open_ = false;
};

}  // namespace locker::exchange
