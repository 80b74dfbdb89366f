#include "connectors/github/discussion.hpp"

namespace locker::connectors::github {
namespace {

std::string_view shape_of(json::Value comment) {
  if (comment["issue_url"].exists()) return "issue";
  return comment["pull_request_url"].exists() ? "review" : "commit";
}

store::Observation said(const Element& element, std::string_view type, std::string_view shape,
                        std::string_view time) {
  const json::Value value = element.value;
  store::Observation seen = plain(element, type, shape);
  seen.time = parse_rfc3339(value[time].text());
  set_author(seen, value["user"]);
  seen.text = value["body"].text();
  return seen;
}

}  // namespace

store::Observation observe_comment(const Element& comment) {
  store::Observation seen = said(comment, "comment/github", shape_of(comment.value), "created_at");
  if (const auto answered = comment.value["in_reply_to_id"].integer())
    seen.reply_to = std::to_string(*answered);
  return seen;
}

store::Observation observe_review(const Element& review) {
  store::Observation seen = said(review, "review/github", "review", "submitted_at");
  seen.name = review.value["state"].text();
  return seen;
}

}  // namespace locker::connectors::github
