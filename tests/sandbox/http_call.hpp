#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sandbox {

using Parameters = std::multimap<std::string, std::string>;

std::optional<std::string> parameter(const Parameters& parameters, const std::string& name);

// A request, independent of the HTTP library.
struct Call {
  std::string method, path, query;  // `query` as sent
  Parameters parameters;            // of the query, decoded
  Parameters form;                  // of a URL-encoded body
  std::string authorization, body;
  std::function<bool()> is_gone = [] { return false; };  // whether the client has closed the connection
};

// What happens to a response when it is sent.
enum class Damage { none, reset, cut };

struct Answer {
  int status = 200;
  std::string body;
  std::string type = "application/json; charset=utf-8";
  std::vector<std::pair<std::string, std::string>> headers;
  Damage damage = Damage::none;
};

// Thrown to refuse a request; the service sends the response.
struct Refused {
  Answer answer;
};

}  // namespace sandbox
