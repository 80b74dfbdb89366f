#include "lib/base/unnamed_file.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

namespace locker {

int open_unnamed_file(const std::filesystem::path& folder) {
#ifdef O_TMPFILE
  const int unnamed = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (unnamed >= 0) return unnamed;
#endif
  std::string name = (folder / "kept.XXXXXX").string();
  const int descriptor = mkostemp(name.data(), O_CLOEXEC);  // mode 0600
  if (descriptor >= 0) unlink(name.c_str());
  return descriptor;
}

}  // namespace locker
