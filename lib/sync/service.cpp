#include "lib/sync/service.hpp"

#include <algorithm>

#include "lib/base/error.hpp"
#include "lib/http/address.hpp"

namespace locker::sync {
namespace {

constexpr int kAccepted = 202;
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
std::optional<Service::Answer::Kind> kind_of_answer(Refusal refusal) {
  switch (refusal) {
    case Refusal::token_refused:
    case Refusal::since_refused:
      return Service::Answer::Kind::begin_again;
    case Refusal::nothing:
      return Service::Answer::Kind::nothing;
    case Refusal::withheld:
      return Service::Answer::Kind::withheld;
    default:
      return std::nullopt;
  }
}

bool hinders_one_only(Refusal refusal) {
  return refusal == Refusal::nothing || refusal == Refusal::gone || refusal == Refusal::withheld ||
         refusal == Refusal::forbidden;
}

}  // namespace

std::unique_ptr<http::Transport> make_metered(http::Transport& inner, RequestMeter& meter) {
  return std::make_unique<Metered>(inner, meter);
}

std::string auth_command(std::string_view connector, std::string_view account) {
  std::string command = "locker auth " + std::string(connector);
  return connector == account ? command : command + " --account " + std::string(account);
}

Service::Service(const Connector& connector, http::Transport& transport, store::Writer& writer,
                 std::string account, ServiceAddress address, const Clock& clock, std::stop_token stop)
    : connector_(connector),
      at_once_(static_cast<std::size_t>(connector.facts().requests_at_once)),
      transport_(&transport),
      writer_(writer),
      account_(std::move(account)),
      address_(std::move(address)),
      clock_(clock),
      stop_(std::move(stop)) {}

void Service::set_user(std::string user_id, std::string handle) {
  address_.user_id = std::move(user_id);
  address_.handle = std::move(handle);
}

void Service::send_ahead(std::vector<store::StreamName> asked_again) {
  if (at_once_ < 2 || ahead_) return;
  asked_again_ = std::move(asked_again);
  ahead_ = http::make_ahead(*transport_, clock_, static_cast<int>(at_once_));
  transport_ = ahead_.get();
}

http::Request Service::word_page(PageQuery& query, bool conditional) {
  query.service = address_;
  http::Request request = connector_.page_request(query);
  if (leads_away(request.url))
    throw Error(ErrorKind::malformed, "the service's next page leads to another place");
  if (!conditional) return request;
  const auto known = writer_.validator(account_, {query.stream->name, query.part}, request.url);
  return asked_if_changed(std::move(request), known);
}

http::Request Service::word_page_again(PageQuery& query, const store::Validator& known) {
  return asked_if_changed(word_page(query, false), known);
}

Service::Answer Service::page(PageQuery& query, bool conditional) {
  return ask([&](const ServiceAddress&) { return word_page(query, conditional); }, query);
}

bool Service::expect_page(PageQuery query, bool conditional, std::size_t most) {
  return ahead_ && ahead_->expect(word_page(query, conditional), most);
}

Service::Answer Service::page_again(PageQuery& query, const store::Validator& known) {
  return ask([&](const ServiceAddress&) { return word_page_again(query, known); }, query, false);
}

void Service::ask_anew() {
  if (ahead_) ahead_->forget();
}

bool Service::expect_follow(const http::Request& request, std::size_t most) {
  http::Request asked = request;
  asked.anonymous = leads_away(request.url);
  if (asked.anonymous && !http::is_private(request.url)) return true;
  return ahead_ && ahead_->expect(asked, most);
}

http::Response Service::send(http::Request request) {
  request.sends = sent_;
  return transport_->send(request, stop_);
}

Service::Answer Service::follow(const PageQuery& query, const http::Request& request) {
  Answer answer{.address = request.url};
  http::Request asked = request;
  asked.anonymous = leads_away(request.url);
  if (asked.anonymous && !http::is_private(request.url)) {
    answer.kind = Answer::Kind::refused;
    answer.message = "its address is neither https nor on this machine, and was not asked";
    return answer;
  }
  answer.response = send(std::move(asked));
  if (answer.response.status == kNotModified) answer.kind = Answer::Kind::unchanged;
  if (answer.response.ok() || answer.response.status == kNotModified) return answer;
  const Verdict verdict = connector_.judge(query, answer.response);
  if (!hinders_one_only(verdict.refusal)) refuse(verdict, query.stream);
  answer.kind = verdict.refusal == Refusal::nothing ? Answer::Kind::nothing : Answer::Kind::refused;
  answer.refusal = verdict.refusal;
  answer.message = verdict.message;
  answer.hint = verdict.hint;
  return answer;
}

Service::Answer Service::follow_again(const PageQuery& query, const http::Request& request) {
  Answer answer = follow(query, request);
  if (ahead_ && answer.kind == Answer::Kind::page) ahead_->keep(request, answer.response);
  return answer;
}

std::string Service::lookup(LookupQuery& query) {
  const auto word = [&](const ServiceAddress& address) {
    query.service = address;
    return connector_.lookup_request(query);
  };
  return ask(word, {}).response.body;
}

std::string Service::identify() {
  return ask([&](const ServiceAddress& address) { return connector_.identify_request(address); }, {})
      .response.body;
}

bool Service::leads_away(const std::string& url) const { return !http::is_below(url, address_.api_base); }

bool Service::is_asked_again(const PageQuery& query) const {
  return query.stream && std::ranges::find(asked_again_, store::StreamName{query.stream->name, query.part}) !=
                             asked_again_.end();
}

void Service::keep(const http::Request& request, const Answer& answer) {
  if (!answer.response.ok() && answer.response.status != kNotModified) return;
  http::Response kept = answer.response;
  kept.sent = answer.asked;
  ahead_->keep(request, std::move(kept));
}

Service::Answer Service::ask(const Word& word, const PageQuery& judged, bool keeps_it) {
  bool in_other_dialect = false;
  for (;;) {
    http::Request request = word(address_);
    Answer answer{.address = request.url, .asked = clock_.now()};
    answer.response = send(request);
    answer.asked = answer.response.sent.value_or(answer.asked);
    if (keeps_it && is_asked_again(judged)) keep(request, answer);
    if (answer.response.ok() && answer.response.status != kAccepted) {
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

void Service::refuse(const Verdict& verdict, const connector::Stream* stream) const {
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
