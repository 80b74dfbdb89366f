#include "cli/module.hpp"

#include <dlfcn.h>

#include <filesystem>
#include <string>
#include <vector>

#include "lib/base/error.hpp"

namespace locker::cli {
namespace {

namespace fs = std::filesystem;

constexpr char kFile[] = "locker-writer.so";
constexpr char kEntry[] = "locker_writer_module";

std::vector<fs::path> places() {
  const fs::path folder = fs::read_symlink("/proc/self/exe").parent_path();
  return {folder / kFile, folder.parent_path() / LOCKER_MODULE_FOLDER / kFile};
}

}  // namespace

const WriterModule& writer_module() {
  std::string tried;
  for (const auto& place : places()) {
    if (!fs::exists(place)) {
      tried += (tried.empty() ? "" : " and ") + place.string();
      continue;
    }
    // Never closed: the libraries keep callbacks of the module until the program ends.
    void* const module = dlopen(place.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!module) throw Error(ErrorKind::internal, std::string("the module cannot be opened: ") + dlerror());
    const auto entry = reinterpret_cast<const WriterModule* (*)()>(dlsym(module, kEntry));
    if (!entry) throw Error(ErrorKind::internal, place.string() + " is not locker's module");
    return *entry();
  }
  throw Error(ErrorKind::internal, "a part of locker is missing: looked for " + tried,
              "install locker again");
}

}  // namespace locker::cli
