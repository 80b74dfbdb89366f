#include "lib/exchange/folder.hpp"

#include <nlohmann/json.hpp>
#include <system_error>
#include <vector>

#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"

namespace locker::exchange {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr char kMarker[] = "locker-export.json";
constexpr char kUnfinished[] = ".unfinished";
constexpr char kKind[] = "export of locker";

/// What an earlier export says of itself; null where there is none.
json earlier(const fs::path& target) {
  const auto text = read_file(target / kMarker);
  if (!text) return nullptr;
  auto marker = json::parse(*text, nullptr, false);
  return marker.is_object() && marker.value("kind", "") == kKind ? marker : json(nullptr);
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename().string());
  return names;
}

/// Only what an export makes at its top: a marker that somebody wrote removes nothing else.
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
  if (fs::exists(target_) && !fs::is_empty(target_) && earlier(target_).is_null())
    throw Error(ErrorKind::usage, target_.string() + " is not empty, and no earlier export",
                "name a folder that is empty or not there yet");
  const bool made = fs::create_directories(target_, error);
  if (error)
    throw Error(ErrorKind::internal, target_.string() + " cannot be made: " + error.message(),
                "name a folder that can be written");
  if (made) fs::permissions(target_, fs::perms::owner_all);
  if (earlier(target_).is_null()) mark(target_, {{"entries", json::array()}}, "unfinished");
  fs::remove_all(work_);
  fs::create_directory(work_);
}

Folder::~Folder() {
  std::error_code ignored;
  fs::remove_all(work_, ignored);
}

void Folder::finish(std::string_view format, std::string_view made_at) {
  const json before = earlier(target_);
  const std::vector<std::string> made = names_in(work_);
  json both = made;
  std::vector<std::string> old;
  for (const auto& name : before.value("entries", json::array()))
    if (name.is_string() && is_plain_name(name.get<std::string>())) old.push_back(name.get<std::string>());
  for (const auto& name : old) both.push_back(name);
  mark(target_, {{"entries", both}}, "unfinished");
  for (const auto& name : old) fs::remove_all(target_ / name);
  for (const auto& name : made) fs::rename(work_ / name, target_ / name);
  mark(target_, {{"entries", made}, {"format", format}, {"made", made_at}}, "whole");
}

}  // namespace locker::exchange
