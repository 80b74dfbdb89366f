#include "lib/sync/service.hpp"

#include "lib/base/error.hpp"

namespace locker::sync {
namespace {

class Metered final : public http::Transport {
 public:
  Metered(http::Transport& inner, RequestMeter& meter) : inner_(inner), meter_(meter) {}
  http::Response send(const http::Request& request, const std::stop_token& stop) override {
    ++meter_.sent;
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

}  // namespace

std::unique_ptr<http::Transport> make_metered(http::Transport& inner, RequestMeter& meter) {
  return std::make_unique<Metered>(inner, meter);
}

std::string auth_command(std::string_view connector, std::string_view account) {
  std::string command = "locker auth " + std::string(connector);
  return connector == account ? command : command + " --account " + std::string(account);
}

Service::Service(const Connector& connector, http::Transport& transport, store::Writer& writer,
                 std::string account, ServiceAddress address, std::stop_token stop)
    : connector_(connector),
      transport_(transport),
      writer_(writer),
      account_(std::move(account)),
      address_(std::move(address)),
      stop_(std::move(stop)) {}

Service::Answer Service::page(PageQuery& query) {
  return ask(
      [&](const ServiceAddress& address) {
        query.service = address;
        return connector_.page_request(query);
      },
      query);
}

std::string Service::lookup(LookupQuery& query) {
  const auto word = [&](const ServiceAddress& address) {
    query.service = address;
    return connector_.lookup_request(query);
  };
  return ask(word, {}).body.value();
}

std::string Service::identify() {
  return ask([&](const ServiceAddress& address) { return connector_.identify_request(address); }, {})
      .body.value();
}

Service::Answer Service::ask(const Word& word, const PageQuery& judged) {
  bool in_other_dialect = false;
  for (;;) {
    http::Response response = transport_.send(word(address_), stop_);
    if (response.ok()) {
      if (in_other_dialect) writer_.set_dialect(account_, address_.dialect);
      return {std::move(response.body), Refusal::unexpected};
    }
    PageQuery asked = judged;
    asked.service = address_;
    const Verdict verdict = connector_.judge(asked, response);
    if (verdict.refusal == Refusal::field_refused && !in_other_dialect) {
      address_.dialect = verdict.dialect;
      in_other_dialect = true;
      continue;
    }
    const bool from_the_top =
        verdict.refusal == Refusal::token_refused || verdict.refusal == Refusal::since_refused;
    if (from_the_top && judged.stream) return {std::nullopt, verdict.refusal};
    refuse(verdict, judged.stream);
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
