#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "lib/http/transport.hpp"
#include "lib/store/write/writer.hpp"
#include "lib/sync/connector.hpp"

namespace locker::sync {

/// How many requests were really sent, retries included.
struct RequestMeter {
  std::int64_t sent = 0;
};

/// Counts what passes to `inner`.
[[nodiscard]] std::unique_ptr<http::Transport> make_metered(http::Transport& inner, RequestMeter& meter);

/// `locker auth twitter`, with `--account` where the account is not named like its connector.
[[nodiscard]] std::string auth_command(std::string_view connector, std::string_view account);

/// One account's service: sends what the connector words, and turns refusals into what to do. Asks
/// once in the other dialect where a field's name is refused, and remembers which was taken.
class Service {
 public:
  Service(const Connector& connector, http::Transport& transport, store::Writer& writer, std::string account,
          ServiceAddress address, std::stop_token stop);

  /// The body of an answer to a page's request; or, without one, why the walk must begin again
  /// (token_refused, since_refused). Throws Error for every other refusal.
  struct Answer {
    std::optional<std::string> body;
    Refusal begin_again = Refusal::unexpected;
  };
  Answer page(PageQuery& query);
  /// The same for requests that are no page of a stream.
  std::string lookup(LookupQuery& query);
  std::string identify();

  [[nodiscard]] const ServiceAddress& address() const { return address_; }
  void set_user_id(std::string user_id) { address_.user_id = std::move(user_id); }
  [[nodiscard]] const Connector& connector() const { return connector_; }

 private:
  using Word = std::function<http::Request(const ServiceAddress&)>;
  Answer ask(const Word& word, const PageQuery& judged);
  [[noreturn]] void refuse(const Verdict& verdict, const connector::Stream* stream) const;

  const Connector& connector_;
  http::Transport& transport_;
  store::Writer& writer_;
  std::string account_;
  ServiceAddress address_;
  std::stop_token stop_;
};

}  // namespace locker::sync
