#include "lib/auth/token_headers.hpp"

#include "lib/auth/answer_fields.hpp"

namespace locker::auth {
namespace {

constexpr int kNotModified = 304;

/// Parses `2026-12-24 18:00:00 UTC`, or the same with an offset such as `+0100`.
std::optional<Instant> time_in(std::string_view said) {
  constexpr std::size_t kDate = 10, kTime = 19, kOffset = 5;
  if (said.size() < kTime + 2 || said[kDate] != ' ' || said[kTime] != ' ') return std::nullopt;
  std::string zone(said.substr(kTime + 1));
  if (zone == "UTC") zone = "Z";
  if (zone.size() == kOffset) zone.insert(3, ":");
  return parse_rfc3339(std::string(said.substr(0, kDate)) + "T" +
                       std::string(said.substr(kDate + 1, kTime - kDate - 1)) + zone);
}

std::optional<std::string_view> said_in(const http::Response& response, const std::string& header) {
  const bool tells = response.ok() || response.status == kNotModified;
  return header.empty() || !tells ? std::nullopt : response.header(header);
}

}  // namespace

http::Response TokenHeaders::send(const http::Request& request, const std::stop_token& stop) {
  http::Response response = inner_.send(request, stop);
  if (request.authorization.empty()) return response;
  const std::lock_guard alone(mutex_);
  if (const auto said = said_in(response, ways_.granted_scopes_header)) scopes_ = scopes_in(*said);
  if (const auto said = said_in(response, ways_.token_expiry_header)) expires_ = time_in(*said);
  return response;
}

std::optional<std::vector<std::string>> TokenHeaders::scopes() const {
  const std::lock_guard alone(mutex_);
  return scopes_;
}

std::optional<Instant> TokenHeaders::expires() const {
  const std::lock_guard alone(mutex_);
  return expires_;
}

}  // namespace locker::auth
