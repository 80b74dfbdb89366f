#include "lib/base/state_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "lib/base/file_error.hpp"

namespace locker {

namespace fs = std::filesystem;

namespace {

void require_no_other_kind(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (fs::exists(status) && !fs::is_regular_file(status))
    throw Error(ErrorKind::internal, path.string() + " is no file, but a folder, a pipe or a device",
                "move it away: locker makes its own anew");
}

}  // namespace

std::optional<std::string> read_state_file(const fs::path& path) {
  require_no_other_kind(path);
  return read_file(path);
}

StateFileReader::StateFileReader(fs::path path) : path_(std::move(path)) {
  require_no_other_kind(path_);
  descriptor_ = open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor_ < 0 && errno != ENOENT && errno != ENOTDIR) throw_file_error(path_, "read", errno);
  struct stat status {};
  if (descriptor_ >= 0 && fstat(descriptor_, &status) == 0)
    left_ = static_cast<std::uint64_t>(status.st_size);
}

StateFileReader::~StateFileReader() {
  if (descriptor_ >= 0) close(descriptor_);
}

std::string_view StateFileReader::next() {
  constexpr std::uint64_t kPiece = 16 * 1024;
  piece_.resize(std::min(left_, kPiece));
  if (piece_.empty()) return {};
  ssize_t got = 0;
  do got = read(descriptor_, piece_.data(), piece_.size());
  while (got < 0 && errno == EINTR);
  if (got < 0) throw_file_error(path_, "read", errno);
  piece_.resize(static_cast<std::size_t>(got));
  left_ = got == 0 ? 0 : left_ - piece_.size();
  return piece_;
}

}  // namespace locker
