#include <algorithm>

#include "connectors/twitter/includes.hpp"
#include "connectors/twitter/media.hpp"
#include "connectors/twitter/people.hpp"
#include "connectors/twitter/posts.hpp"
#include "connectors/twitter/problems.hpp"
#include "connectors/twitter/requests.hpp"
#include "connectors/twitter/snowflake.hpp"
#include "lib/base/error.hpp"
#include "lib/sync/connector.hpp"

namespace locker::connectors::twitter {

const connector::Descriptor& facts();

namespace {

/// Maps an element of a stream to a record.
using Observe = store::Observation (*)(const Element&, const Includes&);

store::Observation own_post(const Element& post, const Includes& includes) {
  return observe_post(post, "post", includes);
}
store::Observation reference(const Element& post, const Includes&) { return observe_reference(post); }
store::Observation contact(const Element& user, const Includes&) {
  return observe_user(user, "contact/twitter", "user");
}
store::Observation profile(const Element& user, const Includes&) {
  return observe_user(user, "profile/twitter", "profile");
}
store::Observation list(const Element& element, const Includes&) { return observe_list(element); }
store::Observation folder(const Element& element, const Includes&) { return observe_folder(element); }

Observe observer_of(const sync::PageQuery& query) {
  static constexpr std::pair<std::string_view, Observe> kObservers[] = {
      {"status/twitter", own_post}, {"contact/twitter", contact},         {"profile/twitter", profile},
      {"list/twitter", list},       {"message/twitter", observe_message}, {"folder/twitter", folder},
  };
  if (query.stream->name == "bookmark-folders" && !query.part.empty()) return reference;
  return std::ranges::find(kObservers, query.stream->type, &std::pair<std::string_view, Observe>::first)
      ->second;
}

void add_included(std::vector<store::Observation>& observations, const Includes& includes,
                  std::string_view post_shape) {
  for (const auto& post : includes.posts) observations.push_back(observe_post(post, post_shape, includes));
  for (const auto& user : includes.users)
    observations.push_back(observe_user(user, "contact/twitter", "included"));
}

/// Puts the latest edit of a post, which is its current state, before the others. Each edit names all of
/// them, so the latest one would count as another update if it were stored last.
void put_latest_edits_first(std::vector<store::Observation>& observations) {
  const auto is_edit = [](const store::Observation& seen) { return !seen.aliases.empty(); };
  const auto is_latest = [](const store::Observation& seen) {
    return number_of(seen.aliases.back()) == seen.order;
  };
  std::vector<store::Observation> edits;
  for (const auto& seen : observations)
    if (is_edit(seen)) edits.push_back(seen);
  std::ranges::stable_sort(edits, {}, &store::Observation::order);
  std::ranges::stable_partition(edits, is_latest);
  auto next = edits.begin();
  for (auto& seen : observations)
    if (is_edit(seen)) seen = std::move(*next++);
}

/// Streams of posts request all fields of included posts; other streams only the default ones.
std::string_view shape_of_included(const connector::Stream& stream) {
  return stream.type == "status/twitter" ? "included" : "linked";
}

/// Some services spell an empty list as `null`.
bool has_data(json::Value answer) { return answer["data"].exists() && !answer["data"].is_null(); }

/// A response without data is an empty page only if it says so.
void require_answer(const json::Page& page, const std::vector<Partial>& errors) {
  const json::Value root = page.root();
  if (!root.is_object()) throw Error(ErrorKind::malformed, "the answer is no JSON object");
  if (has_data(root)) return;
  if (root["meta"].is_object()) {
    if (root["meta"]["result_count"].integer().value_or(0) == 0) return;
    throw Error(ErrorKind::malformed, "the answer counts elements but has none");
  }
  if (errors.empty()) throw Error(ErrorKind::malformed, "the answer has neither data nor meta");
  const Partial& told = errors.front();
  const std::string message = "X answered: " + told.detail;
  if (told.is_rate_limit()) throw Error(ErrorKind::rate_limit, message, "X lets more through in 15 minutes");
  throw Error(told.not_found() ? ErrorKind::gone : ErrorKind::forbidden, message);
}

void note_ids(sync::PageContent& content, std::string_view id) {
  if (content.newest.empty() || store::newer_id(id, content.newest)) content.newest = id;
  if (content.oldest.empty() || store::newer_id(content.oldest, id)) content.oldest = id;
}

void add_element(const sync::PageQuery& query, store::Observation seen, std::string_view id,
                 sync::PageContent& content) {
  const connector::Price& price = query.stream->price;
  const bool is_post = seen.type == "status/twitter";
  content.members.push_back({seen.type, seen.key});
  content.charges.push_back({is_post ? "post" : price.resource, std::string(id), price.each});
  note_ids(content, id);
  content.observations.push_back(std::move(seen));
}

void reserve(sync::PageContent& content, std::size_t elements, const Includes& includes) {
  content.observations.reserve(elements + includes.size());
  content.members.reserve(elements);
  content.charges.reserve(elements);
}

void read_elements(const sync::PageQuery& query, const json::Page& page, const Includes& includes,
                   sync::PageContent& content) {
  const Observe observe = observer_of(query);
  const bool is_one = query.stream->order == connector::Order::single;
  const auto elements = is_one ? elements_at(page, {"data"}) : list_at(page, {"data"});
  reserve(content, elements.size(), includes);
  for (const auto& element : elements)
    add_element(query, observe(element, includes), element.value["id"].text(), content);
  if (observe == profile && !elements.empty()) content.handle = elements.front().value["username"].text();
}

/// Reads the posts of a page without parsing them, except those whose records depend on included objects.
void read_outlines(const sync::PageQuery& query, const json::Outlines& posts, const Includes& includes,
                   sync::PageContent& content) {
  reserve(content, posts.objects.size(), includes);
  for (const auto& post : posts.objects) {
    if (auto seen = observe_unparsed(post)) {
      const std::string id = seen->key;
      add_element(query, std::move(*seen), id, content);
      continue;
    }
    const json::Page page(post.raw);
    const std::string_view id = page.root()["id"].text();
    if (id.empty()) throw Error(ErrorKind::malformed, "an element of data has no id");
    add_element(query, own_post({page.root(), post.raw}, includes), id, content);
  }
}

std::optional<json::Outlines> outlined_posts(const sync::PageQuery& query, std::string_view body) {
  const bool are_posts = observer_of(query) == own_post;
  return query.likely_stored && are_posts ? json::outlined(body, "data") : std::nullopt;
}

/// What cannot be understood is not taken for the end of the list, since that ends memberships.
void read_paging(const sync::PageQuery& query, const json::Page& page, sync::PageContent& content) {
  const bool one_answer = query.stream->order == connector::Order::single ||
                          (!query.part.empty() && query.stream->max_part_size > 0);
  const json::Value meta = page.root()["meta"], count = meta["result_count"];
  const bool has_meta = meta.exists() && !meta.is_null();
  if (!meta.is_object() && (has_meta || !one_answer))
    throw Error(ErrorKind::malformed, "the answer does not say whether another page follows");
  const std::string_view next = json::optional_text(meta, "next_token");
  if (count.exists() && !count.is_null() && !count.integer())
    throw Error(ErrorKind::malformed, "result_count is no number");
  content.confirmed_empty = next.empty() && count.integer() == 0;
  if (one_answer)
    content.is_truncated = !next.empty();
  else
    content.next_token = next;
  if (count.integer().value_or(0) <= static_cast<std::int64_t>(content.members.size())) return;
  content.is_truncated = true;
  content.left_out = "X counts more on a page than it lists, so nothing counts as gone";
}

template <class Content>
void take_notices(Content& content, std::vector<Partial>& errors) {
  for (auto& error : errors) content.notices.push_back(std::move(error.notice));
}

class Twitter final : public sync::Connector {
 public:
  [[nodiscard]] const connector::Descriptor& facts() const override { return twitter::facts(); }

