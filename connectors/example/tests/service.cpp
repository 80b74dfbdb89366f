#include "service.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>
#include <utility>

namespace example_stand_in {
namespace {

using loopback::Call;
using loopback::Reply;
using Json = nlohmann::ordered_json;

constexpr std::array kRoutes{"/me", "/notes"};
constexpr int kMostOnPage = 50;
constexpr char kMe[] = "me-1";
/// A cursor that returns the first page.
constexpr char kTop[] = "c999999-0";

Reply refusal(int status, const std::string& message) {
  Reply reply;
  reply.status = status;
  reply.body = Json{{"error", message}}.dump();
  return reply;
}

std::map<std::string, std::string> parameters_of(const std::string& query) {
  std::map<std::string, std::string> parameters;
  std::istringstream words(query);
  for (std::string word; std::getline(words, word, '&');) {
    const auto equals = word.find('=');
    parameters[word.substr(0, equals)] = equals == std::string::npos ? "" : word.substr(equals + 1);
  }
  return parameters;
}

std::string time_of(int minutes) {
  char text[32];
  std::snprintf(text, sizeof text, "2026-01-%02dT%02d:%02d:00Z", 1 + minutes / 1440, minutes / 60 % 24,
                minutes % 60);
  return text;
}

Json spelled(const Note& note) {
  return {{"id", std::to_string(note.id)},    {"text", note.text}, {"created", time_of(note.id)},
          {"changed", time_of(note.changed)}, {"author", kMe},     {"views", note.views}};
}

/// Returns the cursor of the page after this note, the last one returned.
std::string cursor_behind(const Note& note) {
  return "c" + std::to_string(note.changed) + "-" + std::to_string(note.id);
}

/// Parses a cursor; absent if it is invalid.
std::optional<std::pair<int, int>> place_of(const std::string& cursor) {
  std::pair<int, int> place;
  if (std::sscanf(cursor.c_str(), "c%d-%d", &place.first, &place.second) != 2) return std::nullopt;
  return place;
}

}  // namespace

Service::Service(int notes, int max_page_size)
    : page_most_(max_page_size), server_([this](const Call& call) { return handle(call); }) {
  for (int i = 0; i < notes; ++i) write("note number " + std::to_string(i + 1));
}

std::string Service::give_token() {
  const std::lock_guard alone(mutex_);
  return *tokens_.insert("example-token-" + std::to_string(++tokens_given_)).first;
}

void Service::refuse_tokens() {
  const std::lock_guard alone(mutex_);
  tokens_.clear();
}

std::string Service::write(const std::string& text) {
  const std::lock_guard alone(mutex_);
  const int id = static_cast<int>(notes_.size()) + 1;
  notes_.push_back({id, text, now_ = std::max(now_ + 1, id)});
  return std::to_string(id);
}

std::string Service::rewrite(const std::string& text) {
  const std::lock_guard alone(mutex_);
  Note& note = *std::ranges::min_element(notes_, {}, &Note::changed);
  note.text = text;
  note.changed = ++now_;
  return std::to_string(note.id);
}

std::string Service::put_away() {
  const std::lock_guard alone(mutex_);
  Note& note = notes_.at(notes_.size() / 2);
  note.is_listed = false;
  return std::to_string(note.id);
}

void Service::count_views() {
  const std::lock_guard alone(mutex_);
  for (Note& note : notes_) ++note.views;
}

void Service::spoil(Paging paging) {
  const std::lock_guard alone(mutex_);
  paging_ = paging;
}

std::vector<std::string> Service::listed() {
  const std::lock_guard alone(mutex_);
  std::vector<std::string> ids;
  for (const Note& note : in_order()) ids.push_back(std::to_string(note.id));
  return ids;
}

std::vector<std::string> Service::unexpected() {
  const std::lock_guard alone(mutex_);
  return unexpected_;
}

std::vector<std::string> Service::unused() {
  const std::lock_guard alone(mutex_);
  std::vector<std::string> routes;
  std::ranges::copy_if(kRoutes, std::back_inserter(routes),
                       [&](const char* route) { return !met_.contains(route); });
  return routes;
}

/// The latest changes come first.
std::vector<Note> Service::in_order() const {
  std::vector<Note> notes;
  std::ranges::copy_if(notes_, std::back_inserter(notes), &Note::is_listed);
  std::ranges::sort(notes, std::greater(), [](const Note& note) { return std::pair(note.changed, note.id); });
  return notes;
}

void Service::expect(bool right, const std::string& what) {
  if (!right) unexpected_.push_back(what);
}

Reply Service::handle(const Call& call) {
  const std::lock_guard alone(mutex_);
  Reply reply = answer(call);
  if (reply.status != 200) return reply;
  const std::string tag = "\"" + std::to_string(std::hash<std::string>()(reply.body)) + "\"";
  const bool is_known = loopback::header(call.headers, "If-None-Match") == tag;
  if (is_known) reply = {.status = 304, .body = {}};
  reply.headers.emplace_back("ETag", tag);
  return reply;
}

Reply Service::answer(const Call& call) {
  const bool has_route = std::ranges::find(kRoutes, call.path) != kRoutes.end() && call.method == "GET";
  expect(has_route, "no such route: " + call.method + " " + call.target);
  if (!has_route) return refusal(404, "there is no such thing");
  met_.insert(call.path);
  expect(loopback::header(call.headers, "Accept") == "application/json", "another Accept: " + call.target);
  const std::string sent = loopback::header(call.headers, "Authorization").value_or("");
  const bool is_bearer = sent.starts_with("Bearer ");
  expect(is_bearer, "no token: " + call.target);
  if (!is_bearer || !tokens_.contains(sent.substr(sent.find(' ') + 1))) return refusal(401, "who are you?");
  if (call.path == "/notes") return page(parameters_of(call.query));
  expect(call.query.empty(), "unknown parameters: " + call.target);
  return me();
}

Reply Service::me() const {
  Reply reply;
  reply.body = Json{{"id", kMe}, {"name", "Ex Ample"}, {"notes_count", in_order().size()}}.dump();
  return reply;
}

Reply Service::page(const Parameters& parameters) {
  for (const auto& [name, value] : parameters)
    expect(name == "size" || name == "cursor", "unknown parameter of /notes: " + name);
  const auto size_asked = parameters.find("size");
  int size = size_asked == parameters.end() ? 0 : std::atoi(size_asked->second.c_str());
  expect(size > 0 && size <= kMostOnPage, "size of a page: " + std::to_string(size));
  size = std::min(size, page_most_);
  const auto cursor = parameters.find("cursor");
  const bool is_first = cursor == parameters.end();
  const auto place = is_first ? std::nullopt : place_of(cursor->second);
  if (!is_first && !place) return refusal(400, "the cursor is not valid");

  std::vector<Note> left = in_order();
  const bool goes_on = place && paging_ != Paging::is_endless;
  std::erase_if(left,
                [&](const Note& note) { return goes_on && std::pair(note.changed, note.id) >= *place; });
  const bool is_empty = !is_first && paging_ == Paging::is_empty_once;
  const bool is_short = !is_first && paging_ == Paging::is_short_once;
  if (is_empty) size = 0;
  if (is_short) size /= 2;
  if (is_empty || is_short) paging_ = Paging::right;

  Json notes = Json::array();
  const auto count = std::min(left.size(), static_cast<std::size_t>(size));
  for (std::size_t i = 0; i < count; ++i) notes.push_back(spelled(left[i]));
  Json body{{"notes", std::move(notes)}};
  const std::string next = next_of(is_first ? "" : cursor->second, left, count);
  if (!next.empty()) body["next"] = next;
  Reply reply;
  reply.body = body.dump();
  return reply;
}

/// Returns the cursor after the first `count` of the notes that are left; empty on the last page.
std::string Service::next_of(const std::string& cursor, const std::vector<Note>& left, std::size_t count) {
  const bool is_first = cursor.empty() || cursor == kTop;
  switch (paging_) {
    case Paging::leads_to_itself:
      if (!is_first) return cursor;
      break;
    case Paging::leads_to_the_top:
      return kTop;
    case Paging::leads_to_and_fro:
      if (!is_first) return kTop;
      break;
    case Paging::is_endless:
      return kTop + ("-" + std::to_string(++pages_));
    default:
      break;
  }
  if (count == left.size()) return {};
  return count == 0 ? cursor + "-again" : cursor_behind(left[count - 1]);
}

}  // namespace example_stand_in
