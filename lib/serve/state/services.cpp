#include "lib/serve/state/services.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <utility>

#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "lib/base/hex.hpp"
#include "lib/base/reserved.hpp"
#include "lib/foreign/document.hpp"
#include "lib/serve/state/declared_calls.hpp"
#include "lib/serve/state/me_file.hpp"

namespace locker::serve {
namespace {

namespace fs = std::filesystem;

/// Members that the 2011 core wrote into me.json while a service ran.
constexpr std::array kLiveMembers{"pid", "port", "uriLocal", "starting", "startingPid"};
/// Prefix of a compiled-in connector's source folder, which does not exist on disk.
constexpr char kNativeSource[] = "locker:";

/// Returns 32 hexadecimal digits, like the ids of 2011.
std::string random_id() {
  std::random_device random;
  std::string bytes(16, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return to_hex(bytes);
}

Object native_manifest(const connector::Registry& connectors, const connector::Descriptor& connector) {
  Object manifest = foreign::read_in_order(connectors.manifest(connector.id));
  if (!manifest.is_object()) manifest = {{"title", connector.title}};
  manifest["srcdir"] = kNativeSource + connector.id;
  manifest["is"] = "connector";
  return manifest;
}

std::vector<Object> native_manifests(const connector::Registry& connectors) {
  std::vector<Object> manifests;
  for (const auto* connector : connectors.all()) manifests.push_back(native_manifest(connectors, *connector));
  return manifests;
}

bool provides_one_of(const Object& me, std::string_view types) {
  const auto provides = me.find("provides");
  if (provides == me.end() || !provides->is_array()) return false;
  while (true) {
    const auto comma = types.find(',');
    const std::string_view wanted = types.substr(0, comma);
    for (const auto& provided : *provides) {
      if (!provided.is_string()) continue;
      const std::string& type = provided.get_ref<const std::string&>();
      const bool by_first_half = wanted.find('/') == std::string_view::npos &&
                                 std::string_view(type).substr(0, type.find('/')) == wanted;
      if (type == wanted || by_first_half) return true;
    }
    if (comma == std::string_view::npos) return false;
    types.remove_prefix(comma + 1);
  }
}

}  // namespace

bool is_service_id(std::string_view id) {
  return !id.empty() && std::ranges::all_of(id, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

Services::Services(const Home& home, std::string base,
                   const std::optional<std::vector<std::string>>& scanned_folders,
                   const connector::Registry& connectors, const Complaint& complain,
                   const std::stop_token& stop)
    : home_(home),
      base_(std::move(base)),
      connectors_(connectors),
      complain_(complain),
      offers_(home.root(), native_manifests(connectors), scanned_folders, complain, stop) {
  reread();
}

void Services::reread() const {
  std::vector<fs::path> folders;
  std::error_code error;
  for (fs::directory_iterator entry(home_.root() / "Me", error), end; !error && entry != end;
       entry.increment(error))
    if (!is_reserved_id(entry->path().filename().string())) folders.push_back(fs::absolute(entry->path()));
  std::ranges::sort(folders);
  const std::lock_guard guard(mutex_);
  drop_removed();
  for (const auto& folder : folders) {
    const fs::path file = folder / "me.json";
    if (!fs::exists(fs::symlink_status(file, error))) continue;
    // A dangling link has no time, and is reported once.
    const auto written = fs::last_write_time(file, error);
    const auto [before, is_new] = read_.try_emplace(folder, written);
    if (is_new || std::exchange(before->second, written) != written) load(folder);
  }
}

/// Drops a service only if its me.json certainly does not exist: an inaccessible folder may still contain it.
void Services::drop_removed() const {
  std::erase_if(installed_, [&](const Service& service) {
    std::error_code error;
    if (fs::symlink_status(service.folder / "me.json", error).type() != fs::file_type::not_found)
      return false;
    read_.erase(service.folder);
    removed_.push_back(service.id);
    return true;
  });
}

/// Drops what the folder was before its me.json had this id: a folder has one service.
void Services::drop_renamed(const fs::path& folder, const std::string& id) const {
  std::erase_if(installed_, [&](const Service& service) {
    if (service.folder != folder || service.id == id) return false;
    removed_.push_back(service.id);
    return true;
  });
}

std::vector<std::string> Services::take_removed() {
  const std::lock_guard guard(mutex_);
  return std::exchange(removed_, {});
}

void Services::load(const fs::path& folder) const {
  const std::string name = "Me/" + folder.filename().string() + "/me.json";
  std::optional<Object> me;
  try {
    me = foreign::read_object(folder / "me.json");
    if (!me) return complain_(name + " leads nowhere");
  } catch (const Error& error) {
    return complain_(name + " " + error.what());
  }
  // An account of a compiled-in connector.
  if (connectors_.find(text_of(*me, "connector"))) return drop_renamed(folder, std::string());
  const std::string id = text_of(*me, "id");
  if (!is_service_id(id)) return complain_(name + " has no usable id");
  drop_renamed(folder, id);
  for (const char* member : kLiveMembers) me->erase(member);
  (void)declared_calls(
      *me, [&](const std::string& what) { complain_(name + ": " + what + "; it is not called"); });
  (*me)["uri"] = uri_of(id);
  const auto known = std::ranges::find(installed_, id, &Service::id);
  if (known == installed_.end())
    installed_.push_back({id, std::move(*me), folder, nullptr});
  else if (known->folder == folder)
    known->me = std::move(*me);
  else
    complain_(name + " has the id of another service");
}

std::string Services::uri_of(const std::string& id) const { return base_ + "/Me/" + id + "/"; }

Service Services::native_service(const connector::Descriptor& connector, const std::string& account) const {
  Object me = native_manifest(connectors_, connector);
  me["id"] = account;
  me["uri"] = uri_of(account);
  return {account, std::move(me), fs::absolute(home_.account(account)), &connector};
}

std::vector<Service> Services::native_services() const {
  std::vector<Service> services;
  for (const auto& account : home_.accounts()) {
    const auto me = read_me(home_.account(account));
    if (const auto* connector = me ? connectors_.find(text_of(*me, "connector")) : nullptr)
      services.push_back(native_service(*connector, account));
  }
  return services;
}

std::vector<Service> Services::installed() const {
  std::vector<Service> all = native_services();
  reread();
  const std::lock_guard guard(mutex_);
  all.insert(all.end(), installed_.begin(), installed_.end());
  return all;
}

std::optional<Service> Services::known(const std::string& id) const {
  const std::lock_guard guard(mutex_);
  const auto found = std::ranges::find(installed_, id, &Service::id);
  return found == installed_.end() ? std::nullopt : std::optional(*found);
}

std::optional<Service> Services::find(const std::string& id) const {
  if (!is_service_id(id)) return std::nullopt;
  if (auto service = known(id)) return service;
  const auto accounts = native_services();
  if (const auto found = std::ranges::find(accounts, id, &Service::id); found != accounts.end())
    return *found;
  reread();  // it may have been installed meanwhile
  if (auto service = known(id)) return service;
  const auto* connector = connectors_.find(id);
  return connector ? std::optional(native_service(*connector, id)) : std::nullopt;
}

Object Services::map(const Live& live) const {
  Object services = Object::object();
  for (auto& service : installed()) {
    live(service.id, service.me);
    services[service.id] = std::move(service.me);
  }
  return {{"available", offers_.all()}, {"installed", std::move(services)}};
}

Object Services::providers(std::string_view types, const Live& live) const {
  Object found = Object::array();
  for (auto& service : installed()) {
    if (!provides_one_of(service.me, types)) continue;
    live(service.id, service.me);
    found.push_back(std::move(service.me));
  }
  return found;
}

std::optional<Service> Services::install(const std::string& source_folder) {
  const std::vector<Object> offers = offers_.all();
  const auto offered = std::ranges::find_if(
      offers, [&](const Object& manifest) { return text_of(manifest, "srcdir") == source_folder; });
  if (offered == offers.end()) return std::nullopt;
  if (source_folder.starts_with(kNativeSource))
    if (const auto* connector = connectors_.find(source_folder.substr(std::string(kNativeSource).size())))
      return install_native(*connector);
  Service service;
  service.id = random_id();
  service.me = *offered;
  service.me["id"] = service.id;
  service.me["uri"] = uri_of(service.id);
  service.folder = fs::absolute(home_.account(service.id));
  home_.create_account(service.id);
  constexpr int kIndent = 4;
  write_file_atomically(service.folder / "me.json", service.me.dump(kIndent) + "\n");
  reread();
  return service;
}

/// Creates a further account under a free name; the user signs in at its address.
Service Services::install_native(const connector::Descriptor& connector) {
  std::string name = connector.id;
  for (int number = 2; fs::exists(home_.account(name) / "me.json"); ++number)
    name = connector.id + "-" + std::to_string(number);
  home_.create_account(name);
  write_file_atomically(home_.account(name) / "me.json", Object{{"connector", connector.id}}.dump(2) + "\n");
  return native_service(connector, name);
}

std::optional<std::string> Services::run_command(const Service& service) const {
  const std::string source = text_of(service.me, "srcdir");
  for (const auto& manifest : offers_.all())
    if (text_of(manifest, "srcdir") == source)
      if (auto run = text_of(manifest, "run"); !run.empty()) return run;
  auto own = text_of(service.me, "run");
  if (own.empty()) return std::nullopt;
  return own;
}

}  // namespace locker::serve