  [[nodiscard]] http::Request identify_request(const sync::ServiceAddress& service) const override {
    return me_request(service);
  }

  [[nodiscard]] sync::Identity read_identity(std::string_view body) const override {
    const json::Page page(body);
    require_answer(page, partial_errors(page));
    const auto elements = elements_at(page, {"data"});
    if (elements.size() != 1) throw Error(ErrorKind::malformed, "the answer is not about one person");
    const json::Value user = elements.front().value;
    return {std::string(user["id"].text()), std::string(user["username"].text())};
  }

  [[nodiscard]] http::Request page_request(const sync::PageQuery& query) const override {
    return twitter::page_request(query);
  }

  [[nodiscard]] sync::PageContent read_page(const sync::PageQuery& query,
                                            const http::Response& response) const override {
    const auto outlines = outlined_posts(query, response.body);
    const json::Page page(response.body, outlines ? outlines->bytes : std::string_view());
    auto errors = partial_errors(page);
    require_answer(page, errors);
    const Includes includes = includes_of(page);
    sync::PageContent content;
    if (outlines)
      read_outlines(query, *outlines, includes, content);
    else
      read_elements(query, page, includes, content);
    add_included(content.observations, includes, shape_of_included(*query.stream));
    put_latest_edits_first(content.observations);
    content.included = static_cast<std::int64_t>(includes.size());
    read_paging(query, page, content);
    take_notices(content, errors);
    return content;
  }

