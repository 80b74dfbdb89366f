#include <algorithm>
#include <chrono>

#include "connectors/twitter/archive.hpp"
#include "connectors/twitter/snowflake.hpp"

namespace locker::connectors::twitter {
namespace {

/// The archive contains the text of a long post separately from the post, and without its id: the post is the
/// one with the same time whose truncated text is the beginning of the whole text. If the texts differ in an
/// address, at least this many characters before it must match.
constexpr std::size_t kLeastBeforeAddress = 40;
/// A post without "…" at its end may be truncated all the same if it has at least as many bytes. X truncates
/// at about 270 characters, of which a letter of Chinese counts two and has three bytes.
constexpr std::size_t kLeastTruncated = 200;
constexpr std::string_view kEllipsis = "…";
constexpr char kShape[] = "note";

std::string_view without_last_address(std::string_view text) {
  const auto begin = text.rfind("https://t.co/");
  if (begin == std::string_view::npos || text.find_first_of(" \n", begin) != std::string_view::npos)
    return text;
  return text.substr(0, begin);
}

void trim_end(std::string_view& text) {
  const auto last = text.find_last_not_of(" \n");
  text = text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

std::string_view without_last_addresses(std::string_view text) {
  for (std::size_t before = text.size() + 1; text.size() < before;) {
    before = text.size();
    text = without_last_address(text);
    trim_end(text);
  }
  return text;
}

/// Returns the part of the whole text that a truncated post contains.
std::string_view cut_text(std::string_view text) {
  text = without_last_addresses(text);
  if (text.ends_with(kEllipsis)) text.remove_suffix(kEllipsis.size());
  trim_end(text);
  return text;
}

bool may_be_truncated(std::string_view post) {
  const std::string_view text = without_last_addresses(post);
  return text.ends_with(kEllipsis) || text.size() >= kLeastTruncated;
}

/// Returns the text without addresses: the same one is shortened differently in a post and in its whole text.
std::string without_addresses(std::string_view text) {
  std::string rest;
  for (auto at = text.find("http"); at != std::string_view::npos; at = text.find("http")) {
    rest += text.substr(0, at);
    text.remove_prefix(std::min(text.find_first_of(" \n", at), text.size()));
  }
  std::string_view trimmed = rest += text;
  trim_end(trimmed);
  return std::string(trimmed);
}

/// Removes a leading mention, if another word follows.
std::string_view without_mention(std::string_view text) {
  const auto space = text.starts_with('@') ? text.find(' ') : std::string_view::npos;
  return space == std::string_view::npos ? text : text.substr(space + 1);
}

std::string_view without_mentions(std::string_view text) {
  for (std::size_t before = text.size() + 1; text.size() < before;) {
    before = text.size();
    text = without_mention(text);
  }
  return text;
}

/// Returns how many characters of the whole text the post has, truncated or whole; 0 if it is another text.
std::size_t begins(std::string_view whole, std::string_view cut, bool is_truncated) {
  if (cut.empty()) return 0;
  if (!is_truncated) return without_addresses(whole) == without_addresses(cut) ? cut.size() : 0;
  if (whole.starts_with(cut)) return cut.size();
  const auto address = cut.find("http");
  const bool enough = address != std::string_view::npos && address >= kLeastBeforeAddress;
  return enough && whole.starts_with(cut.substr(0, address)) ? address : 0;
}

json::Value core_of(json::Value element) { return unwrapped(element, "noteTweet")["core"]; }

/// `post`: id of the post whose text it is; empty: not known.
void add_links(std::vector<Replacement>& replacements, json::Value core, std::string_view post) {
  for (const auto& link : core["urls"].items()) {
    const std::string_view url = link.either("shortUrl", "url").text();
    const std::string_view expanded =
        link.either("expandedUrl", "expanded_url").text(link["expanded"].text());
    if (url.empty()) continue;
    replacements.emplace_back(
        url, leads_to_media_of(post, expanded) ? std::string_view() : address_or(expanded, url));
  }
}

std::string text_of_note(json::Value core, std::vector<Replacement> replacements, std::string_view post) {
  add_links(replacements, core, post);
  return readable(core["text"].text(), replacements);
}

/// The mentions of the users replied to precede the post's text, and may be missing in the whole text.
void add_lost_mentions(std::string& whole, std::string_view post) {
  const std::string_view all = post.substr(0, post.size() - without_mentions(post).size());
  std::size_t lost = 0;
  while (lost < all.size() && !whole.starts_with(all.substr(lost))) lost = all.find(' ', lost) + 1;
  whole.insert(0, all.substr(0, lost));
}

/// Adds addresses after the truncated text that are missing in the whole text: those of quoted posts. Skips
/// links to the post itself and to its media.
void add_lost_links(std::string& whole, json::Value post, const std::string& id) {
  const std::string_view told = post["full_text"].text(post["text"].text());
  const std::string_view cut = cut_text(told);
  const std::string_view tail = told.substr(static_cast<std::size_t>(cut.data() - told.data()) + cut.size());
  for (const auto& [address, expanded] : replacements_of(post)) {
    const bool is_own = expanded.empty() || expanded.find("/i/web/status/") != std::string::npos ||
                        expanded.find("/status/" + id) != std::string::npos;
    const bool is_lost = tail.find(address) != std::string::npos &&
                         whole.find(address) == std::string::npos &&
                         whole.find(expanded) == std::string::npos;
    if (!is_own && is_lost) whole.append(" ").append(expanded);
  }
}

store::Observation observe_note(const Entry& entry) {
  const json::Value note = unwrapped(entry.value, "noteTweet");
  store::Observation seen = observed(entry, "status/twitter", id_at(note, "noteTweetId"), kShape);
  if (const auto created = archive_time(note["createdAt"].text()))
    seen.time = std::chrono::floor<std::chrono::seconds>(*created);
  else
    seen.time = second_of(seen.key);
  seen.text = text_of_note(note["core"], {}, {});
  seen.author = entry.owner.id;
  return seen;
}

}  // namespace

std::size_t matched_length(std::string_view note, std::string_view post) {
  const json::Page note_page(note), post_page(post);
  const std::string whole = decode_entities(core_of(note_page.root())["text"].text());
  const json::Value told = post_in(post_page.root());
  const std::string text = decode_entities(told["full_text"].text(told["text"].text()));
  const std::string_view cut = cut_text(text);
  const bool is_truncated = may_be_truncated(text);
  std::size_t most = begins(whole, cut, is_truncated);
  for (auto rest = cut, less = without_mention(cut); less.size() < rest.size(); less = without_mention(rest))
    most = std::max(most, begins(whole, rest = less, is_truncated));
  return most;
}

void join_note(store::Observation& note, const store::Candidate& post) {
  const json::Page note_page(note.raw), post_page(post.raw);
  note.shape = kShape;
  note.aliases = {note.key};
  note.time.reset();  // the post has its own, which may differ by a second
  note.key = post.key;
  note.order = number_of(post.edit).value_or(0);
  const json::Value whole = post_in(post_page.root());
  note.text = text_of_note(core_of(note_page.root()), replacements_of(whole), post.edit);
  add_lost_mentions(note.text, decode_entities(whole["full_text"].text(whole["text"].text())));
  add_lost_links(note.text, whole, post.edit);
  note.gone = false;
}

Mapped map_note(const Role& role, const Entry& entry) { return alone(role, observe_note(entry)); }

Mapped map_deleted_note(const Role& role, const Entry& entry) {
  store::Observation seen = observe_note(entry);
  seen.gone = true;
  return alone(role, std::move(seen));
}

}  // namespace locker::connectors::twitter
