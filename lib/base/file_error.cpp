#include "lib/base/file_error.hpp"

#include <cstring>

#include "lib/base/error.hpp"

namespace locker {

void throw_file_error(const std::filesystem::path& path, const char* what, int error) {
  throw Error(ErrorKind::internal, path.string() + " cannot be " + what + ": " + std::strerror(error),
              "check free space and permissions");
}

}  // namespace locker
