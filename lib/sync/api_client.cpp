#include "lib/sync/api_client.hpp"

#include <algorithm>

#include "lib/base/error.hpp"
#include "lib/http/address.hpp"

namespace locker::sync {
namespace {

constexpr int kOk = 200, kAccepted = 202, kFromAnother = 203;
constexpr int kNotModified = 304;

class Metered final : public http::Transport {
 public:
  Metered(http::Transport& inner, RequestMeter& meter) : inner_(inner), meter_(meter) {}
  http::Response send(const http::Request& request, const std::stop_token& stop) override {
    ++meter_.sent;
    if (request.sends) ++*request.sends;
    return inner_.send(request, stop);
  }

 private:
  http::Transport& inner_;
  RequestMeter& meter_;
};

ErrorKind kind_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::sign_in:
      return ErrorKind::sign_in;
    case Refusal::payment:
      return ErrorKind::payment;
    case Refusal::gone:
      return ErrorKind::gone;
    case Refusal::rate_limit:
      return ErrorKind::rate_limit;
    case Refusal::service:
      return ErrorKind::network;
    default:
      return ErrorKind::forbidden;
  }
}

http::Request asked_if_changed(http::Request request, const store::Validator& known) {
  if (!known.etag.empty()) request.headers.emplace_back("If-None-Match", known.etag);
  if (!known.modified.empty()) request.headers.emplace_back("If-Modified-Since", known.modified);
  return request;
}

/// The refusals that tell how the walk goes on; absent: it cannot.
std::optional<ApiClient::Answer::Kind> kind_of_answer(Refusal refusal) {
  switch (refusal) {
    case Refusal::token_refused:
    case Refusal::since_refused:
      return ApiClient::Answer::Kind::begin_again;
    case Refusal::nothing:
      return ApiClient::Answer::Kind::nothing;
    case Refusal::no_more:
      return ApiClient::Answer::Kind::no_more;
    case Refusal::withheld:
      return ApiClient::Answer::Kind::withheld;
    default:
      return std::nullopt;
  }
}

/// Of a follow-up: all others would be refused alike. Of another host that says nothing.
bool hinders_all(Refusal refusal, bool elsewhere) {
  return !elsewhere &&
         (refusal == Refusal::sign_in || refusal == Refusal::payment || refusal == Refusal::rate_limit);
}

/// What the service means by a refusal, nobody knows of another host: it is of that one answer alone.
Refusal as_elsewhere(Refusal refusal) {
  if (refusal == Refusal::sign_in) return Refusal::forbidden;
  return refusal == Refusal::nothing ? Refusal::gone : refusal;
}

/// Trouble that does not end may be of one follow-up alone; of so many in a row it is of the service.
constexpr int kMostTroubles = 3;

bool is_whole(const http::Response& response) {
  return response.status == kOk || response.status == kFromAnother;
}

bool asks_if_changed(const http::Request& request) {
  return http::find_header(request.headers, "If-None-Match") ||
         http::find_header(request.headers, "If-Modified-Since");
}

/// A piece in place of a page, or that nothing has changed in what was never read, would pass for all there
/// is.
void expect_asked_for(const http::Request& request, const http::Response& response) {
  const bool is_piece = response.ok() && !is_whole(response) && response.status != kAccepted;
  const bool is_unasked = response.status == kNotModified && !asks_if_changed(request);
  if (is_piece || is_unasked)
    throw Error(ErrorKind::malformed, "the service answered " + std::to_string(response.status) +
                                          ", which is no answer to what was asked");
}

}  // namespace

std::unique_ptr<http::Transport> make_metered(http::Transport& inner, RequestMeter& meter) {
  return std::make_unique<Metered>(inner, meter);
}

std::string auth_command(std::string_view connector, std::string_view account) {
  std::string command = "locker auth " + std::string(connector);
  return connector == account ? command : command + " --account " + std::string(account);
}

ApiClient::ApiClient(const Connector& connector, http::Transport& transport, store::Writer& writer,
                     std::string account, ServiceAddress address, const Clock& clock, std::stop_token stop)
    : connector_(connector),
      at_once_(static_cast<std::size_t>(connector.facts().requests_at_once)),
      transport_(&transport),
      writer_(writer),
      account_(std::move(account)),
      address_(std::move(address)),
      clock_(clock),
      stop_(std::move(stop)) {}

