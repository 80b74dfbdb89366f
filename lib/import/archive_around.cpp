#include "lib/import/archive_around.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "lib/base/error.hpp"

namespace locker::imports {
namespace {

namespace fs = std::filesystem;

/// How many folders above the file to look for its archive.
constexpr int kDeepest = 4;

/// Appends the names of the files in `folder`, each after `lead`, and those of its folders to `below` unless
/// it is null.
void add_names(const fs::path& folder, const std::string& lead, std::vector<std::string>& names,
               std::vector<fs::path>* below) {
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const fs::path name = entry->path().filename();
    if (entry->is_directory(error) && below) below->push_back(name);
    if (entry->is_regular_file(error)) names.push_back(lead + name.string());
  }
}

/// Returns the names of the files in `folder` and in its immediate subfolders.
std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::vector<fs::path> below;
  add_names(folder, "", names, &below);
  for (const auto& name : below) add_names(folder / name, name.string() + "/", names, nullptr);
  return names;
}

/// A folder with only a manifest is not an archive.
bool is_archive(const fs::path& folder, const Importer& importer) try {
  const auto names = names_in(folder);
  const auto root = importer.root({names.begin(), names.end()});
  return root && root->empty() && std::ranges::any_of(names, [&](const std::string& name) {
           return importer.role(name).disposition == Disposition::imported;
         });
} catch (const Error&) {
  return false;
}

}  // namespace

fs::path archive_around(const fs::path& file, const Importer& importer) {
  fs::path found, folder = fs::absolute(file).lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();
  for (int up = 0; up < kDeepest && folder.has_relative_path(); ++up) {
    folder = folder.parent_path();
    if (is_archive(folder, importer))
      found = folder;
    else if (!found.empty())
      break;
  }
  return found;
}

}  // namespace locker::imports
