#include "render.hpp"

namespace github_stand_in {
namespace {

Json time_or_null(const std::optional<Time>& time) { return time ? Json(iso_time(*time)) : Json(); }

Json reactions(const std::string& url, std::int64_t count) {
  return {{"url", url + "/reactions"},
          {"total_count", count},
          {"+1", count},
          {"-1", 0},
          {"laugh", 0},
          {"hooray", 0},
          {"confused", 0},
          {"heart", 0},
          {"rocket", 0},
          {"eyes", 0}};
}

Json link(const std::string& address) { return {{"href", address}}; }

}  // namespace

Json Renderer::milestone(const std::string& repository) const {
  return {{"url", repository + "/milestones/1"},
          {"id", 1002604},
          {"number", 1},
          {"title", "v1.0"},
          {"open_issues", 4 + world_.counted},
          {"closed_issues", 8 + world_.counted},
          {"state", "open"}};
}

std::string Renderer::association(const Repository& repository, Id author) const {
  return repository.owner == author ? "OWNER" : "NONE";
}

Json Renderer::issue(const Issue& issue, bool with_repository) const {
  const Repository& repository = of(issue.repository);
  const std::string number = std::to_string(issue.number);
  const std::string url = repository_url(repository) + "/issues/" + number;
  const std::string page = web(repository) + (issue.is_pull ? "/pull/" : "/issues/") + number;
  std::int64_t comments = 0;
  for (const Comment& comment : world_.comments)
    comments += comment.kind == CommentKind::issue && comment.repository == repository.id &&
                comment.number == issue.number;
  Json assignees = Json::array();
  for (const Id id : issue.assignees) assignees.push_back(person(id));
  Json json{{"url", url},
            {"repository_url", repository_url(repository)},
            {"labels_url", url + "/labels{/name}"},
            {"comments_url", url + "/comments"},
            {"events_url", url + "/events"},
            {"html_url", page},
            {"id", issue.id},
            {"node_id", (issue.is_pull ? "PR_kwDO" : "I_kwDO") + std::to_string(issue.id)},
            {"number", issue.number},
            {"title", issue.title},
            {"user", person(issue.author)},
            {"labels", Json::array()},
            {"state", issue.state},
            {"locked", false},
            {"assignee", assignees.empty() ? Json() : assignees.front()},
            {"assignees", assignees},
            {"milestone", milestone(repository_url(repository))},
            {"comments", comments + world_.counted},
            {"created_at", iso_time(issue.created)},
            {"updated_at", iso_time(issue.updated)},
            {"closed_at", time_or_null(issue.closed)},
            {"author_association", association(repository, issue.author)},
            {"active_lock_reason", nullptr}};
  if (issue.is_pull) {
    json["draft"] = false;
    json["pull_request"] = {{"url", repository_url(repository) + "/pulls/" + number},
                            {"html_url", page},
                            {"diff_url", page + ".diff"},
                            {"patch_url", page + ".patch"},
                            {"merged_at", time_or_null(issue.merged)}};
  }
  json["body"] = issue.body.empty() ? Json() : Json(issue.body);
  json["reactions"] = reactions(url, world_.counted);
  json["timeline_url"] = url + "/timeline";
  json["performed_via_github_app"] = nullptr;
  json["state_reason"] = issue.state == "closed" && !issue.is_pull ? Json("completed") : Json();
  if (with_repository) json["repository"] = this->repository(repository);
  return json;
}

Json Renderer::pull(const Issue& issue) const {
  const Repository& repository = of(issue.repository);
  const std::string number = std::to_string(issue.number);
  const std::string url = repository_url(repository) + "/pulls/" + number;
  const std::string as_issue = repository_url(repository) + "/issues/" + number;
  const std::string page = web(repository) + "/pull/" + number;
  const std::string sha(40, static_cast<char>('a' + issue.number % 6));
  const auto branch = [&](const std::string& name) {
    return Json{{"label", world_.users.at(world_.me).login + ":" + name},
                {"ref", name},
                {"sha", sha},
                {"user", owner(repository.owner)},
                {"repo", this->repository(repository)}};
  };
  Json assignees = Json::array();
  for (const Id id : issue.assignees) assignees.push_back(person(id));
  return {{"url", url},
          {"id", issue.id + kPullIds},
          {"node_id", "PR_kwDO" + std::to_string(issue.id)},
          {"html_url", page},
          {"diff_url", page + ".diff"},
          {"patch_url", page + ".patch"},
          {"issue_url", as_issue},
          {"number", issue.number},
          {"state", issue.state},
          {"locked", false},
          {"title", issue.title},
          {"user", person(issue.author)},
          {"body", issue.body.empty() ? Json() : Json(issue.body)},
          {"created_at", iso_time(issue.created)},
          {"updated_at", iso_time(issue.updated)},
          {"closed_at", time_or_null(issue.closed)},
          {"merged_at", time_or_null(issue.merged)},
          {"merge_commit_sha", issue.trial_merge.empty() ? sha : issue.trial_merge},
          {"assignee", assignees.empty() ? Json() : assignees.front()},
          {"assignees", assignees},
          {"requested_reviewers", Json::array()},
          {"requested_teams", Json::array()},
          {"labels", Json::array()},
          {"milestone", milestone(repository_url(repository))},
          {"draft", false},
          {"commits_url", url + "/commits"},
          {"review_comments_url", url + "/comments"},
          {"review_comment_url", repository_url(repository) + "/pulls/comments{/number}"},
          {"comments_url", as_issue + "/comments"},
          {"statuses_url", repository_url(repository) + "/statuses/" + sha},
          {"head", branch("mend-" + number)},
          {"base", branch("main")},
          {"_links",
           {{"self", link(url)},
            {"html", link(page)},
            {"issue", link(as_issue)},
            {"comments", link(as_issue + "/comments")},
            {"review_comments", link(url + "/comments")},
            {"review_comment", link(repository_url(repository) + "/pulls/comments{/number}")},
            {"commits", link(url + "/commits")},
            {"statuses", link(repository_url(repository) + "/statuses/" + sha)}}},
          {"author_association", association(repository, issue.author)},
          {"auto_merge", nullptr},
          {"active_lock_reason", nullptr}};
}

Json Renderer::comment(const Comment& comment) const {
  const Repository& repository = of(comment.repository);
  const std::string number = std::to_string(comment.number), id = std::to_string(comment.id);
  const std::string api = repository_url(repository);
  Json json{{"id", comment.id},
            {"node_id", "IC_kwDO" + id},
            {"user", person(comment.author)},
            {"created_at", iso_time(comment.created)},
            {"updated_at", iso_time(comment.updated)},
            {"body", comment.body},
            {"author_association", association(repository, comment.author)}};
  if (comment.kind == CommentKind::issue) {
    json["url"] = api + "/issues/comments/" + id;
    json["html_url"] = web(repository) + "/issues/" + number + "#issuecomment-" + id;
    json["issue_url"] = api + "/issues/" + number;
    json["performed_via_github_app"] = nullptr;
  } else if (comment.kind == CommentKind::review) {
    const std::string url = api + "/pulls/comments/" + id;
    const std::string page = web(repository) + "/pull/" + number + "#discussion_r" + id;
    json["url"] = url;
    json["html_url"] = page;
    json["pull_request_url"] = api + "/pulls/" + number;
    json["pull_request_review_id"] = comment.review;
    json["diff_hunk"] = "@@ -1,2 +1,2 @@\n-old\n+new";
    json["path"] = comment.path;
    json["position"] = 1;
    json["original_position"] = 1;
    json["line"] = 2;
    json["original_line"] = 2;
    json["side"] = "RIGHT";
    json["commit_id"] = comment.sha;
    json["original_commit_id"] = comment.sha;
    json["subject_type"] = "line";
    json["_links"] = {
        {"self", link(url)}, {"html", link(page)}, {"pull_request", link(api + "/pulls/" + number)}};
  } else {
    json["url"] = api + "/comments/" + id;
    json["html_url"] = web(repository) + "/commit/" + comment.sha + "#commitcomment-" + id;
    json["commit_id"] = comment.sha;
    json["path"] = nullptr;
    json["position"] = nullptr;
    json["line"] = nullptr;
  }
  json["reactions"] = reactions(json["url"], world_.counted);
  return json;
}

Json Renderer::review(const Review& review) const {
  const Repository& repository = of(review.repository);
  const std::string number = std::to_string(review.number), id = std::to_string(review.id);
  const std::string page = web(repository) + "/pull/" + number + "#pullrequestreview-" + id;
  const std::string pull_url = repository_url(repository) + "/pulls/" + number;
  return {{"id", review.id},
          {"node_id", "PRR_kwDO" + id},
          {"user", person(review.author)},
          {"body", review.body},
          {"state", review.state},
          {"html_url", page},
          {"pull_request_url", pull_url},
          {"author_association", association(repository, review.author)},
          {"_links", {{"html", link(page)}, {"pull_request", link(pull_url)}}},
          {"submitted_at", iso_time(review.submitted)},
          {"commit_id", std::string(40, 'c')}};
}

}  // namespace github_stand_in
