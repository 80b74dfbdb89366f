#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/base/clock.hpp"
#include "lib/base/home.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/serve/process/supervisor.hpp"
#include "lib/serve/proxy/proxy.hpp"
#include "lib/serve/run_line.hpp"
#include "lib/serve/service_route.hpp"

namespace locker::serve {

struct CoreSettings {
  Home home;
  std::string host = "127.0.0.1";  ///< in the base address, and to listen at
  int port = 8042;                 ///< 0: any free port
  std::vector<int> sockets{};      ///< already listening; empty: none
  bool no_auth = false;
  /// Of a config.json, relative to the home; absent: there is none.
  std::optional<std::vector<std::string>> scanned_folders{};
  std::filesystem::path program;  ///< of this process, to start the guardian and connectors
  std::vector<std::string> guardian_arguments;
  SupervisorSettings supervisor{};
  ProxySettings proxy{};
  std::vector<ServiceRoute> service_routes{};  ///< of compiled-in connectors, for the API description
};

/// A route of core, for the API description.
struct RouteName {
  std::string_view methods;  ///< such as `GET POST`
  std::string_view path;     ///< such as `/core/:id/at`
  std::vector<std::string> parameters;
};

/// The server behind `locker serve`: the core of design 8, which connects users, programs and services.
class Core {
 public:
  /// Binds the port before anything is written or started, so that a failure has no side effects. Returns the
  /// settings with listening sockets. Throws Error{internal} naming the port.
  [[nodiscard]] static CoreSettings with_port(CoreSettings settings);

  /// Listens at once. Throws Error if the port is in use or the home is unusable; Error{interrupted} on a
  /// stop request during startup.
  Core(const CoreSettings& settings, const connector::Registry& connectors, const Clock& clock,
       RunLine run_line, const std::stop_token& stop);
  ~Core();
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;

  [[nodiscard]] int port() const;
  [[nodiscard]] std::string base() const;
  [[nodiscard]] std::string one_time_address() const;
  /// Waits up to `grace` for requests in progress, then ends all services; these have what is left of it plus
  /// half a second.
  void stop(std::chrono::milliseconds grace);

  [[nodiscard]] static std::vector<RouteName> routes();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace locker::serve
