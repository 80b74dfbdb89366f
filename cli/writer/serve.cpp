#include "cli/commands/serve.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include "lib/base/error.hpp"
#include "lib/base/file_lock.hpp"
#include "lib/base/memory.hpp"
#include "lib/base/stop.hpp"
#include "lib/base/time.hpp"
#include "lib/http/address.hpp"
#include "lib/serve/core.hpp"
#include "lib/serve/state/config.hpp"
#include "lib/service/routes.hpp"

namespace locker::cli {
namespace {

namespace fs = std::filesystem;

/// Short enough for everything to end within five seconds.
constexpr std::chrono::milliseconds kGrace{4'000};
constexpr int kUsualPort = 8042;
constexpr int kGreatestPort = 65'535;

/// Returns the socket passed by systemd (sd_listen_fds(3)); absent: none.
std::optional<int> activated_socket(const Environment& environment) {
  constexpr int kFirst = 3;
  const auto count = environment.get("LISTEN_FDS");
  if (!count || environment.get("LISTEN_PID") != std::to_string(getpid())) return std::nullopt;
  if (*count != "1")
    throw Error(ErrorKind::usage, "systemd hands over " + *count + " sockets, and one is listened at",
                "keep one ListenStream in the socket unit");
  return kFirst;
}

/// Returns the address at which a passed socket listens; "0.0.0.0" or "::": at all. Throws Error{usage} if it
/// is not a TCP socket.
std::string address_of(int socket) {
  sockaddr_storage bound{};
  socklen_t size = sizeof(bound);
  getsockname(socket, reinterpret_cast<sockaddr*>(&bound), &size);
  const auto* const four = reinterpret_cast<const sockaddr_in*>(&bound);
  const auto* const six = reinterpret_cast<const sockaddr_in6*>(&bound);
  const void* const address = bound.ss_family == AF_INET    ? static_cast<const void*>(&four->sin_addr)
                              : bound.ss_family == AF_INET6 ? &six->sin6_addr
                                                            : nullptr;
  char text[INET6_ADDRSTRLEN];
  if (!address || !inet_ntop(bound.ss_family, address, text, sizeof(text)))
    throw Error(ErrorKind::usage, "the socket that systemd hands over is none of TCP",
                "say for example ListenStream=127.0.0.1:8042");
  const std::string_view as_ipv6 = "::ffff:";
  const std::string_view name = text;
  return std::string(name.starts_with(as_ipv6) ? name.substr(as_ipv6.size()) : name);
}

/// Returns the host of the base address for a passed socket. A loopback name says no more than the socket's
/// own address does, and may lead to another program.
std::string host_for(const std::string& address, const std::optional<std::string>& named) {
  if (named && !http::is_loopback(*named)) return *named;
  return address == "0.0.0.0" || address == "::" ? "127.0.0.1" : address;
}

/// Notifies systemd if it requested that (sd_notify(3)).
void notify(const Environment& environment, std::string_view message) {
  const auto path = environment.get("NOTIFY_SOCKET");
  sockaddr_un address{};
  if (!path || path->size() >= sizeof(address.sun_path)) return;
  address.sun_family = AF_UNIX;
  path->copy(address.sun_path, path->size());
  if (address.sun_path[0] == '@') address.sun_path[0] = '\0';
  const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return;
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path->size());
  sendto(socket, message.data(), message.size(), MSG_NOSIGNAL, reinterpret_cast<sockaddr*>(&address), size);
  close(socket);
}

/// Variables meant for this process alone are not passed on to services.
void keep_from_services() {
  for (const char* name : {"LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES", "NOTIFY_SOCKET"}) unsetenv(name);
}

Home home_of(const ServeOptions& options, const Context& context) {
  if (options.config.empty() || options.home_named) return Home(fs::absolute(context.home.root()));
  return Home(fs::absolute(options.config).parent_path());
}

void enter(const Home& home) {
  home.create();
  std::error_code error;
  fs::current_path(home.root(), error);
  if (error)
    throw Error(ErrorKind::internal, home.root().string() + " cannot be entered: " + error.message());
}

/// Two servers of one home would make each scheduled call twice, and lose each other's listeners.
FileLock lock(const Home& home) {
  return FileLock::take(home.root() / "serve.lock",
                        "locker serve runs at " + home.root().string() + " already",
                        "use that one, or end it first");
}

/// Starts listening at the port. If this home's own server has taken it, the error says so.
serve::CoreSettings with_port(const serve::CoreSettings& settings) {
  try {
    return serve::Core::with_port(settings);
  } catch (const Error&) {
    if (FileLock::is_held(settings.home.root() / "serve.lock")) (void)lock(settings.home);
    throw;
  }
}

void set_limits(serve::CoreSettings& settings, const ServeOptions& options) {
  const auto set = [](std::chrono::milliseconds& limit, const std::string& text) {
    if (!text.empty()) limit = parse_duration(text);
  };
  set(settings.supervisor.handshake, options.start_timeout);
  set(settings.proxy.first_byte, options.answer_timeout);
  set(settings.supervisor.idle, options.idle_timeout);
}

std::vector<serve::ServiceRoute> service_routes(const connector::Registry& connectors) {
  std::vector<serve::ServiceRoute> all;
  for (const auto* connector : connectors.all())
    for (auto& route : service::routes_of(*connector, service::abilities_of(connector->id)))
      all.push_back(std::move(route));
  return all;
}

void refuse_unless_loopback(const std::vector<std::string>& hosts) {
  for (const auto& host : hosts)
    if (!http::is_loopback(host))
      throw Error(ErrorKind::usage, "--no-auth is for this machine alone, and " + host + " is seen by others",
                  "leave out --no-auth, or listen at 127.0.0.1");
}

serve::CoreSettings settings_of(const ServeOptions& options, const Context& context, const Home& home) {
  const serve::CoreConfig config =
      options.config.empty() ? serve::CoreConfig{} : serve::read_config(fs::absolute(options.config));
  serve::CoreSettings settings{.home = home};
  const auto named_host = options.host ? options.host : config.host;
  settings.host = named_host.value_or("127.0.0.1");
  std::string listens_at = settings.host;
  if (const auto socket = activated_socket(context.environment)) {
    listens_at = address_of(*socket);
    settings.host = host_for(listens_at, named_host);
    settings.sockets = {*socket};
  }
  settings.port = options.port.value_or(config.port.value_or(kUsualPort));
  if (settings.port > kGreatestPort)
    throw Error(ErrorKind::usage, "there is no port " + std::to_string(settings.port), "ports end at 65535");
  settings.no_auth = options.no_auth;
  if (options.no_auth) refuse_unless_loopback({settings.host, listens_at});
  set_limits(settings, options);
  if (!options.config.empty()) settings.scanned_folders = config.scanned_folders;
  settings.program = fs::read_symlink("/proc/self/exe");
  settings.guardian_arguments = {"__guardian"};
  settings.service_routes = service_routes(context.connectors);
  return settings;
}

}  // namespace

int run_serve(const ServeOptions& options, Context& context, const serve::RunLine& run_line) {
  context.home = home_of(options, context);  // also for the commands that answer requests
  // Before the working directory changes, since paths may be relative to the user's.
  const serve::CoreSettings settings = with_port(settings_of(options, context, context.home));
  enter(context.home);
  give_back_freed_memory();
  const FileLock alone = lock(context.home);
  keep_from_services();
  std::optional<serve::Core> core;
  try {
    core.emplace(settings, context.connectors, context.clock, run_line, context.stop);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::interrupted) return 0;  // stopped before anything was started
    throw;
  }
  context.out << "listening at " << core->base() << "/\n";
  if (!options.no_auth)
    context.out << "open this address to sign a browser in, once: " << core->one_time_address() << "\n";
  context.out << std::flush;
  notify(context.environment, "READY=1");
  wait_for_stop(context.stop);
  notify(context.environment, "STOPPING=1");
  core->stop(kGrace);
  return 0;
}

}  // namespace locker::cli
