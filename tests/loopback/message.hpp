#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loopback {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// The first one of that name, in whatever case; absent: there is none.
std::optional<std::string> header(const Headers& headers, std::string_view name);

/// One request, free of the HTTP library.
struct Call {
  std::string method;
  std::string target;  ///< as sent, with the query
  std::string path, query;
  std::string body;
  Headers headers;
  std::function<bool()> is_gone = [] { return false; };  ///< whether the client has closed the connection
};

/// What is done to an answer on its way out.
enum class Damage {
  none,
  reset,  ///< the connection is reset instead
  cut,    ///< the whole is promised, half is sent, the connection closed
  stall,  ///< the whole is promised, half is sent, and then nothing until the faults are removed
};

struct Reply {
  int status = 200;
  std::string body;
  std::string type = "application/json; charset=utf-8";
  Headers headers;
  Damage damage = Damage::none;
};

}  // namespace loopback
