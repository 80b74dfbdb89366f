#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/home.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/serve/state/offers.hpp"

namespace locker::serve {

/// An installed service, or an account of a compiled-in connector.
struct Service {
  std::string id;
  Object me;                                      ///< as in `/map`, without live members
  std::filesystem::path folder;                   ///< absolute; contains its me.json
  const connector::Descriptor* native = nullptr;  ///< the compiled-in connector; null: none
};

/// The services of a locker, both installed and available ones (facts of locker-2011, 1.1 and 1.2).
class Services {
 public:
  /// Reads `Me/*/me.json`, and later those that are new or changed; reports and skips those that cannot be
  /// read. `scanned_folders` decide what is available (see Offers).
  Services(const Home& home, std::string base, const std::optional<std::vector<std::string>>& scanned_folders,
           const connector::Registry& connectors, const Complaint& complain, const std::stop_token& stop);

  /// Absent if there is no such service. A compiled-in connector without an account is found under its own
  /// name, so that the user can sign in there.
  [[nodiscard]] std::optional<Service> find(const std::string& id) const;
  /// Returns the services ordered by folder name, then by installation.
  [[nodiscard]] std::vector<Service> installed() const;
  /// Adds live members to a service's object.
  using Live = std::function<void(const std::string& id, Object& object)>;
  /// Returns `{available: […], installed: {id: {…}}}`.
  [[nodiscard]] Object map(const Live& live) const;
  /// Returns the services that provide one of the comma-separated types: `contact/twitter`, or `contact` for
  /// any.
  [[nodiscard]] Object providers(std::string_view types, const Live& live) const;
  /// Installs the service that `/map` lists with that srcdir, under a new id each time; absent if none is
  /// listed.
  std::optional<Service> install(const std::string& source_folder);
  /// Returns the services that were removed since the last call.
  [[nodiscard]] std::vector<std::string> take_removed();

  /// Returns the command that starts a service: from its manifest if that still exists, else from its
  /// me.json. Absent if neither has one.
  [[nodiscard]] std::optional<std::string> run_command(const Service& service) const;

 private:
  [[nodiscard]] Service native_service(const connector::Descriptor& connector,
                                       const std::string& account) const;
  [[nodiscard]] std::vector<Service> native_services() const;
  void reread() const;
  [[nodiscard]] std::optional<Service> known(const std::string& id) const;
  void load(const std::filesystem::path& folder) const;
  void drop_removed() const;
  void drop_renamed(const std::filesystem::path& folder, const std::string& id) const;
  [[nodiscard]] std::string uri_of(const std::string& id) const;
  Service install_native(const connector::Descriptor& connector);

  const Home home_;
  const std::string base_;
  const connector::Registry& connectors_;
  const Complaint complain_;
  const Offers offers_;
  // The services in `Me/`, as last read.
  mutable std::mutex mutex_;
  mutable std::map<std::filesystem::path, std::filesystem::file_time_type> read_;
  mutable std::vector<Service> installed_;  ///< without accounts of compiled-in connectors, which the command
                                            ///< line creates, too
  mutable std::vector<std::string> removed_;
};

/// True if the text is a valid service id, usable in a path.
[[nodiscard]] bool is_service_id(std::string_view id);

}  // namespace locker::serve
