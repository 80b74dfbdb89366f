#include "lib/serve/state/installation.hpp"

#include <unistd.h>

#include <algorithm>

#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "lib/base/reserved.hpp"
#include "lib/foreign/document.hpp"
#include "lib/serve/state/declared_calls.hpp"
#include "lib/serve/state/folder_copy.hpp"
#include "lib/serve/state/me_file.hpp"

namespace locker::serve {
namespace {

namespace fs = std::filesystem;

constexpr int kIndent = 4;

[[noreturn]] void refuse(const std::string& message, const std::string& hint) {
  throw Error(ErrorKind::usage, message, hint);
}

std::vector<fs::path> manifests_in(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder))
    if (is_manifest_name(entry.path().filename().string()) && entry.is_regular_file())
      found.push_back(entry.path());
  std::ranges::sort(found);
  return found;
}

fs::path only_manifest(const fs::path& folder) {
  const auto found = manifests_in(folder);
  if (found.empty())
    refuse(folder.string() + " holds no manifest",
           "write one: a file NAME.connector with title, run and provides (see connectors/README.md)");
  if (found.size() > 1)
    refuse(folder.string() + " holds several manifests: " + found[0].filename().string() + ", " +
               found[1].filename().string(),
           "keep one connector in one folder");
  return found.front();
}

bool is_text(const Object& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() && !found->get_ref<const std::string&>().empty();
}

bool is_type_list(const Object& value) {
  return value.is_array() && std::ranges::all_of(value, [](const Object& one) { return one.is_string(); });
}

void check_members(const Object& manifest, const std::string& file) {
  for (const char* member : {"title", "run"})
    if (!is_text(manifest, member)) refuse(file + ": \"" + member + "\" is missing", "it is a text");
  if (const auto provides = manifest.find("provides"); provides != manifest.end() && !is_type_list(*provides))
    refuse(file + ": \"provides\" is no list of types", R"(say for example ["note/journal"])");
  (void)declared_calls(manifest, [&](const std::string& what) {
    refuse(file + ": " + what, R"(say for example {"/sync": 3600})");
  });
}

bool is_program(const fs::path& file) { return fs::is_regular_file(file) && access(file.c_str(), X_OK) == 0; }

bool is_in_path(const std::string& program, const Environment& environment) {
  const std::string path = environment.get("PATH").value_or("");
  for (std::size_t at = 0; at <= path.size();) {
    const auto end = std::min(path.find(':', at), path.size());
    if (end > at && is_program(fs::path(path.substr(at, end - at)) / program)) return true;
    at = end + 1;
  }
  return false;
}

/// Checks that core can run the program in its folder, as execvp(3) would.
void check_program(const Object& manifest, const fs::path& folder, const Environment& environment) {
  const std::string run = manifest["run"];
  const std::string program = run.substr(0, run.find(' '));
  const bool is_there = program.find('/') != std::string::npos ? is_program(folder / program)
                                                               : is_in_path(program, environment);
  if (!is_there)
    refuse("\"" + program + "\", which is to run it, is not to be found",
           program.find('/') != std::string::npos ? "make it executable: chmod +x"
                                                  : "install it, or correct \"run\"");
}

void write_me(const Home& home, const std::string& id, const Object& me) {
  home.create_account(id);
  write_file_atomically(home.account(id) / "me.json", me.dump(kIndent) + "\n");
}

/// Returns the ids that services may not use.
std::string taken_ids(const connector::Registry& connectors) {
  std::string names;
  for (const auto name : kReservedIds) names.append(names.empty() ? "" : ", ").append(name);
  for (const auto* connector : connectors.all()) names.append(", ").append(connector->id);
  return names;
}

/// True if the id belongs to this connector already: it runs from `source` or from the offered folder.
bool is_its_own(const Home& home, const std::string& id, const std::string& source, const fs::path& offered,
                const connector::Registry& connectors) {
  if (is_reserved_id(id) || connectors.find(id))
    refuse("\"" + id + "\" is a name of locker's own: " + taken_ids(connectors),
           "choose another id with --id");
  // Data left by an uninstalled connector of that name can be reused by it.
  if (!fs::exists(home.account(id) / "me.json") && !fs::exists(home.account(id) / "auth.json")) return false;
  const auto me = read_me(home.account(id));
  const auto known = me ? text_of(*me, "srcdir") : std::string();
  if (known == source || known == offered.string()) return true;
  refuse("\"" + id + "\" is there, and is something else", "choose another id with --id");
}

Object manifest_of(const fs::path& file) {
  try {
    return foreign::read_object(file).value_or(Object::object());
  } catch (const Error& error) {
    refuse(file.string() + " " + error.what(), "correct it");
  }
}

}  // namespace

Offer read_offer(const fs::path& folder, const Environment& environment) {
  std::error_code error;
  const fs::path here = fs::canonical(folder, error);
  if (error || !fs::is_directory(here))
    refuse("there is no folder " + folder.string(), "name the folder that holds the connector's manifest");
  const fs::path file = only_manifest(here);
  Offer offer{here, file.stem().string(), manifest_of(file)};
  check_members(offer.manifest, file.string());
  check_program(offer.manifest, here, environment);
  offer.manifest["is"] = file.extension().string().substr(1);
  return offer;
}

Installed install(const Offer& offer, const InstallChoice& choice, const Home& home,
                  const connector::Registry& connectors) {
  const std::string id = choice.id.empty() ? offer.name : choice.id;
  if (!is_account_id(id))
    refuse("\"" + id + "\" cannot be an id",
           "choose one with --id: small letters, digits, - and _, beginning with a letter or digit");
  const std::string source = choice.link ? offer.folder.string() : "Connectors/" + id;
  Installed installed{.id = id,
                      .source = home.root() / source,
                      .renewed = is_its_own(home, id, source, offer.folder, connectors)};
  if (!choice.link) check_copy(offer.folder, installed.source);
  home.create();
  if (!choice.link) replace_with_copy(installed.source, offer.folder);
  Object me = offer.manifest;
  me["srcdir"] = source;
  me["id"] = id;
  me["installed"] = format_rfc3339(choice.now);
  write_me(home, id, me);
  fs::last_write_time(home.root(), fs::file_time_type::clock::now());  // a server watches this folder
  return installed;
}

std::vector<InstalledService> installed_services(const Home& home) {
  std::vector<InstalledService> services;
  for (const auto& name : home.accounts()) {
    const auto me = read_me(home.account(name));
    if (me && is_text(*me, "id") && is_text(*me, "srcdir"))
      services.push_back(
          {text_of(*me, "id"), text_of(*me, "title"), text_of(*me, "srcdir"), home.account(name)});
  }
  return services;
}

}  // namespace locker::serve
