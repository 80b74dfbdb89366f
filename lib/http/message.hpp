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

/// Names of headers are compared without case.
[[nodiscard]] bool same_name(std::string_view a, std::string_view b);
/// The first header of that name.
[[nodiscard]] std::optional<std::string_view> find_header(const Headers& headers, std::string_view name);

struct Response;

/// Takes the bytes of an answer as they come, in place of Response::body; `head` is the answer so far.
/// False ends the transfer, and the answer counts as it is.
using TakeBody = std::function<bool(const Response& head, std::string_view bytes)>;

/// Asked before the body of an answer grows to so many bytes: waits until there is room for them. False:
/// there will be none, and the transfer ends.
using MakeRoom = std::function<bool(std::size_t bytes)>;

/// A request as a connector or a sign-in grant states it. The Authorization header's value
/// stands apart from the others, so that nothing that prints a request can print it.
struct Request {
  std::string method = "GET";
  std::string url{};  ///< absolute, query included; never holds a secret
  Headers headers{};
  std::string body{};
  Secret authorization{};  ///< e.g. `Bearer …`; empty: none
  bool anonymous = false;  ///< leads away from the service: gets no authorization
  /// Counts how often it was really sent, retries included; null: nobody wants to know.
  std::shared_ptr<std::atomic<std::int64_t>> sends{};
  TakeBody take_body{};  ///< for answers too large for memory; the bytes are not unpacked then
  MakeRoom make_room{};  ///< null: there is room for whatever comes
};

struct Response {
  int status = 0;
  Headers headers{};
  std::string body{};
  std::string redirect_to{};      ///< absolute address that a redirect names; empty: none
  std::optional<Instant> sent{};  ///< when it was asked for; absent: just now

  /// The first header of that name, compared without case.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
  [[nodiscard]] bool ok() const { return status >= 200 && status < 300; }
};

/// `application/x-www-form-urlencoded`, for query strings and bodies.
[[nodiscard]] std::string form_encode(const Headers& fields);
/// Percent-encodes all but RFC 3986's unreserved characters.
[[nodiscard]] std::string percent_encode(std::string_view text);

}  // namespace locker::http
