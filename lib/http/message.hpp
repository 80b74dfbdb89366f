#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lib/base/secret.hpp"
#include "lib/base/time.hpp"

namespace locker::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// Compares two header names, ignoring case.
[[nodiscard]] bool same_name(std::string_view a, std::string_view b);
/// Returns the first header of that name.
[[nodiscard]] std::optional<std::string_view> find_header(const Headers& headers, std::string_view name);

struct Response;

/// Receives the body of a response in pieces, instead of Response::body; `head`: status and headers.
/// Returning false ends the transfer; the response is then returned as it is.
using TakeBody = std::function<bool(const Response& head, std::string_view bytes)>;

/// Called before a body grows to `bytes`; waits until there is room for it. Returning false ends the
/// transfer.
using MakeRoom = std::function<bool(std::size_t bytes)>;

/// A request, as built by a connector or a sign-in grant. The value of the Authorization header is separate
/// from the other headers, so that nothing that prints a request can print it.
struct Request {
  std::string method = "GET";
  std::string url{};  ///< absolute, with query; never contains a secret
  Headers headers{};
  std::string body{};
  Secret authorization{};  ///< e.g. `Bearer …`; empty: none
  bool anonymous = false;  ///< goes to another origin: sent without authorization
  /// Counts how often it was sent, retries included; may be null.
  std::shared_ptr<std::atomic<std::int64_t>> sends{};
  TakeBody take_body{};  ///< for responses too large for memory; disables decompression
  MakeRoom make_room{};  ///< null: unlimited
};

struct Response {
  int status = 0;
  Headers headers{};
  std::string body{};
  std::string redirect_to{};      ///< absolute target of a redirect; empty: none
  std::optional<Instant> sent{};  ///< time of the request; absent: just now

  /// Returns the first header of that name, ignoring case.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
  [[nodiscard]] bool ok() const { return status >= 200 && status < 300; }
};

/// Encodes fields as `application/x-www-form-urlencoded`, for query strings and bodies.
[[nodiscard]] std::string form_encode(const Headers& fields);
/// Percent-encodes all but RFC 3986's unreserved characters.
[[nodiscard]] std::string percent_encode(std::string_view text);

}  // namespace locker::http
