#include <algorithm>
#include <chrono>
#include <set>

#include "connectors/twitter/archive.hpp"
#include "lib/base/error.hpp"

namespace locker::connectors::twitter {
namespace {

std::string_view folder_of(std::string_view name) {
  const auto slash = name.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : name.substr(0, slash + 1);
}

/// Returns the parent of the archive's folder `data`; in early archives, the folder of the members
/// themselves.
std::string_view around(std::string_view folder) {
  const bool in_data = folder == kDataFolder || folder.ends_with("/data/");
  return in_data ? folder.substr(0, folder.size() - kDataFolder.size()) : folder;
}

/// Returns the topmost folder with a file for which `is_it` holds.
template <class Is>
std::optional<std::string> shallowest(const std::vector<std::string_view>& names, Is is_it) {
  std::optional<std::string> best;
  for (const auto name : names) {
    if (is_system_file(name)) continue;
    const std::string_view folder = folder_of(name);
    if (is_it(name.substr(folder.size())) && (!best || folder.size() < best->size())) best = folder;
  }
  return best;
}

/// Returns the parents of all folders `data` with that file: more than one if there are several archives.
std::set<std::string> archives_with(std::string_view file, const std::vector<std::string_view>& names) {
  std::set<std::string> found;
  for (const auto name : names) {
    const std::string_view folder = folder_of(name);
    if (name.substr(folder.size()) == file && !is_system_file(name) && around(folder) != folder)
      found.emplace(around(folder));
  }
  return found;
}

void require_one(const std::set<std::string>& archives) {
  if (archives.size() < 2) return;
  std::string all;
  for (const auto& folder : archives) all += (all.empty() ? "\"" : ", \"") + folder + "data/\"";
  throw Error(ErrorKind::internal, "there is more than one archive in it: " + all,
              "unpack it, and import each of these by itself");
}

/// True for `2013_04.js`.
bool is_named_after_a_month(std::string_view file) {
  constexpr std::string_view kShape = "0000_00.js";
  return std::ranges::equal(
      file, kShape, [](char c, char shape) { return shape == '0' ? c >= '0' && c <= '9' : c == shape; });
}

/// True for archives from before 2018: a folder of months, and a table.
bool is_of_before_2018(std::string_view name) {
  const std::string_view folder = folder_of(name), file = name.substr(folder.size());
  return file == "tweets.csv" || is_named_after_a_month(file) || folder.ends_with("data/js/tweets/");
}

std::int64_t count_of(json::Value file) { return file["count"].integer().value_or(0); }

}  // namespace

bool is_system_file(std::string_view name) {
  const std::string_view file = name.substr(folder_of(name).size());
  return name.find("__MACOSX/") != std::string_view::npos || file.starts_with("._") || file == ".DS_Store" ||
         file == "Thumbs.db" || file == "desktop.ini";
}

std::optional<std::string> archive_root(const std::vector<std::string_view>& names) {
  const auto is_manifest = [](std::string_view file) { return file == "manifest.js"; };
  const auto is_account = [](std::string_view file) { return file == "account.js"; };
  const auto is_known = [](std::string_view file) {
    if (!file.ends_with(".js")) return false;
    file.remove_suffix(3);
    const auto part = file.rfind("-part");
    return archive_member(file.substr(0, part)) != nullptr;
  };
  require_one(archives_with("manifest.js", names));
  auto folder = shallowest(names, is_manifest);
  if (!folder) require_one(archives_with("account.js", names));
  if (!folder) folder = shallowest(names, is_account);
  if (!folder) folder = shallowest(names, is_known);
  if (!folder && std::ranges::any_of(names, is_of_before_2018))
    throw Error(
        ErrorKind::internal,
        "this is an archive of before 2018 (tweets.csv, data/js/tweets), whose form is not read",
        "ask X for a new one: https://x.com/settings/download_your_data has every post that is still there");
  if (!folder) return std::nullopt;
  return std::string(around(*folder));
}

imports::Manifest read_archive_manifest(json::Value root) {
  imports::Manifest manifest;
  const json::Value user = root["userInfo"];
  manifest.owner = {id_at(user, "accountId"), std::string(user["userName"].text()),
                    std::string(user["displayName"].text())};
  manifest.made = parse_rfc3339(root["archiveInfo"]["generationDate"].text());
  manifest.is_split = root["archiveInfo"]["isPartialArchive"].boolean().value_or(false);
  for (const auto& type : root["dataTypes"].members())
    for (const auto& file : type.value["files"].items())
      if (const auto name = file["fileName"].text(); !name.empty())
        manifest.counts[std::string(name)] = count_of(file);
  return manifest;
}

imports::Owner read_archive_owner(json::Value element) {
  const json::Value account = unwrapped(element, "account");
  return {id_at(account, "accountId"), std::string(account["username"].text())};
}

/// Parses the date in `twitter-2024-05-01-<hash>.zip`.
std::optional<Instant> archive_made(std::string_view name) {
  constexpr std::string_view kBefore = "twitter-";
  constexpr std::size_t kDate = 10;
  const auto at = name.find(kBefore);
  if (at == std::string_view::npos || name.size() < at + kBefore.size() + kDate) return std::nullopt;
  return parse_rfc3339(std::string(name.substr(at + kBefore.size(), kDate)) + "T00:00:00Z");
}

}  // namespace locker::connectors::twitter