void ApiClient::set_user(std::string user_id, std::string handle) {
  address_.user_id = std::move(user_id);
  address_.handle = std::move(handle);
}

void ApiClient::send_ahead(std::vector<store::StreamName> asked_again) {
  if (at_once_ < 2 || prefetching_) return;
  asked_again_ = std::move(asked_again);
  prefetching_ = http::make_prefetching(*transport_, clock_, static_cast<int>(at_once_));
  transport_ = prefetching_.get();
}

http::Request ApiClient::word_page(PageQuery& query, bool conditional) {
  query.service = address_;
  http::Request request = connector_.page_request(query);
  if (leads_away(request.url))
    throw Error(ErrorKind::malformed, "the service's next page leads to another place");
  if (!conditional) return request;
  const auto known = writer_.validator(account_, {query.stream->name, query.part}, request.url);
  return asked_if_changed(std::move(request), known);
}

http::Request ApiClient::word_page_again(PageQuery& query, const store::Validator& known) {
  return asked_if_changed(word_page(query, false), known);
}

ApiClient::Answer ApiClient::page(PageQuery& query, bool conditional) {
  return ask([&](const ServiceAddress&) { return word_page(query, conditional); }, query);
}

bool ApiClient::prefetch_page(PageQuery query, bool conditional, std::size_t most) {
  return prefetching_ && prefetching_->prefetch(word_page(query, conditional), most);
}

ApiClient::Answer ApiClient::page_again(PageQuery& query, const store::Validator& known) {
  return ask([&](const ServiceAddress&) { return word_page_again(query, known); }, query, false);
}

void ApiClient::ask_anew() {
  if (prefetching_) prefetching_->invalidate();
}

bool ApiClient::prefetch_follow(const http::Request& request, std::size_t most) {
  http::Request asked = request;
  asked.anonymous = leads_away(request.url);
  if (asked.anonymous && !http::is_private(request.url)) return true;
  return prefetching_ && prefetching_->prefetch(asked, most);
}

http::Response ApiClient::send(http::Request request) {
  request.sends = sent_;
  return transport_->send(request, stop_);
}

ApiClient::Answer ApiClient::follow(const PageQuery& query, const http::Request& request) {
  Answer answer{.address = request.url};
  http::Request asked = request;
  asked.anonymous = leads_away(request.url);
  if (asked.anonymous && !http::is_private(request.url)) {
    answer.kind = Answer::Kind::refused;
    answer.message = "its address is neither https nor on this machine, and was not asked";
    return answer;
  }
  if (asked.anonymous && troubles_elsewhere_ >= kMostTroubles) {
    answer.kind = Answer::Kind::refused;
    answer.message = "its host did not answer for others either, and was not asked";
    return answer;
  }
  if (!send_follow(asked, answer)) return answer;
  const bool unchanged = answer.response.status == kNotModified && asks_if_changed(asked);
  if (unchanged) answer.kind = Answer::Kind::unchanged;
  if (unchanged || is_whole(answer.response)) {
    note_trouble(asked, false);
    return answer;
  }
  Verdict verdict = connector_.judge(query, answer.response);
  if (asked.anonymous) verdict.refusal = as_elsewhere(verdict.refusal);
  const bool is_trouble = verdict.refusal == Refusal::service || verdict.refusal == Refusal::rate_limit;
  const bool is_of_all = note_trouble(asked, is_trouble);
  if (is_of_all || hinders_all(verdict.refusal, asked.anonymous)) refuse(verdict, query.stream);
  answer.kind = verdict.refusal == Refusal::nothing ? Answer::Kind::nothing : Answer::Kind::refused;
  answer.refusal = verdict.refusal;
  answer.message = verdict.message;
  answer.hint = verdict.hint;
  return answer;
}

/// True if it is so much in a row that it is the service's own.
bool ApiClient::note_trouble(const http::Request& request, bool is_trouble) {
  int& troubles = request.anonymous ? troubles_elsewhere_ : troubles_;
  troubles = is_trouble ? troubles + 1 : 0;
  return !request.anonymous && troubles >= kMostTroubles;
}

