#pragma once

#include <ostream>
#include <streambuf>
#include <vector>

namespace locker::cli {

/// Standard output with a large buffer that records why a write failed: a closed pipe (`| head`) is no error,
/// a full disk is one.
class StandardOutput : private std::streambuf {
 public:
  explicit StandardOutput(int descriptor);
  ~StandardOutput() override;
  StandardOutput(const StandardOutput&) = delete;
  StandardOutput& operator=(const StandardOutput&) = delete;

  [[nodiscard]] std::ostream& stream() { return stream_; }
  /// Writes the rest of the buffer. Returns zero, or the errno of the first failed write, now or earlier.
  int finish();

 private:
  int overflow(int character) override;
  int sync() override;
  std::streamsize xsputn(const char* bytes, std::streamsize count) override;
  bool write_all(const char* bytes, std::size_t count);
  bool empty_buffer();

  int descriptor_;
  int error_ = 0;
  std::vector<char> buffer_;
  std::ostream stream_;
};

}  // namespace locker::cli
