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

/// One account's service: sends what the connector words, and turns refusals into what to do. Asks
/// once in the other dialect where a field's name is refused, and remembers which was taken.
class ApiClient {
 public:
  ApiClient(const Connector& connector, http::Transport& transport, store::Writer& writer,
            std::string account, ServiceAddress address, const Clock& clock, std::stop_token stop);

  /// From now on requests may go out side by side, as many as the connector states. The answers to pages of
  /// `asked_again` are kept for the next who asks for the same.
  void send_ahead(std::vector<store::StreamName> asked_again);

  /// What came of asking for a page.
  struct Answer {
    enum class Kind {
      page,
      unchanged,    ///< as it was when it was asked for last
      nothing,      ///< there is nothing to read
      no_more,      ///< the service ends the list here, although it has more elements
      withheld,     ///< the service may not show it
      begin_again,  ///< the walk must: token_refused, since_refused
      refused,      ///< of a follow-up: it alone could not be had
    };
    Kind kind = Kind::page;
    http::Response response{};
    std::string address{};  ///< that was asked
    std::string message{};  ///< what the service said; of a refusal
    std::string hint{};     ///< what to do about it; may be empty
    Refusal refusal = Refusal::unexpected;
    Instant asked{};  ///< when; of this time it tells
  };
  /// With `conditional` asks only whether it has changed since it was stored, where that is known.
  /// Throws Error for every refusal that is no Answer, and if the page leads away from the service.
  Answer page(PageQuery& query, bool conditional);
  /// Whether the page, which may be that of a token stored earlier, is of another service than this one.
  [[nodiscard]] bool leads_away(PageQuery query) const;
  /// Has the same request sent already, if fewer than `most` answers wait to be taken; false if not.
  bool prefetch_page(PageQuery query, bool conditional, std::size_t most);
  /// A page that was known by `known` when it was read. It tells of now: what it answers is kept for nobody.
  Answer page_again(PageQuery& query, const store::Validator& known);
  /// Forgets what was asked: what is asked from now on counts as asked for the first time.
  void ask_anew();
  bool prefetch_follow(const http::Request& request, std::size_t most);
  /// How many answers may usefully wait; 0: nothing is sent ahead.
  [[nodiscard]] std::size_t ahead() const { return prefetching_ ? at_once_ : 0; }
  /// How many requests have been sent for what was asked of this object, retries included.
  [[nodiscard]] std::int64_t sent() const { return *sent_; }
  /// A follow-up of a page: page, unchanged, nothing, or refused, also where its address would be asked in
  /// the clear, its answer is too large or not all of it, or trouble with it does not end. Throws for what
  /// hinders more than this one: the sign-in, credits and limits of the service, and trouble of several in
  /// a row.
  Answer follow(const PageQuery& query, const http::Request& request);
  /// The same of one that was refused before. An answer is kept for the walk, which asks for it next.
  Answer follow_again(const PageQuery& query, const http::Request& request);
  /// The same for requests that are no page of a stream.
  std::string lookup(LookupQuery& query);
  std::string identify();

  [[nodiscard]] const ServiceAddress& address() const { return address_; }
  void set_user(std::string user_id, std::string handle);
  [[nodiscard]] const Connector& connector() const { return connector_; }

 private:
  using Word = std::function<http::Request(const ServiceAddress&)>;
  Answer ask(const Word& word, const PageQuery& judged, bool keeps_it = true);
  [[nodiscard]] bool leads_away(const std::string& url) const;
  http::Request word_page(PageQuery& query, bool conditional);
  [[nodiscard]] bool is_asked_again(const PageQuery& query) const;
  http::Request word_page_again(PageQuery& query, const store::Validator& known);
  http::Response send(http::Request request);
  bool note_trouble(const http::Request& request, bool is_trouble);
  bool send_follow(const http::Request& request, Answer& answer);
  void keep(const http::Request& request, const Answer& answer);
  [[noreturn]] void refuse(const Verdict& verdict, const connector::Stream* stream) const;

  const Connector& connector_;
  const std::size_t at_once_;
  std::unique_ptr<http::PrefetchingTransport>
      prefetching_;  ///< null: each request waits for the answer to the one before
  std::vector<store::StreamName> asked_again_;
  http::Transport* transport_;
  store::Writer& writer_;
  std::string account_;
  ServiceAddress address_;
  const Clock& clock_;
  std::stop_token stop_;
  int troubles_ = 0, troubles_elsewhere_ = 0;  ///< of follow-ups, in a row
  std::shared_ptr<std::atomic<std::int64_t>> sent_ = std::make_shared<std::atomic<std::int64_t>>(0);
};

}  // namespace locker::sync
