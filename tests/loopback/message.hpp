#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loopback {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// Returns the first header of that name, ignoring case; absent if there is none.
std::optional<std::string> header(const Headers& headers, std::string_view name);

/// A request, independent of the HTTP library.
struct Call {
  std::string method;
  std::string target;  ///< as sent, with the query
  std::string path, query;
  std::string body;
  Headers headers;
  std::function<bool()> is_gone = [] { return false; };  ///< whether the client has closed the connection
};

/// What happens to a response when it is sent.
enum class Damage {
  none,
  reset,  ///< the connection is reset instead
  cut,    ///< half of the announced body is sent, then the connection is closed
  stall,  ///< half of the announced body is sent, and nothing more until the faults are removed
};

struct Reply {
  int status = 200;
  std::string body;
  std::string type = "application/json; charset=utf-8";
  Headers headers;
  Damage damage = Damage::none;
};

}  // namespace loopback
