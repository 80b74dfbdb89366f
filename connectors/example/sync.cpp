#include "connectors/example/notes.hpp"
#include "connectors/example/problems.hpp"
#include "connectors/example/requests.hpp"
#include "lib/base/error.hpp"

namespace locker::connectors::example {

const connector::Descriptor& facts();

namespace {

using sync::PageContent;
using sync::PageQuery;

void join(PageContent& content, const PageQuery& query, store::Observation seen) {
  content.members.push_back({seen.type, seen.key});
  content.charges.push_back({query.stream->price.resource, seen.key, query.stream->price.each});
  content.observations.push_back(std::move(seen));
}

/// Adds the element's position in the order of its stream.
void note_order(const Element& note, PageContent& content) {
  const std::string changed(note.value["changed"].text());
  if (changed.empty()) throw Error(ErrorKind::malformed, "a note does not say when it was changed");
  if (changed > content.newest) content.newest = changed;
  if (content.oldest.empty() || changed < content.oldest) content.oldest = changed;
}

void read_notes(const PageQuery& query, const json::Page& page, PageContent& content) {
  const json::Value root = page.root();
  if (!root["notes"].is_array()) throw Error(ErrorKind::malformed, "the answer has no notes");
  for (const Element& note : json::values_at(page, {"notes"})) {
    join(content, query, observe_note(note));
    note_order(note, content);
  }
  content.next_token = json::optional_text(root, "next");
}

class Example final : public sync::Connector {
 public:
  [[nodiscard]] const connector::Descriptor& facts() const override { return example::facts(); }

  [[nodiscard]] http::Request identify_request(const sync::ServiceAddress& service) const override {
    return me_request(service);
  }

  [[nodiscard]] sync::Identity read_identity(std::string_view body) const override {
    const json::Page page(body);
    const std::string id(page.root()["id"].text());
    if (id.empty()) throw Error(ErrorKind::malformed, "the answer is not about a person");
    return {id, std::string(page.root()["name"].text())};
  }

  [[nodiscard]] http::Request page_request(const PageQuery& query) const override {
    return example::page_request(query);
  }

  [[nodiscard]] PageContent read_page(const PageQuery& query, const http::Response& response) const override {
    const json::Page page(response.body);
    if (!page.root().is_object()) throw Error(ErrorKind::malformed, "the answer is no JSON object");
    PageContent content;
    if (query.stream->order == connector::Order::single)
      join(content, query, observe_profile({page.root(), page.raw({}).at(0)}));
    else
      read_notes(query, page, content);
    return content;
  }

  [[nodiscard]] sync::Verdict read_refusal(const PageQuery& query,
                                           const http::Response& response) const override {
    return example::judge(query, response);
  }
};

}  // namespace

std::unique_ptr<sync::Connector> make() { return std::make_unique<Example>(); }

}  // namespace locker::connectors::example
