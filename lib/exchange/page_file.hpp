#pragma once

#include <filesystem>
#include <fstream>
#include <string>

namespace locker::exchange {

/// A text file that is written piece by piece. open() creates its folder. close() throws Error{internal} if
/// the file could not be written.
class PageFile {
 public:
  PageFile() = default;
  void open(const std::filesystem::path& path);
  [[nodiscard]] std::string& text() { return text_; }
  void flush_if_full();
  void close();

 private:
  void flush();
  std::filesystem::path path_;
  std::ofstream file_;
  std::string text_;
};

}  // namespace locker::exchange
