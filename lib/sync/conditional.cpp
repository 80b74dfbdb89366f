#include "lib/sync/conditional.hpp"

#include "lib/base/error.hpp"

namespace locker::sync {
namespace {

constexpr int kOk = 200, kAccepted = 202, kFromAnother = 203;
constexpr int kNotModified = 304;

}  // namespace

http::Request make_conditional(http::Request request, const store::Validator& known) {
  if (!known.etag.empty()) request.headers.emplace_back("If-None-Match", known.etag);
  if (!known.modified.empty()) request.headers.emplace_back("If-Modified-Since", known.modified);
  return request;
}

bool is_unchanged(const http::Response& response) { return response.status == kNotModified; }

bool is_whole(const http::Response& response) {
  return response.status == kOk || response.status == kFromAnother;
}

bool is_conditional_request(const http::Request& request) {
  return http::find_header(request.headers, "If-None-Match") ||
         http::find_header(request.headers, "If-Modified-Since");
}

void require_matching_response(const http::Request& request, const http::Response& response) {
  const bool is_piece = response.ok() && !is_whole(response) && response.status != kAccepted;
  const bool is_unasked = is_unchanged(response) && !is_conditional_request(request);
  if (is_piece || is_unasked)
    throw Error(ErrorKind::malformed, "the service answered " + std::to_string(response.status) +
                                          ", which is no answer to what was asked");
}

}  // namespace locker::sync