  [[nodiscard]] bool parts_end_with_record(const connector::Stream&) const override { return true; }

  [[nodiscard]] const connector::Stream* lookup_stream() const override { return facts().stream("tweets"); }
  [[nodiscard]] int lookup_size() const override { return 100; }
  [[nodiscard]] std::int64_t lookup_price() const override { return 5'000; }

  [[nodiscard]] int people_lookup_size() const override { return 100; }
  [[nodiscard]] std::int64_t people_lookup_price() const override { return 10'000; }

  [[nodiscard]] http::Request lookup_request(const sync::LookupQuery& query) const override {
    return twitter::lookup_request(query);
  }

  [[nodiscard]] sync::LookupContent read_lookup(const sync::LookupQuery& query,
                                                std::string_view body) const override {
    const json::Page page(body);
    auto errors = partial_errors(page);
    if (!page.root().is_object() || (!has_data(page.root()) && errors.empty()))
      throw Error(ErrorKind::malformed, "the answer has neither data nor errors");
    const Includes includes = includes_of(page);
    sync::LookupContent content;
    std::vector<std::string> answered;
    for (const auto& post : list_at(page, {"data"})) {
      content.observations.push_back(query.of_people ? contact(post, includes) : own_post(post, includes));
      answered.emplace_back(post.value["id"].text());
      if (query.of_people)
        content.charges.push_back({"user", answered.back(), people_lookup_price()});
      else
        content.charges.push_back({"post", answered.back(), lookup_price()});
    }
    add_included(content.observations, includes, "included");
    put_latest_edits_first(content.observations);
    content.included = static_cast<std::int64_t>(includes.size());
    for (const auto& error : errors) {
      // An error about an object that a post refers to does not answer for the post itself.
      if (!error.parameter.empty() && error.parameter != "ids" && error.parameter != "id") continue;
      answered.push_back(error.notice.key);
      if (error.not_found() && std::ranges::find(query.ids, error.notice.key) != query.ids.end())
        content.gone.push_back(error.notice.key);
    }
    for (const auto& id : query.ids)
      if (std::ranges::find(answered, id) == answered.end()) content.unanswered.push_back(id);
    take_notices(content, errors);
    return content;
  }

  [[nodiscard]] sync::Verdict read_refusal(const sync::PageQuery& query,
                                           const http::Response& response) const override {
    return twitter::judge(query, response);
  }

  [[nodiscard]] std::vector<media::Found> media_of(const store::StoredForm& form) const override {
    return media_of_post(form);
  }

  [[nodiscard]] std::optional<store::Repeated> repeated_in(std::string_view type,
                                                           std::string_view raw) const override {
    return type == "status/twitter" ? twitter::repeated_in(raw) : std::nullopt;
  }

  [[nodiscard]] std::optional<Instant> time_of_id(std::string_view id) const override { return time_of(id); }
};

}  // namespace

std::unique_ptr<sync::Connector> make() { return std::make_unique<Twitter>(); }

}  // namespace locker::connectors::twitter
