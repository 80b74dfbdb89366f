#include "listing.hpp"

#include <algorithm>

namespace github_stand_in {
namespace {

constexpr std::string_view kCursor = "Y3Vyc29yOnYyOpK";

/// The requested elements: `size` of them, starting with `from`.
struct Span {
  std::size_t from = 0, size = 0;
};

int number(const std::string& text) {
  const bool is_number = !text.empty() && text.size() < 9 && std::ranges::all_of(text, isdigit);
  return is_number ? std::stoi(text) : -1;
}

Span span_of(const Asked& asked, const PageRules& rules,
             const std::function<void(const std::string&)>& complain) {
  Span span;
  int size = number(asked.parameter("per_page", std::to_string(rules.usual)));
  if (size < 1 || size > rules.most) complain("per_page out of range: " + asked.call.target);
  if (size < 1) size = rules.usual;
  span.size = static_cast<std::size_t>(std::min({size, rules.most, rules.largest}));
  const std::string after = asked.parameter("after");
  if (!after.empty()) {
    const int from = after.starts_with(kCursor)
                         ? number(after.substr(kCursor.size(), after.find('-') - kCursor.size()))
                         : -1;
    if (from < 0) refuse(422, "The `after` cursor is not valid");
    span.from = static_cast<std::size_t>(from);
    return span;
  }
  const int page = std::max(1, number(asked.parameter("page", "1")));
  span.from = static_cast<std::size_t>(page - 1) * span.size;
  return span;
}

class Links {
 public:
  Links(const Asked& asked, std::string path) : asked_(asked), path_(std::move(path)) {}

  void to_page(const char* relation, std::size_t page) { add(relation, "page", std::to_string(page)); }
  void to_offset(const char* relation, std::size_t offset, const char* mark = "") {
    add(relation, "after", std::string(kCursor) + std::to_string(offset) + "-" + mark + "%3D");
  }
  /// Links to the first page again, with a different cursor each time.
  void to_the_top_again(const char* relation) {
    const std::string after = asked_.parameter("after");
    const auto mark = after.rfind('-');
    const int times = mark == std::string::npos ? 0 : std::max(0, number(after.substr(mark + 1)));
    append(relation,
           asked_.base + path_ + "?after=" + std::string(kCursor) + "0-" + std::to_string(times + 1));
  }
  void to_itself(const char* relation) { append(relation, asked_.base + asked_.call.target); }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  void add(const char* relation, const char* name, const std::string& value) {
    std::string query;
    for (const auto& [key, told] : asked_.parameters)
      if (key != "page" && key != "after") query += encoded(key) + "=" + encoded(told) + "&";
    append(relation, asked_.base + path_ + "?" + query + name + "=" + value);
  }
  void append(const char* relation, const std::string& address) {
    text_ += (text_.empty() ? "<" : ", <") + address + ">; rel=\"" + relation + "\"";
  }

  const Asked& asked_;
  std::string path_, text_;
};

void link_numbered(Links& links, const Span& span, std::size_t count) {
  const std::size_t page = span.from / span.size + 1,
                    last = std::max<std::size_t>(1, (count + span.size - 1) / span.size);
  if (page > 1) links.to_page("prev", page - 1);
  if (page < last) links.to_page("next", page + 1);
  if (page < last) links.to_page("last", last);
  if (page > 1) links.to_page("first", 1);
}

void link_cursor(Links& links, const Span& span, std::size_t count) {
  if (span.from + span.size < count) links.to_offset("next", span.from + span.size);
  if (span.from > 0) links.to_offset("prev", span.from - std::min(span.from, span.size));
}

}  // namespace

Reply page_of(const Asked& asked, const Listing& listing, const PageRules& rules, const std::string& fault,
              const std::function<void(const std::string&)>& complain) {
  Span span = span_of(asked, rules, complain);
  const std::size_t count = listing.reachable ? std::min(listing.count, listing.reachable) : listing.count;
  if (listing.reachable && span.from >= listing.reachable)
    refuse(422, listing.is_search
                    ? "Only the first 1000 search results are available"
                    : "In order to keep the API fast for everyone, pagination is limited for this resource.");
  const bool empty = fault == "empty_page", is_short = fault == "short_page";
  Links links(asked, rules.link_path);
  if (is_short) span.size = std::max<std::size_t>(1, span.size / 2);
  const std::size_t end = empty ? span.from : std::min(count, span.from + span.size);
  if (fault == "repeated_link")
    links.to_itself("next");
  else if (fault == "looping_link")
    links.to_page("next", 1);
  else if (fault == "endless_link")
    links.to_the_top_again("next");
  else if (empty || is_short)
    links.to_offset("next", end, "again");
  else if (rules.paging == Paging::numbered && asked.parameter("after").empty())
    link_numbered(links, span, count);
  else if (rules.paging != Paging::none)
    link_cursor(links, span, count);

  Json elements = Json::array();
  for (std::size_t i = span.from; i < end; ++i) elements.push_back(listing.element(i));
  Reply reply;
  reply.body = listing.is_search ? Json{{"total_count", listing.count},
                                        {"incomplete_results", false},
                                        {"items", std::move(elements)}}
                                       .dump()
                                 : elements.dump();
  if (!links.text().empty()) reply.headers.emplace_back("Link", links.text());
  return reply;
}

}  // namespace github_stand_in
