#include "cli/standard_output.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace locker::cli {
namespace {

constexpr std::size_t kBuffer = 1 << 16;
constexpr int kPipe = 1 << 20;

}  // namespace

StandardOutput::StandardOutput(int descriptor) : descriptor_(descriptor), buffer_(kBuffer), stream_(this) {
  setp(buffer_.data(), buffer_.data() + buffer_.size());
  // A pipe holds 64 KB by default, so writer and reader of a large export would constantly wait for each
  // other.
  (void)fcntl(descriptor, F_SETPIPE_SZ, kPipe);
}

StandardOutput::~StandardOutput() { empty_buffer(); }

int StandardOutput::finish() {
  stream_.flush();
  return error_;
}

int StandardOutput::overflow(int character) {
  if (!empty_buffer()) return traits_type::eof();
  if (character != traits_type::eof()) sputc(traits_type::to_char_type(character));
  return traits_type::not_eof(character);
}

int StandardOutput::sync() { return empty_buffer() ? 0 : -1; }

std::streamsize StandardOutput::xsputn(const char* bytes, std::streamsize count) {
  if (count < epptr() - pptr()) return std::streambuf::xsputn(bytes, count);
  return empty_buffer() && write_all(bytes, static_cast<std::size_t>(count)) ? count : 0;
}

bool StandardOutput::write_all(const char* bytes, std::size_t count) {
  while (count > 0 && error_ == 0) {
    const ssize_t written = write(descriptor_, bytes, count);
    if (written < 0) {
      if (errno != EINTR) error_ = errno;
      continue;
    }
    bytes += written;
    count -= static_cast<std::size_t>(written);
  }
  return error_ == 0;
}

bool StandardOutput::empty_buffer() {
  const bool done = write_all(pbase(), static_cast<std::size_t>(pptr() - pbase()));
  setp(buffer_.data(), buffer_.data() + buffer_.size());
  return done;
}

}  // namespace locker::cli