/// False if no answer could be had, which hinders this one only; `answer` says why.
bool ApiClient::send_follow(const http::Request& request, Answer& answer) {
  try {
    answer.response = send(request);
    return true;
  } catch (const Error& error) {
    const bool is_trouble = error.kind() == ErrorKind::network;
    const bool is_one = is_trouble || error.kind() == ErrorKind::malformed ||
                        (request.anonymous && error.kind() == ErrorKind::rate_limit);
    if (!is_one || note_trouble(request, is_trouble)) throw;
    answer.kind = Answer::Kind::refused;
    answer.message = error.what();
    return false;
  }
}

ApiClient::Answer ApiClient::follow_again(const PageQuery& query, const http::Request& request) {
  Answer answer = follow(query, request);
  if (prefetching_ && answer.kind == Answer::Kind::page) prefetching_->keep(request, answer.response);
  return answer;
}

std::string ApiClient::lookup(LookupQuery& query) {
  const auto word = [&](const ServiceAddress& address) {
    query.service = address;
    return connector_.lookup_request(query);
  };
  return ask(word, {}).response.body;
}

std::string ApiClient::identify() {
  return ask([&](const ServiceAddress& address) { return connector_.identify_request(address); }, {})
      .response.body;
}

bool ApiClient::leads_away(PageQuery query) const {
  query.service = address_;
  return leads_away(connector_.page_request(query).url);
}

bool ApiClient::leads_away(const std::string& url) const { return !http::is_below(url, address_.api_base); }

bool ApiClient::is_asked_again(const PageQuery& query) const {
  return query.stream && std::ranges::find(asked_again_, store::StreamName{query.stream->name, query.part}) !=
                             asked_again_.end();
}

void ApiClient::keep(const http::Request& request, const Answer& answer) {
  if (!answer.response.ok() && answer.response.status != kNotModified) return;
  http::Response kept = answer.response;
  kept.sent = answer.asked;
  prefetching_->keep(request, std::move(kept));
}

ApiClient::Answer ApiClient::ask(const Word& word, const PageQuery& judged, bool keeps_it) {
  bool in_other_dialect = false;
  for (;;) {
    http::Request request = word(address_);
    Answer answer{.address = request.url, .asked = clock_.now()};
    answer.response = send(request);
    answer.asked = answer.response.sent.value_or(answer.asked);
    if (keeps_it && is_asked_again(judged)) keep(request, answer);
    expect_asked_for(request, answer.response);
    if (is_whole(answer.response)) {
      if (in_other_dialect) writer_.set_dialect(account_, address_.dialect);
      return answer;
    }
    if (answer.response.status == kNotModified && judged.stream) {
      answer.kind = Answer::Kind::unchanged;
      return answer;
    }
    PageQuery asked = judged;
    asked.service = address_;
    const Verdict verdict = connector_.judge(asked, answer.response);
    answer.refusal = verdict.refusal;
    if (verdict.refusal == Refusal::field_refused && !in_other_dialect) {
      address_.dialect = verdict.dialect;
      in_other_dialect = true;
      continue;
    }
    if (!judged.stream) refuse(verdict, nullptr);
    const auto kind = kind_of_answer(verdict.refusal);
    if (!kind) refuse(verdict, judged.stream);
    answer.kind = *kind;
    answer.message = verdict.message;
    answer.hint = verdict.hint;
    return answer;
  }
}

void ApiClient::refuse(const Verdict& verdict, const connector::Stream* stream) const {
  const std::string command = auth_command(connector_.facts().id, account_);
  std::string hint = verdict.hint;
  if (verdict.refusal == Refusal::sign_in && hint.empty())
    hint = "run \"" + command + "\"";
  else if (verdict.missing_scope && stream)
    hint = "run \"" + command + " --streams +" + stream->name + "\" to allow it";
  else if (verdict.refusal == Refusal::gone && stream && hint.empty())
    hint = "run \"" + command + " --streams -" + stream->name + "\" to leave it out";
  throw Error(kind_of(verdict.refusal), verdict.message, hint);
}

}  // namespace locker::sync
