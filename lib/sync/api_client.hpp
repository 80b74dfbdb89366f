#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "lib/base/clock.hpp"
#include "lib/http/prefetching.hpp"
#include "lib/http/transport.hpp"
#include "lib/store/write/writer.hpp"
#include "lib/sync/connector.hpp"

namespace locker::sync {

/// The API of one account's service: sends the requests that the connector builds, and maps refusals to what
/// to do next. If the service refuses a field's name, retries once in the other dialect and remembers which
/// one it accepted.
class ApiClient {
 public:
  /// `writer` is null before the account is stored: then nothing is asked conditionally, and the caller keeps
  /// the dialect that was taken (address()).
  ApiClient(const Connector& connector, http::Transport& transport, store::Writer* writer,
            std::string account, ServiceAddress address, const Clock& clock, std::stop_token stop);

  /// Allows concurrent requests from now on, as many as the connector states. Responses to pages of
  /// `requested_twice` are kept for the next caller that requests the same.
  void enable_prefetching(std::vector<store::StreamName> requested_twice);

  /// The result of requesting a page.
  struct Answer {
    enum class Kind {
      page,
      unchanged,     ///< as it was when it was last requested
      nothing,       ///< there is nothing to read
      list_cut_off,  ///< the service ends the list here, although it has more elements
      withheld,      ///< the service is not permitted to show it
      restart_walk,  ///< the walk must restart: token_refused, since_refused
      refused,       ///< of a follow-up: this one alone could not be obtained
    };
    Kind kind = Kind::page;
    http::Response response{};
    std::string address{};  ///< that was requested
    std::string message{};  ///< why it was refused
    std::string hint{};     ///< the next step; may be empty
    Refusal refusal = Refusal::unexpected;
    Instant asked{};  ///< when it was requested; it reports the state of that time
  };
  /// Requests a page; with `conditional`, only if it has changed since it was stored, if a validator is
  /// known. Throws Error for every refusal that is not an Answer, and if the page leads away from the
  /// service.
  Answer page(PageQuery& query, bool conditional);
  /// Returns true if the page, whose token may have been stored earlier, belongs to another service.
  [[nodiscard]] bool leaves_service(PageQuery query) const;
  /// Prefetches that page if fewer than `most` responses are waiting to be taken; otherwise returns false.
  bool prefetch_page(PageQuery query, bool conditional, std::size_t most);
  /// Requests a page unless it still matches `known`, its validator when it was read. The response shows the
  /// current state and is not kept for other callers.
  Answer recheck_page(PageQuery& query, const store::Validator& known);
  /// Discards what was prefetched or kept: what is requested from now on is sent again.
  void discard_prefetched();
  bool prefetch_follow_up(const http::Request& request, std::size_t most);
  /// Returns how many responses may usefully wait; 0 if nothing is prefetched.
  [[nodiscard]] std::size_t ahead() const { return prefetching_ ? at_once_ : 0; }
  /// Returns how many requests have been sent on behalf of this object, retries included.
  [[nodiscard]] std::int64_t sent() const { return *sent_; }
  /// Requests a follow-up of a page. The result is page, unchanged, nothing, or refused. Refused includes a
  /// URL that would be requested unencrypted, a response that is too large or incomplete, and a failure that
  /// persists. Throws for what affects more than this one: the sign-in, credits and rate limits of the
  /// service, and several failures in a row.
  Answer follow(const PageQuery& query, const http::Request& request);
  /// The same for one that was refused before. Keeps the response for the walk, which requests it next.
  Answer retry_follow_up(const PageQuery& query, const http::Request& request);
  /// Send requests that are not pages of a stream, and return the body of the response.
  std::string lookup(LookupQuery& query);
  std::string identify();

  [[nodiscard]] const ServiceAddress& address() const { return address_; }
  void set_user(std::string user_id, std::string handle);
  [[nodiscard]] const Connector& connector() const { return connector_; }

 private:
  using RequestBuilder = std::function<http::Request(const ServiceAddress&)>;
  Answer ask(const RequestBuilder& word, const PageQuery& judged, bool keeps_response = true);
  [[nodiscard]] bool leaves_service(const std::string& url) const;
  http::Request build_page_request(PageQuery& query, bool conditional);
  [[nodiscard]] bool is_requested_twice(const PageQuery& query) const;
  http::Request build_page_recheck(PageQuery& query, const store::Validator& known);
  http::Response send(http::Request request);
  bool count_failure(const http::Request& request, bool is_failure);
  bool send_follow_up(const http::Request& request, Answer& answer);
  void keep(const http::Request& request, const Answer& answer);
  [[noreturn]] void refuse(const Verdict& verdict, const connector::Stream* stream) const;

  const Connector& connector_;
  const std::size_t at_once_;
  std::unique_ptr<http::PrefetchingTransport> prefetching_;  ///< null: requests are sent one by one
  std::vector<store::StreamName> requested_twice_;
  http::Transport* transport_;
  store::Writer* writer_;
  std::string account_;
  ServiceAddress address_;
  const Clock& clock_;
  std::stop_token stop_;
  int failures_ = 0, foreign_failures_ = 0;  ///< failures of follow-ups, in a row
  std::shared_ptr<std::atomic<std::int64_t>> sent_ = std::make_shared<std::atomic<std::int64_t>>(0);
};

}  // namespace locker::sync
