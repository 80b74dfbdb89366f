#pragma once

#include <memory>
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
  std::string host = "127.0.0.1";  ///< in the base address, and where it listens
  int port = 8042;                 ///< 0: any free one
  int socket = -1;                 ///< already listening; -1: none
  bool no_auth = false;
  std::vector<std::string> scanned_folders;  ///< relative to the home
  std::filesystem::path program;             ///< of this process, to start guardian and connectors
  std::vector<std::string> guardian_arguments;
  SupervisorSettings supervisor{};
  ProxySettings proxy{};
  std::vector<ServiceRoute> service_routes{};  ///< of compiled-in connectors, to describe them
};

/// A route of core, as its description has it.
struct RouteName {
  std::string_view methods;  ///< `GET POST`
  std::string_view path;     ///< `/core/:id/at`
  std::vector<std::string> parameters;
};

/// What `locker serve` is: the core of design 8, between people, programs and services.
class Core {
 public:
  /// Takes the port before anything is written or started, so that a taken one leaves nothing behind:
  /// settings with a socket that listens there. Throws Error{internal} naming the port.
  [[nodiscard]] static CoreSettings with_port(CoreSettings settings);

  /// Listens at once. Throws Error for a port that is taken, a home that cannot be used; Error{interrupted}
  /// on a stop before it is complete.
  Core(const CoreSettings& settings, const connector::Registry& connectors, const Clock& clock,
       RunLine run_line, const std::stop_token& stop);
  ~Core();
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;

  [[nodiscard]] int port() const;
  [[nodiscard]] std::string base() const;
  [[nodiscard]] std::string one_time_address() const;
  /// Requests under way get `grace` to end, then all services do: those get what is left of it, and half a
  /// second.
  void stop(std::chrono::milliseconds grace);

  [[nodiscard]] static std::vector<RouteName> routes();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace locker::serve
