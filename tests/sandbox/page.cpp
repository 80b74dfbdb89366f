#include "sandbox/page.hpp"

#include <algorithm>
#include <limits>

#include "sandbox/cursor.hpp"
#include "sandbox/problem.hpp"

namespace sandbox {
namespace {

constexpr std::size_t kBuggyBookmarksPage = 100;
constexpr std::size_t kDepthWithoutReplies = 800;

bool in_conversation(const World& world, const Route& route, Id message_id) {
  if (route.id.empty()) return true;
  const std::string& conversation = world.message(message_id)->conversation;
  if (route.endpoint->pattern.find("/with/") == std::string_view::npos) return conversation == route.id;
  return conversation == direct_conversation(parse_id(route.id).value_or(0), world.me());
}

std::function<bool(Id)> narrowing(const World& world, const Route& route, const Query& query) {
  if (route.endpoint->kind == ObjectKind::message && (!route.id.empty() || !query.event_types.empty()))
    return [&](Id id) {
      return in_conversation(world, route, id) &&
             (query.event_types.empty() || query.event_types.contains(world.message(id)->event_type));
    };
  if (!query.no_replies && !query.no_reposts) return {};
  return [&](Id id) {
    const Reference reference = world.post(id)->reference;
    return !(query.no_replies && reference == Reference::replied_to) &&
           !(query.no_reposts && reference == Reference::retweeted);
  };
}

Cursor first_cursor(const PageRules& rules) { return {rules.place, false, Window::kNoCeiling, 1}; }

Cursor cursor_of(const Query& query, const PageRules& rules) {
  if (query.token.empty()) return first_cursor(rules);
  const auto cursor = parse_cursor(query.token);
  if (!cursor || cursor->place != rules.place)
    throw Refused{
        invalid_request(query.selection.generation,
                        "The `pagination_token` query parameter value [" + query.token + "] is not valid",
                        "pagination_token", {query.token})};
  return *cursor;
}

Window window_of(const World& world, const Route& route, const Query& query, const Cursor& cursor) {
  Window window;
  const bool timeline = route.endpoint->more_parameters.find("since_id") != std::string_view::npos;
  window.below = timeline ? query.below : Window::kNoCeiling;
  window.above = timeline ? query.above : 0;
  window.count = route.endpoint->sizes.greatest ? query.count : std::numeric_limits<std::size_t>::max();
  window.depth = static_cast<std::size_t>(route.endpoint->depth);
  if (query.no_replies && route.endpoint->stream == "tweets") window.depth = kDepthWithoutReplies;
  window.keep = narrowing(world, route, query);
  window.backwards = cursor.backwards;
  if (cursor.backwards)
    window.above = std::max(window.above, cursor.rank);
  else
    window.below = std::min(window.below, cursor.rank);
  return window;
}

// Applies a fault before the list is read.
void bend(Window& window, const Cursor& cursor, const std::optional<FaultKind>& fault) {
  if (fault == FaultKind::short_page) window.count = std::max<std::size_t>(1, window.count / 2);
  if (fault == FaultKind::empty_page) window.count = 0;
  if (fault != FaultKind::duplicate_page) return;
  window.backwards = true;
  window.above = cursor.rank - 1;
  window.below = Window::kNoCeiling;
}

bool drops_token(const Route& route, const Query& query, const Cursor& cursor, const PageRules& rules) {
  return route.endpoint->stream == "bookmarks" && query.count >= kBuggyBookmarksPage &&
         cursor.page == rules.bug_after;
}

void tell_tokens(Page& page, const Slice& slice, const Cursor& cursor, const PageRules& rules) {
  if (slice.older)
    page.next_token = cursor_token({rules.place, false, slice.entries.back().rank, cursor.page + 1});
  if (cursor.page > 1 && slice.newer && !slice.entries.empty())
    page.previous_token = cursor_token({rules.place, true, slice.entries.front().rank, cursor.page + 1});
}

}  // namespace

std::string stream_of(const Route& route) {
  std::string stream(route.endpoint->stream);
  if (stream.ends_with('/')) stream += route.second.empty() ? route.id : route.second;
  return stream;
}

Page page_of(const World& world, const Route& route, const Query& query, const PageRules& rules) {
  const Cursor cursor = cursor_of(query, rules);
  Window window = window_of(world, route, query, cursor);
  // A folder has no further pages by the older names.
  const bool has_small_pages = route.endpoint->sizes.greatest && !route.endpoint->pages_by_new_names;
  if (rules.most > 0 && has_small_pages) window.count = std::min(window.count, rules.most);
  bend(window, cursor, rules.fault);
  const std::string stream = stream_of(route);
  const Slice slice = world.stream(stream).slice(window);

  Page page;
  for (const Entry& entry : slice.entries)
    if (world.shows(stream, entry.id)) page.ids.push_back(entry.id);
  if (!route.endpoint->sizes.greatest) return page;
  tell_tokens(page, slice, cursor, rules);
  if (rules.fault == FaultKind::empty_page)
    page.next_token = cursor_token({rules.place, false, cursor.rank, cursor.page + 1});
  const bool to_the_top =
      rules.fault == FaultKind::first_cursor || (rules.fault == FaultKind::to_and_fro && cursor.page > 1);
  if (to_the_top) page.next_token = cursor_token(first_cursor(rules));
  if (rules.fault == FaultKind::endless)
    page.next_token = cursor_token({rules.place, false, Window::kNoCeiling, cursor.page + 1});
  if (rules.fault == FaultKind::repeat_cursor) page.next_token = query.token;
  if (drops_token(route, query, cursor, rules)) page.next_token.clear();
  return page;
}

}  // namespace sandbox
