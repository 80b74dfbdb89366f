#include "connectors/twitter/problems.hpp"

#include <algorithm>

#include "connectors/twitter/requests.hpp"
#include "lib/base/error.hpp"

namespace locker::connectors::twitter {
namespace {

using sync::Refusal;
using sync::Verdict;

/// The readable fields of an error response; any of them may be absent, or the body may not be JSON.
struct Problem {
  std::string type;  ///< last segment of the type's address
  std::string title, detail, reason;
  std::int64_t code = 0;                ///< in the older format
  std::vector<std::string> parameters;  ///< named by a 400
  std::string messages;

  [[nodiscard]] bool gives_no_reason() const {
    return messages.empty() && (detail.empty() || detail == title || detail == "Forbidden");
  }
  [[nodiscard]] bool says(std::string_view text) const {
    return detail.find(text) != std::string::npos || messages.find(text) != std::string::npos;
  }
  [[nodiscard]] bool names(std::string_view parameter) const {
    return std::ranges::find(parameters, parameter) != parameters.end() || says(parameter);
  }
};

std::string last_segment(std::string_view address) {
  const auto slash = address.rfind('/');
  return std::string(slash == std::string_view::npos ? address : address.substr(slash + 1));
}

std::string one_line(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
  return text;
}

Problem read_problem(std::string_view body) try {
  const json::Page page(body);
  const json::Value root = page.root();
  Problem problem{.type = last_segment(root["type"].text()),
                  .title = std::string(root["title"].text()),
                  .detail = one_line(std::string(root["detail"].text())),
                  .reason = std::string(root["reason"].text()),
                  .parameters = {},
                  .messages = {}};
  for (const auto& error : root["errors"].items()) {
    problem.messages.append(problem.messages.empty() ? "" : "; ")
        .append(one_line(std::string(error["message"].text())));
    for (const auto& [name, values] : error["parameters"].members()) problem.parameters.emplace_back(name);
    if (const auto code = error["code"].integer()) problem.code = *code;
    if (problem.type.empty()) problem.type = last_segment(error["type"].text());
  }
  return problem;
} catch (const Error&) {
  return {};
}

/// Without the final full stop, since a hint follows.
std::string message_of(const Problem& problem, int status) {
  std::string message = "X answered " + std::to_string(status);
  std::string what = !problem.messages.empty() ? problem.messages
                     : !problem.detail.empty() ? problem.detail
                                               : problem.title;
  if (what.ends_with('.')) what.pop_back();
  return what.empty() ? message : message + ": " + what;
}

constexpr char kPackageHint[] =
    "at https://console.x.com the app must be in package \"Pay-per-use\" and environment \"Production\"";

constexpr char kNoReasonHint[] =
    "the sign-in includes what this needs: is the account locked or suspended, or has the app lost its "
    "access "
    "(https://console.x.com)? A new sign-in, \"locker auth twitter\", may help";

bool is_granted(const sync::PageQuery& query) {
  const auto& granted = query.service.scopes;
  return granted && std::ranges::all_of(query.stream->scopes, [&](const auto& scope) {
           return std::ranges::find(*granted, scope) != granted->end();
         });
}

void judge_forbidden(Verdict& verdict, const Problem& problem, const sync::PageQuery& query) {
  verdict.refusal = Refusal::forbidden;
  if (problem.reason == "client-not-enrolled" || problem.type == "client-forbidden" || problem.code == 453) {
    verdict.hint = kPackageHint;
  } else if (problem.type == "unsupported-authentication") {
    verdict.hint = "this needs a user's own token; run \"locker auth twitter\"";
  } else if (query.stream && problem.gives_no_reason() && is_granted(query)) {
    verdict.hint = kNoReasonHint;
  } else if (query.stream &&
             (problem.gives_no_reason() || problem.says("scope") || problem.says("permission"))) {
    // X reports only "Forbidden" if the sign-in lacks the scope.
    verdict.missing_scope = true;
  }
}

void judge_invalid(Verdict& verdict, const Problem& problem, const sync::PageQuery& query) {
  if (!query.token.empty() && problem.names("pagination_token")) {
    verdict.refusal = Refusal::token_refused;
  } else if (!query.since_id.empty() && problem.names("since_id")) {
    verdict.refusal = Refusal::since_refused;
  } else if (problem.says(".fields") || problem.names("expansions") ||
             std::ranges::any_of(problem.parameters,
                                 [](const auto& name) { return name.ends_with(".fields"); })) {
    verdict.refusal = Refusal::field_refused;
    verdict.dialect = query.service.dialect == kOldNames ? kNewNames : kOldNames;
  } else if (!query.token.empty()) {
    verdict.refusal = Refusal::token_refused;  // only the page token changes between pages
  }
}

void judge_too_many(Verdict& verdict, const Problem& problem) {
  const bool capped = problem.type == "usage-capped" || problem.title == "UsageCapExceeded";
  verdict.refusal = capped ? Refusal::payment : Refusal::rate_limit;
  if (capped)
    verdict.hint = "raise the spending limit at https://console.x.com, or wait for the next billing month";
}

}  // namespace

std::vector<Partial> partial_errors(const json::Page& page) {
  std::vector<Partial> found;
  const auto values = page.root()["errors"].items();
  if (values.empty() ||
      std::ranges::any_of(values, [](const json::Value& value) { return !value.is_object(); }))
    return found;
  const auto raws = page.raw({"errors"});
  for (std::size_t i = 0; i < values.size(); ++i) {
    const json::Value error = values[i];
    std::string key(error["resource_id"].text(error["value"].text()));
    const auto what = error["detail"].text(error["title"].text(error["message"].text()));
    found.push_back({{std::string(error["resource_type"].text("unknown")), std::move(key),
                      last_segment(error["type"].text(error["title"].text())), std::string(raws.at(i))},
                     std::string(error["parameter"].text()),
                     one_line(std::string(what)),
                     error["code"].integer().value_or(0)});
  }
  return found;
}

Verdict judge(const sync::PageQuery& query, const http::Response& response) {
  const Problem problem = read_problem(response.body);
  Verdict verdict;
  verdict.message = message_of(problem, response.status);
  switch (response.status) {
    case 400:
      judge_invalid(verdict, problem, query);
      break;
    case 401:
      verdict.refusal = Refusal::sign_in;
      break;
    case 402:
      verdict.refusal = Refusal::payment;
      verdict.hint = "buy credits at https://console.x.com; the next sync goes on where this one stopped";
      break;
    case 403:
      judge_forbidden(verdict, problem, query);
      break;
    case 404:
      verdict.refusal = Refusal::gone;
      break;
    case 429:
      judge_too_many(verdict, problem);
      break;
    default:
      if (response.status >= 500) verdict.refusal = Refusal::service;
  }
  return verdict;
}

}  // namespace locker::connectors::twitter
