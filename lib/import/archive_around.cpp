#include "lib/import/archive_around.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "lib/base/error.hpp"

namespace locker::imports {
namespace {

namespace fs = std::filesystem;

/// How many folders up an archive may begin that holds the file.
constexpr int kDeepest = 4;

/// Adds the names of the files in `folder`, behind `lead`, and the folders to `below` if there is one.
void add_names(const fs::path& folder, const std::string& lead, std::vector<std::string>& names,
               std::vector<fs::path>* below) {
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const fs::path name = entry->path().filename();
    if (entry->is_directory(error) && below) below->push_back(name);
    if (entry->is_regular_file(error)) names.push_back(lead + name.string());
  }
}

/// What lies in it and one folder further down.
std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::vector<fs::path> below;
  add_names(folder, "", names, &below);
  for (const auto& name : below) add_names(folder / name, name.string() + "/", names, nullptr);
  return names;
}

/// A manifest that lies by itself is none.
bool is_archive(const fs::path& folder, const Importer& importer) try {
  const auto names = names_in(folder);
  const auto root = importer.root({names.begin(), names.end()});
  return root && root->empty() && std::ranges::any_of(names, [&](const std::string& name) {
           return importer.role(name).fate == Fate::imported;
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
