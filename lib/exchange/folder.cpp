#include "lib/exchange/folder.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <system_error>
#include <vector>

#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "lib/foreign/document.hpp"

namespace locker::exchange {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr char kMarker[] = "locker-export.json";
constexpr char kUnfinished[] = ".unfinished";
constexpr char kKind[] = "export of locker";

/// Returns the marker of an earlier export; null if there is none.
json earlier(const fs::path& target) {
  try {
    const auto marker = foreign::read_object(target / kMarker);
    return marker && marker->contains("kind") && marker->at("kind") == kKind ? json(*marker) : json(nullptr);
  } catch (const Error&) {
    return nullptr;  // not a marker of ours
  }
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename().string());
  return names;
}

/// Returns true for the remains of a marker if writing it was killed.
bool is_half_marker(const std::string& name) { return name.starts_with(std::string(kMarker) + "."); }

void remove_half_markers(const fs::path& target) {
  for (const auto& name : names_in(target))
    if (is_half_marker(name)) fs::remove(target / name);
}

bool holds_nothing(const fs::path& target) { return std::ranges::all_of(names_in(target), is_half_marker); }

/// Returns true for a name that an export creates at its top level, so that a forged marker removes nothing
/// else.
bool is_plain_name(const std::string& name) {
  return !name.empty() && name.front() != '.' && name.find('/') == std::string::npos;
}

void mark(const fs::path& target, json marker, const char* state) {
  marker["kind"] = kKind;
  marker["state"] = state;
  write_file_atomically(target / kMarker, marker.dump(2) + "\n");
}

}  // namespace

Folder::Folder(fs::path target) : target_(fs::absolute(std::move(target))), work_(target_ / kUnfinished) {
  std::error_code error;
  if (fs::exists(target_) && !fs::is_directory(target_))
    throw Error(ErrorKind::usage, target_.string() + " is not a folder",
                "name a folder, or - for standard output");
  if (fs::exists(target_) && !holds_nothing(target_) && earlier(target_).is_null())
    throw Error(ErrorKind::usage, target_.string() + " is not empty, and no earlier export",
                "name a folder that is empty or not there yet");
  const bool made = fs::create_directories(target_, error);
  if (error)
    throw Error(ErrorKind::internal, target_.string() + " cannot be made: " + error.message(),
                "name a folder that can be written");
  if (made) fs::permissions(target_, fs::perms::owner_all);
  remove_half_markers(target_);
  if (earlier(target_).is_null()) mark(target_, {{"entries", json::array()}}, "unfinished");
  fs::remove_all(work_);
  fs::create_directory(work_);
}

Folder::~Folder() {
  std::error_code ignored;
  fs::remove_all(work_, ignored);
}

void Folder::require_whole(const fs::path& folder) {
  const json marker = earlier(folder);
  if (!marker.is_null() && marker.value("state", json()) != "whole")
    throw Error(ErrorKind::internal, "the export in " + folder.string() + " was interrupted", "export again");
}

void Folder::finish(std::string_view format, std::string_view made_at) {
  sync_filesystem(work_);
  const json before = earlier(target_);
  const std::vector<std::string> made = names_in(work_);
  json both = made;
  std::vector<std::string> old;
  for (const auto& name : before.is_object() ? before.value("entries", json::array()) : json::array())
    if (name.is_string() && is_plain_name(name.get<std::string>())) old.push_back(name.get<std::string>());
  for (const auto& name : old) both.push_back(name);
  mark(target_, {{"entries", both}}, "unfinished");
  for (const auto& name : old) fs::remove_all(target_ / name);
  for (const auto& name : made) fs::rename(work_ / name, target_ / name);
  mark(target_, {{"entries", made}, {"format", format}, {"made", made_at}}, "whole");
}

}  // namespace locker::exchange
