#include "lib/serve/pages.hpp"

#include <algorithm>

#include "lib/http/address.hpp"

namespace locker::serve {
namespace {

constexpr char kStyle[] =
    "body{font:1rem/1.45 system-ui,sans-serif;max-width:46rem;margin:0 auto;padding:1rem;color:#222;"
    "background:#fff}h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}"
    "table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem .3rem 0;"
    "border-bottom:1px solid #ddd;vertical-align:top;overflow-wrap:anywhere}td.n{text-align:right;"
    "white-space:nowrap}th.n{text-align:right}input,button{font:inherit;padding:.4rem}"
    "input[type=search]{width:calc(100% - 7rem)}.bad{color:#a40000}.dim{color:#666}"
    "a{color:#0b57d0}@media(prefers-color-scheme:dark){body{background:#1b1b1b;color:#ddd}"
    "th,td{border-color:#444}a{color:#8ab4f8}.bad{color:#ff8a80}.dim{color:#999}}";

std::string text_of(const Object& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return {};
  return found->is_string() ? found->get<std::string>() : found->dump();
}

/// An RFC 3339 time in few words: day and minute, UTC.
std::string short_time(const std::string& time) {
  constexpr std::size_t kMinute = 16;
  if (time.size() < kMinute) return time;
  std::string text = time.substr(0, kMinute);
  text[10] = ' ';
  return text;
}

std::string when(const std::string& time) {
  return time.empty() ? "-"
                      : "<time datetime=\"" + escaped(time) + "\">" + escaped(short_time(time)) + "</time>";
}

std::string search_form(const std::string& words) {
  return "<form action=\"/\" role=\"search\"><input type=\"search\" name=\"q\" aria-label=\"Words to find\" "
         "value=\"" +
         escaped(words) + "\"> <button>Search</button></form>";
}

std::string hits_table(const Overview& overview) {
  if (overview.words.empty()) return {};
  if (!overview.trouble.empty()) return "<p class=\"bad\">" + escaped(overview.trouble) + "</p>";
  if (overview.hits.empty()) return "<p>Nothing found.</p>";
  std::string rows;
  for (const auto& hit : overview.hits) {
    const auto text = text_of(hit, "text"), name = text_of(hit, "name"), url = text_of(hit, "url");
    const bool is_link = url.starts_with("https://") || url.starts_with("http://");
    const std::string shown = escaped(text.empty() ? (name.empty() ? text_of(hit, "id") : name) : text);
    rows += "<tr><td class=\"dim\">" + when(text_of(hit, "time")) + "<br>" + escaped(text_of(hit, "author")) +
            "</td><td>" + shown +
            (is_link ? " <a rel=\"noreferrer\" href=\"" + escaped(url) + "\">open</a>" : "") + "</td></tr>";
  }
  return "<table class=\"hits\">" + rows + "</table>";
}

std::string stream_row(const Object& stream) {
  const Object none = Object::object();
  const auto run = stream.find("last_run");
  const Object& last = run != stream.end() && run->is_object() ? *run : none;
  const auto message = text_of(last, "message");
  std::string row = "<tr><td>" + escaped(text_of(stream, "stream")) + "</td><td class=\"n\">" +
                    escaped(text_of(stream, "members")) + "</td><td>" + when(text_of(last, "ended")) + " " +
                    escaped(text_of(last, "outcome"));
  if (!message.empty())
    row += "<br><span class=\"bad\">" + escaped(message) + "</span> " + escaped(text_of(last, "hint"));
  return row + "</td></tr>";
}

std::string account_section(const Object& account) {
  const auto handle = text_of(account, "handle"), next = text_of(account, "next_step");
  std::string html = "<h2><a href=\"/Me/" + escaped(text_of(account, "account")) + "/\">" +
                     escaped(text_of(account, "account")) + "</a>" +
                     (handle.empty() ? "" : " <span class=\"dim\">@" + escaped(handle) + "</span>") +
                     "</h2><p>" + escaped(text_of(account, "records")) + " records; this month $" +
                     escaped(text_of(account, "month_cost"));
  const auto budget = text_of(account, "budget");
  html += (budget.empty() ? ", no limit" : " of $" + escaped(budget)) + "</p>";
  if (!next.empty()) html += "<p>Next: " + escaped(next) + "</p>";
  const auto streams = account.find("streams");
  if (streams == account.end() || streams->empty()) return html;
  html += "<table><tr><th>stream</th><th class=\"n\">members</th><th>last run</th></tr>";
  for (const auto& stream : *streams) html += stream_row(stream);
  return html + "</table>";
}

std::string services_section(const Object& status) {
  std::string rows;
  for (const auto& service : status.value("services", Object::array())) {
    const auto id = text_of(service, "id");
    rows += "<tr><td><a href=\"/Me/" + escaped(id) + "/\">" + escaped(text_of(service, "title")) +
            "</a></td><td class=\"dim\">" + (text_of(service, "pid").empty() ? "sleeps" : "runs") +
            (text_of(service, "paused") == "true" ? ", schedule paused" : "") + "</td></tr>";
  }
  return rows.empty() ? "<p><a href=\"/Me/twitter/\">Sign in to a first service</a></p>"
                      : "<h2>Services</h2><table>" + rows + "</table>";
}

std::string schedule_section(const Object& status) {
  std::string rows;
  for (const auto& call : status.value("schedule", Object::array())) {
    const auto result = text_of(call, "result");
    rows += "<tr><td>" + when(text_of(call, "at")) + "</td><td>" + escaped(text_of(call, "service")) +
            escaped(text_of(call, "path")) + "</td><td" +
            (text_of(call, "failures") == "0" ? "" : " class=\"bad\"") + ">" + escaped(result) + "</td></tr>";
  }
  if (rows.empty()) return {};
  return "<h2>Next runs</h2><table><tr><th>UTC</th><th>what</th><th>last time</th></tr>" + rows + "</table>";
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string html;
  for (const char c : text) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      case '\'':
        html += "&#39;";
        break;
      default:
        html += c;
    }
  }
  return html;
}

std::string page(std::string_view title, std::string_view body) {
  return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
         "content=\"width=device-width,initial-scale=1\"><title>" +
         escaped(title) + "</title><style>" + kStyle + "</style></head><body>" + std::string(body) +
         "</body></html>\n";
}

std::string refused_page(std::string_view address) {
  return page("locker",
              "<h1>locker</h1><p><a href=\"" + escaped(address) +
                  "\">Go on</a></p><p class=\"dim\">If this page comes again, this browser is not signed "
                  "in: open the address that <code>locker serve</code> printed, or start it again.</p>");
}

std::string overview_page(const Overview& overview) {
  std::string body = "<h1>locker</h1>" + search_form(overview.words) + hits_table(overview);
  for (const auto& account : overview.status.value("accounts", Object::array()))
    body += account_section(account);
  body += services_section(overview.status) + schedule_section(overview.status);
  return page("locker", body);
}

}  // namespace locker::serve
