#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/home.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/serve/state/manifests.hpp"

namespace locker::serve {

/// A service that is installed, or an account of a compiled-in connector.
struct Service {
  std::string id;
  Object me;                                      ///< as `/map` shows it, without what is live
  std::filesystem::path folder;                   ///< holds its me.json; absolute
  const connector::Descriptor* native = nullptr;  ///< of a compiled-in one
};

/// The services of a locker: what could be installed, and what is (facts of locker-2011, 1.1 and 1.2).
class Services {
 public:
  /// Reads `Me/*/me.json`, and later what is new or was renewed there; what cannot be read is complained
  /// of and passed over. `scanned` is what can be installed; absent where no folder is scanned: the
  /// compiled-in connectors, which need not be.
  Services(const Home& home, std::string base, std::optional<std::vector<Object>> scanned,
           const connector::Registry& connectors, Complaint complain);

  /// Absent if there is no such service. A compiled-in connector without an account is one under its
  /// own name: signing in begins there.
  [[nodiscard]] std::optional<Service> find(const std::string& id) const;
  /// Of folder names in order, then as they were installed.
  [[nodiscard]] std::vector<Service> installed() const;
  /// Adds live members to a service's object.
  using Live = std::function<void(const std::string& id, Object& object)>;
  /// `{available: […], installed: {id: {…}}}`
  [[nodiscard]] Object map(const Live& live) const;
  /// Those that provide one of the comma-separated types: `contact/twitter`, or any `contact`.
  [[nodiscard]] Object providers(std::string_view types, const Live& live) const;
  /// Installs what `/map` offers under that srcdir, once more; absent if nothing is.
  std::optional<Service> install(const std::string& source_folder);
  /// Which were taken out since this was last asked.
  [[nodiscard]] std::vector<std::string> take_removed();

  /// The command that starts it: its manifest's, where that is still there, else its own. Absent if
  /// neither says one.
  [[nodiscard]] std::optional<std::string> run_command(const Service& service) const;

 private:
  [[nodiscard]] Object native_manifest(const connector::Descriptor& connector) const;
  [[nodiscard]] Service native_service(const connector::Descriptor& connector,
                                       const std::string& account) const;
  [[nodiscard]] std::vector<Service> native_services() const;
  void read_anew() const;
  [[nodiscard]] std::optional<Service> known(const std::string& id) const;
  void load(const std::filesystem::path& folder) const;
  void drop_removed() const;
  [[nodiscard]] std::string uri_of(const std::string& id) const;
  Service install_native(const connector::Descriptor& connector);

  const Home home_;
  const std::string base_;
  const connector::Registry& connectors_;
  const Complaint complain_;
  std::vector<Object> available_;
  // What lies in `Me/`, as it was last read.
  mutable std::mutex mutex_;
  mutable std::map<std::filesystem::path, std::filesystem::file_time_type> read_;
  mutable std::vector<Service> installed_;  ///< not the native ones, which the command line makes too
  mutable std::vector<std::string> removed_;
};

/// What an id may be in a path.
[[nodiscard]] bool is_service_id(std::string_view id);

}  // namespace locker::serve
