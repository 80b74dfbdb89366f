#include "connectors/example/problems.hpp"

namespace locker::connectors::example {

using sync::Refusal;

sync::Verdict judge(const sync::PageQuery& query, const http::Response& response) {
  sync::Verdict verdict;
  verdict.message = "Example answered " + std::to_string(response.status);
  switch (response.status) {
    case 400:
      if (!query.token.empty()) verdict.refusal = Refusal::token_refused;
      break;
    case 401:
      verdict.refusal = Refusal::sign_in;
      break;
    case 403:
      verdict.refusal = Refusal::forbidden;
      break;
    case 404:
      verdict.refusal = Refusal::gone;
      break;
    case 429:
      verdict.refusal = Refusal::rate_limit;
      break;
    default:
      if (response.status >= 500) verdict.refusal = Refusal::service;
  }
  return verdict;
}

}  // namespace locker::connectors::example
