#include "lib/serve/access_control.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <array>

#include "lib/auth/pkce.hpp"
#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "lib/base/percent.hpp"
#include "lib/base/replace.hpp"
#include "lib/base/secret.hpp"
#include "lib/base/state_file.hpp"
#include "lib/base/trim.hpp"
#include "lib/http/server/exchange.hpp"

namespace locker::serve {
namespace {

constexpr std::string_view kCapability = "/cap/";
constexpr std::array<std::string_view, 3> kLoopbackNames{"127.0.0.1", "localhost", "[::1]"};

/// Paths that a service may read with its capability, in addition to its own `/core/<id>`.
constexpr std::array<std::string_view, 8> kShared{"/map",     "/providers", "/diary",  "/query",
                                                  "/history", "/status",    "/events", "/connectors"};

/// Routes are matched against the decoded path, so permissions must be, too.
std::string decoded_path(std::string_view target) {
  return percent_decode(target.substr(0, target.find('?')), false).value_or("/");
}

bool is_reading(std::string_view method) { return method == "GET" || method == "HEAD"; }

bool is_below(std::string_view path, std::string_view folder) {
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

std::string read_or_make_token(const Home& home) {
  const auto path = home.root() / "token";
  home.create();
  if (const auto kept = read_state_file(path)) {
    constexpr std::size_t kShortest = 16;
    const std::string token(trimmed(*kept));
    if (token.size() < kShortest || token.find_first_of(" \t\r\n;,") != std::string::npos)
      throw Error(ErrorKind::usage, path.string() + " holds no token", "remove it, and a new one is made");
    chmod(path.c_str(), S_IRUSR | S_IWUSR);
    return token;
  }
  const std::string token = auth::random_token();
  write_file_atomically(path, token + "\n");
  return token;
}

/// Calls `take` with each `name=value` of a Cookie header.
template <class Take>
void each_cookie(std::string_view header, Take take) {
  while (!header.empty()) {
    const auto end = header.find(';');
    std::string_view one = header.substr(0, end);
    one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
    take(one);
    header = end == std::string_view::npos ? std::string_view() : header.substr(end + 1);
  }
}

}  // namespace

AccessControl::AccessControl(const Home& home, Settings settings)
    : settings_(std::move(settings)),
      base_("http://" + settings_.host + ":" + std::to_string(settings_.port)),
      token_(read_or_make_token(home)),
      cookie_name_("locker_" + std::to_string(settings_.port)),
      cookie_(auth::random_token()),
      one_time_key_(auth::random_token()) {}

bool AccessControl::is_own_host(std::string_view host) const {
  const std::string port = ":" + std::to_string(settings_.port);
  constexpr int kUsualPort = 80;
  const auto is_named = [&](std::string_view name) {
    return http::same_name(host, std::string(name) + port) ||
           (settings_.port == kUsualPort && http::same_name(host, name));
  };
  return std::ranges::any_of(kLoopbackNames, is_named) || is_named(settings_.host);
}

bool AccessControl::is_own_origin(std::string_view origin) const {
  constexpr std::string_view kScheme = "http://";
  return origin.starts_with(kScheme) && is_own_host(origin.substr(kScheme.size()));
}

bool AccessControl::has_token(const http::Headers& headers) const {
  const auto given = http::find_header(headers, "Authorization");
  constexpr std::string_view kBearer = "Bearer ";
  return given && given->size() > kBearer.size() &&
         http::same_name(given->substr(0, kBearer.size()), kBearer) &&
         same_secret(given->substr(kBearer.size()), token_);
}

bool AccessControl::has_cookie(const http::Headers& headers) const {
  // Browsers also send it with requests from pages at other ports of this host.
  const auto site = http::find_header(headers, "Sec-Fetch-Site");
  if (site && *site != "same-origin" && *site != "none") return false;
  bool found = false;
  for (const auto& [name, value] : headers)
    if (http::same_name(name, "Cookie"))
      each_cookie(value, [&](std::string_view cookie) {
        if (cookie.starts_with(cookie_name_ + "="))
          found = found || same_secret(cookie.substr(cookie_name_.size() + 1), cookie_);
      });
  return found;
}

namespace {

bool is_plain_look(const AccessRequest& request) {
  const std::string path = decoded_path(request.target);
  return request.method == "GET" && !is_below(path, "/core") && !path.starts_with(kCapability);
}

/// True if the user follows a link or returns from a consent page. Other requests from foreign pages, such as
/// images or scripts, are not: without a token any page could make them.
bool is_navigation(const AccessRequest& request) {
  return !http::find_header(request.headers, "Origin") &&
         http::find_header(request.headers, "Sec-Fetch-Mode").value_or("navigate") == "navigate";
}

}  // namespace

Access AccessControl::check(const AccessRequest& request) const {
  const auto host = http::find_header(request.headers, "Host");
  if (!host || !is_own_host(*host)) return {421, "this server is not called that", {}, {}};
  const auto origin = http::find_header(request.headers, "Origin");
  const bool foreign = origin && !is_own_origin(*origin);
  const auto site = http::find_header(request.headers, "Sec-Fetch-Site");
  const bool elsewhere = foreign || site == "cross-site" || site == "same-site";
  if (elsewhere && !(is_plain_look(request) && (!settings_.no_auth || is_navigation(request))))
    return {403, "this was asked from another site's page", {}, {}};
  if (request.target.starts_with(kCapability)) return check_service(request);
  if (settings_.no_auth || has_token(request.headers) || has_cookie(request.headers))
    return {0, {}, {}, std::string(request.target)};
  return {401, "this needs the locker's token", {}, {}};
}

Access AccessControl::check_service(const AccessRequest& request) const {
  const std::string_view behind = request.target.substr(kCapability.size());
  const auto end = behind.find_first_of("/?");
  const std::string key(behind.substr(0, end));
  std::string service;
  {
    const std::lock_guard guard(mutex_);
    for (const auto& [capability, granted] : services_)
      if (same_secret(capability, key)) service = granted.service;
  }
  if (service.empty()) return {401, "this capability is of no service that runs", {}, {}};
  std::string target(end == std::string_view::npos ? "" : behind.substr(end));
  if (!target.starts_with('/')) target.insert(0, "/");
  const std::string path = decoded_path(target);
  const bool is_shared = std::ranges::find(kShared, path) != kShared.end() || is_below(path, "/Me");
  if (is_below(path, "/core/" + service) || (is_shared && is_reading(request.method)))
    return {0, {}, service, std::move(target)};
  return {403, "this is not for services, or another's", service, {}};
}

void AccessControl::scrub_response(http::Headers& headers) const {
  std::erase_if(headers, [&](const auto& header) {
    std::string_view value = header.second;
    value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
    const auto name = value.substr(0, value.find_first_of("=; \t"));
    return http::same_name(header.first, "Set-Cookie") && name == cookie_name_;
  });
}

std::string AccessControl::hidden(std::string text) const {
  const auto hide = [&](const std::string& secret) { text = replaced(std::move(text), secret, "..."); };
  hide(token_);
  hide(cookie_);
  const std::lock_guard guard(mutex_);
  if (!one_time_key_.empty()) hide(one_time_key_);
  for (const auto& [capability, granted] : services_) {
    hide(capability);
    hide(granted.key);
  }
  return text;
}

std::string AccessControl::one_time_address() const {
  const std::lock_guard guard(mutex_);
  return base_ + "/login?key=" + one_time_key_;
}

std::optional<std::string> AccessControl::sign_in(std::string_view key) {
  const std::lock_guard guard(mutex_);
  if (!same_secret(one_time_key_, key)) return std::nullopt;
  one_time_key_.clear();
  return cookie_name_ + "=" + cookie_ + "; Path=/; HttpOnly; SameSite=Strict";
}

Grant AccessControl::grant(const std::string& service) {
  revoke(service);
  const std::lock_guard guard(mutex_);
  const std::string capability = auth::random_token(), key = auth::random_token();
  services_.emplace(capability, Granted{service, key});
  return {base_ + std::string(kCapability) + capability, key};
}

void AccessControl::revoke(const std::string& service) {
  const std::lock_guard guard(mutex_);
  std::erase_if(services_, [&](const auto& entry) { return entry.second.service == service; });
}

void AccessControl::scrub(http::Headers& headers) const {
  for (auto header = headers.begin(); header != headers.end();) {
    bool drop = http::same_name(header->first, "Authorization") && has_token({*header});
    if (http::same_name(header->first, "Cookie")) {
      std::string kept;
      each_cookie(header->second, [&](std::string_view cookie) {
        if (!cookie.starts_with(cookie_name_ + "=")) kept.append(kept.empty() ? "" : "; ").append(cookie);
      });
      drop = kept.empty();
      header->second = kept;
    }
    header = drop ? headers.erase(header) : std::next(header);
  }
}

}  // namespace locker::serve
