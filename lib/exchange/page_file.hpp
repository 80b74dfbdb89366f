#pragma once

#include <filesystem>
#include <fstream>
#include <string>

namespace locker::exchange {

/// A text file that is written piece by piece; its folder is made. Throws Error{internal} where it cannot
/// be written, at the latest by close().
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
