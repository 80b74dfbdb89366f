#include <algorithm>
#include <cstdio>

#include "lib/serve/pages.hpp"
#include "lib/store/status.hpp"
#include "lib/text/terminal.hpp"

namespace locker::serve {
namespace {

/// Returns the text of a member; other values as JSON.
std::string shown(const Object& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return {};
  return found->is_string() ? found->get<std::string>() : found->dump();
}

const Object& list_of(const Object& object, const char* key) {
  static const Object kNone = Object::array();
  const auto found = object.find(key);
  return found != object.end() && found->is_array() ? *found : kNone;
}

/// Returns a duration such as `5 min`, `3 h`, `12 days`.
std::string length_of(std::int64_t seconds) {
  constexpr std::int64_t kMinute = 60, kHour = 3'600, kDay = 86'400;
  if (seconds < kMinute) return std::to_string(seconds) + " s";
  if (seconds < kHour) return std::to_string(seconds / kMinute) + " min";
  if (seconds < 2 * kDay) return std::to_string(seconds / kHour) + " h";
  return std::to_string(seconds / kDay) + " days";
}

/// Returns a time relative to now, with the exact time as a tooltip.
std::string when(const std::string& time, Instant now) {
  const auto point = parse_rfc3339(time);
  if (!point) return "<span class=\"dim\">never</span>";
  const auto distance = std::chrono::duration_cast<std::chrono::seconds>(*point - now).count();
  const std::string words = distance > 0     ? "in " + length_of(distance)
                            : distance > -10 ? "now"
                                             : length_of(-distance) + " ago";
  return "<time datetime=\"" + escaped(time) + "\" title=\"" + escaped(time) + "\">" + words + "</time>";
}

/// Returns the date and time of a post.
std::string date_of(const std::string& time) {
  constexpr std::size_t kMinute = 16, kSeparator = 10;
  if (time.size() < kMinute) return escaped(time);
  std::string text = time.substr(0, kMinute);
  text[kSeparator] = ' ';
  return "<time datetime=\"" + escaped(time) + "\">" + escaped(text) + "</time>";
}

std::string button(const std::string& action, const std::string& words) {
  return "<form method=\"post\" action=\"" + escaped(action) + "\"><button>" + words + "</button></form>";
}

std::string search_form(const std::string& words) {
  return "<form action=\"/\" role=\"search\"><input type=\"search\" name=\"q\" placeholder=\"Search all that "
         "is "
         "kept\" aria-label=\"Words to find\" value=\"" +
         escaped(words) + "\"><button>Search</button></form>";
}

/// Isolates the text direction of third-party content, and makes invisible characters visible.
std::string apart(const std::string& text) {
  return "<bdi>" + escaped(text::printable(text, true)) + "</bdi>";
}

std::string hit(const Object& row) {
  const auto text = shown(row, "text"), name = shown(row, "name"), url = shown(row, "url");
  const bool is_link = url.starts_with("https://") || url.starts_with("http://");
  const auto author = shown(row, "author"), time = shown(row, "time");
  std::string about = date_of(time);
  if (!author.empty()) about += (about.empty() ? "" : " &middot; ") + apart(author);
  if (is_link)
    about += (about.empty() ? "" : " &middot; ") + std::string("<a rel=\"noreferrer\" href=\"") +
             escaped(url) + "\">open</a>";
  return "<div class=\"hit\">" +
         apart(!text.empty()   ? text
               : !name.empty() ? name
                               : shown(row, "id")) +
         "<p class=\"dim\">" + about + "</p></div>";
}

std::string hits_section(const Overview& overview) {
  if (overview.words.empty()) return {};
  std::string html = "<section><h2>Found: " + escaped(overview.words) + "</h2>";
  if (!overview.trouble.empty())
    return html + "<p class=\"bad\">" + escaped(overview.trouble) + "</p></section>";
  if (overview.hits.empty()) return html + "<p>Nothing.</p></section>";
  for (const auto& row : overview.hits) html += hit(row);
  return html + "</section>";
}

/// Returns the next call of a service's path; null if there is none.
Object call_of(const Object& status, const std::string& service, const std::string& path) {
  for (const auto& call : list_of(status, "schedule"))
    if (shown(call, "service") == service && shown(call, "path") == path) return call;
  return nullptr;
}

bool is_paused(const Object& status, const std::string& service) {
  for (const auto& one : list_of(status, "services"))
    if (shown(one, "id") == service) return shown(one, "paused") == "true";
  return false;
}

bool has_calls(const Object& status, const std::string& service) {
  const Object& calls = list_of(status, "schedule");
  return std::ranges::any_of(calls, [&](const Object& call) { return shown(call, "service") == service; });
}

Object last_run_of(const Object& stream) {
  const auto run = stream.find("last_run");
  return run != stream.end() && run->is_object() ? *run : Object::object();
}

/// True if the account only has published records: these belong to no synced stream and cost nothing.
bool only_publishes(const Object& account) {
  const Object& streams = list_of(account, "streams");
  return streams.size() == 1 && shown(streams[0], "stream") == store::kPublished;
}

std::string last_published(const Object& account, Instant now) {
  return "last published " + when(shown(last_run_of(account["streams"][0]), "ended"), now);
}

/// Returns what to call a service: the name of a synced account; for others their title, since the id of an
/// installed service is a random number.
std::string name_of(const Object& status, const std::string& id) {
  for (const auto& account : list_of(status, "accounts"))
    if (shown(account, "account") == id && !only_publishes(account)) return id;
  for (const auto& service : list_of(status, "services"))
    if (shown(service, "id") == id) return shown(service, "title");
  return id;
}

/// Allows a line break after each part of the name, for narrow screens.
std::string stream_name(const std::string& name) {
  std::string html = escaped(name);
  for (auto at = html.find('/'); at != std::string::npos; at = html.find('/', at + 1))
    html.insert(at + 1, "<wbr>");
  return html;
}

std::string stream_row(const Object& stream, const Object& call, Instant now) {
  const Object last = last_run_of(stream);
  const auto message = shown(last, "message"), outcome = shown(last, "outcome"), hint = shown(last, "hint");
  std::string row =
      "<tr><td class=\"name\">" + stream_name(shown(stream, "stream")) + "</td><td class=\"n\">" +
      escaped(shown(stream, "members")) + "</td><td class=\"t\">" + when(shown(last, "ended"), now) +
      (outcome == "done" || outcome.empty() ? " <span class=\"wide dim\">" + escaped(outcome) + "</span>"
                                            : " <span class=\"bad\">" + escaped(outcome) + "</span>") +
      "</td><td class=\"t\">" +
      (call.is_object() ? when(shown(call, "at"), now) : "<span class=\"dim\">-</span>") + "</td></tr>";
  if (!message.empty())
    row += "<tr><td colspan=\"4\"><span class=\"bad\">" + apart(message) + "</span>" +
           (hint.empty() ? "" : "<br>" + apart(hint)) + "</td></tr>";
  return row;
}

/// Returns an amount such as `$1.23`.
std::string dollars(const Object& account, const char* key) {
  const auto found = account.find(key);
  char text[32] = "-";
  if (found != account.end() && found->is_number())
    snprintf(text, sizeof(text), "$%.2f", found->get<double>());
  return text;
}

std::string money_of(const Object& account) {
  return dollars(account, "month_cost") + " this month" +
         (shown(account, "budget").empty() ? ", without a limit" : " of " + dollars(account, "budget"));
}

/// Returns only the buttons that have an effect now.
std::string buttons_of(const Object& status, const Object& account, bool paused) {
  const auto id = shown(account, "account");
  if (paused) return button("/core/" + id + "/resume", "Resume");
  const bool runs = has_calls(status, id);
  return (runs ? button("/core/" + id + "/run", "Sync now") + " " : "") +
         (runs || !only_publishes(account) ? button("/core/" + id + "/pause", "Pause") : "");
}

std::string account_section(const Overview& overview, const Object& account) {
  const auto id = shown(account, "account"), handle = shown(account, "handle");
  const bool paused = is_paused(overview.status, id);
  std::string html = "<section><div class=\"row\"><h2><a href=\"/Me/" + escaped(id) + "/\">" +
                     apart(name_of(overview.status, id)) + "</a>" +
                     (handle.empty() ? "" : " <span class=\"dim\">@" + apart(handle) + "</span>") +
                     "</h2><div>" + buttons_of(overview.status, account, paused) +
                     "</div></div><p class=\"dim\">" + escaped(shown(account, "records")) + " records" +
                     " &middot; " +
                     (only_publishes(account) ? last_published(account, overview.now) : money_of(account)) +
                     (paused ? " &middot; <strong class=\"bad\">paused</strong>" : "") + "</p>";
  if (const auto next = shown(account, "next_step"); !next.empty())
    html += "<p><strong>Next:</strong> " + escaped(next) + "</p>";
  const Object& streams = list_of(account, "streams");
  if (streams.empty() || only_publishes(account)) return html + "</section>";
  html += "<table><tr><th>stream</th><th class=\"n\">kept</th><th>last run</th><th>next run</th></tr>";
  for (const auto& stream : streams)
    html += stream_row(stream, call_of(overview.status, id, "/" + shown(stream, "stream")), overview.now);
  return html + "</table></section>";
}

bool is_account(const Object& status, const std::string& id) {
  const Object& accounts = list_of(status, "accounts");
  return std::ranges::any_of(accounts, [&](const Object& one) { return shown(one, "account") == id; });
}

/// Returns sign-in links for the connectors without an account.
std::string offers_section(const Object& status) {
  std::string links;
  for (const auto& one : list_of(status, "connectors"))
    links += "<p><a href=\"/Me/" + escaped(shown(one, "id")) + "/\">Sign in to " +
             escaped(shown(one, "title")) + "</a></p>";
  if (links.empty()) return {};
  const bool is_new = list_of(status, "accounts").empty() && list_of(status, "services").empty();
  return std::string("<section><h2>") + (is_new ? "Begin" : "More services") + "</h2>" + links + "</section>";
}

std::string services_section(const Overview& overview) {
  std::string rows;
  for (const auto& service : list_of(overview.status, "services")) {
    const auto id = shown(service, "id");
    if (is_account(overview.status, id) && shown(service, "pid").empty()) continue;
    rows += "<tr><td><a href=\"/Me/" + escaped(id) + "/\">" + apart(shown(service, "title")) +
            "</a></td><td>" +
            (shown(service, "pid").empty() ? "<span class=\"dim\">sleeps</span>"
                                           : "<span class=\"good\">runs</span>") +
            (shown(service, "paused") == "true" ? " <span class=\"bad\">paused</span>" : "") + "</td></tr>";
  }
  if (rows.empty()) return {};
  return "<section><h2>Services</h2><table>" + rows + "</table></section>";
}

/// Lists the scheduled calls, whether of streams or not.
std::string schedule_section(const Overview& overview) {
  std::string rows;
  for (const auto& call : list_of(overview.status, "schedule")) {
    const bool failed = shown(call, "failures") != "0";
    rows += "<tr><td class=\"t\">" + when(shown(call, "at"), overview.now) + "</td><td>" +
            apart(name_of(overview.status, shown(call, "service"))) + escaped(shown(call, "path")) +
            "</td><td class=\"" + (failed ? "bad" : "dim") + "\">" + escaped(shown(call, "result")) +
            "</td></tr>";
  }
  if (rows.empty()) return {};
  return "<section><h2>Next runs</h2><table><tr><th>when</th><th>what</th><th>last time</th></tr>" + rows +
         "</table></section>";
}

}  // namespace

std::string overview_page(const Overview& overview) {
  std::string body =
      "<h1><a href=\"/\">locker</a></h1>" + search_form(overview.words) + hits_section(overview);
  for (const auto& account : list_of(overview.status, "accounts")) body += account_section(overview, account);
  body += services_section(overview) + schedule_section(overview) + offers_section(overview.status);
  return page("locker", body);
}

}  // namespace locker::serve
