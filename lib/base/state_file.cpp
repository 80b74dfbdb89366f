#include "lib/base/state_file.hpp"

#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"

namespace locker {

namespace fs = std::filesystem;

std::optional<std::string> read_state_file(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (fs::exists(status) && !fs::is_regular_file(status))
    throw Error(ErrorKind::internal, path.string() + " is no file, but a folder, a pipe or a device",
                "move it away: locker makes its own anew");
  return read_file(path);
}

}  // namespace locker
