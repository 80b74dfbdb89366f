#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "counters.hpp"
#include "device_flow.hpp"
#include "limits.hpp"
#include "loopback/faults.hpp"
#include "routes.hpp"

namespace github_stand_in {

/// Responds as api.github.com and github.com do. Everything except `faults` is guarded by `mutex`.
class Service {
  Time ahead_;  // offset from the wall clock; first, since `world` is built with the current time

 public:
  explicit Service(Settings settings);

  /// Thread-safe.
  Reply handle(const Call& call);

  Token issue(std::vector<std::string> scopes, bool fine_grained = false);
  void revoke_tokens() { tokens_.clear(); }
  [[nodiscard]] Time now() const;
  void advance(Time seconds) { ahead_ += seconds; }

  Settings settings;
  World world;
  Counters counters;
  Limit core, search;
  DeviceFlow device;
  loopback::Faults faults;
  std::mutex mutex;

 private:
  Reply handle_counted(const Call& call);
  Reply answer(const Call& call, const std::string& fault, std::string& route_name);
  Reply api(const Call& call, const std::string& fault, std::string& route_name);
  void check_words(const Call& call, const Route& route);
  Token token_of(const Call& call);
  void check_scopes(const Route& route, const Token& token) const;
  /// Returns the path with the repository by name; throws Refused if the repository moved, is blocked or is
  /// gone.
  std::string by_name(const Call& call, const std::string& base);
  Repository* repository_of(const Route& route, const std::vector<std::string>& names, const Call& call,
                            const Token& token, const std::string& base);
  Reply answered(Asked& asked, const Route& route, const std::string& fault);
  void write_state(Reply& reply, const Asked& asked, const Route& route) const;
  Reply raw_file(const Call& call) const;

  std::map<std::string, Token> tokens_;
};

/// http://host:port, from the client's Host header.
std::string base_of(const Call& call);

}  // namespace github_stand_in
