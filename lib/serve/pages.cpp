#include "lib/serve/pages.hpp"

#include "lib/text/html.hpp"

namespace locker::serve {
namespace {

constexpr char kStyle[] =
    ":root{color-scheme:light dark;--ink:#1f2328;--dim:#626a73;--line:#d8dee4;--card:#fff;--page:#f4f5f7;"
    "--link:#0a58ca;--bad:#b3261e;--good:#1a7f37}"
    "@media(prefers-color-scheme:dark){:root{--ink:#e3e6ea;--dim:#9aa4af;--line:#343a41;--card:#1d2125;"
    "--page:#14171a;--link:#7db0ff;--bad:#ff8a80;--good:#6fdd8b}}"
    "*{box-sizing:border-box}body{font:1rem/1.5 system-ui,sans-serif;max-width:52rem;margin:0 auto;"
    "padding:1rem;color:var(--ink);background:var(--page)}a{color:var(--link)}"
    "h1{font-size:1.3rem;margin:.2rem 0 1rem}h1 a{color:inherit;text-decoration:none}"
    "h2{font-size:1.05rem;margin:0}section{background:var(--card);border:1px solid var(--line);"
    "border-radius:.6rem;padding:.9rem 1rem;margin:1rem 0}section p{margin:.35rem 0}"
    "table{border-collapse:collapse;width:100%;margin-top:.6rem}"
    "th,td{text-align:left;padding:.35rem .7rem .35rem 0;border-top:1px solid var(--line);"
    "vertical-align:top;overflow-wrap:anywhere}th{border:0;font-weight:600;font-size:.85rem;color:var(--dim)}"
    "th:last-child,td:last-child{padding-right:0}.n{text-align:right;white-space:nowrap;"
    "font-variant-numeric:tabular-nums}.t{white-space:nowrap}.dim{color:var(--dim)}.bad{color:var(--bad)}"
    ".good{color:var(--good)}.row{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;"
    "justify-content:space-between}form{display:flex;gap:.5rem;margin:0}p form,div form{display:inline-flex}"
    "input,button{font:inherit;padding:.45rem .8rem;border:1px solid var(--line);border-radius:.4rem;"
    "background:var(--card);color:inherit}button{cursor:pointer}input{flex:1;min-width:0;width:100%}"
    "button{white-space:nowrap}.name{overflow-wrap:anywhere;min-width:7.5em}.word{overflow-wrap:normal}"
    "section{overflow-x:auto}label "
    "input{margin-top:.2rem}form:has(label){display:block}.hit{border-top:1px solid var(--line);"
    "padding:.6rem 0;overflow-wrap:anywhere;white-space:pre-line}.hit p{white-space:normal}"
    "@media(max-width:34rem){body{padding:.7rem}.wide{display:none}section{padding:."
    "8rem}}";

}  // namespace

std::string escaped(std::string_view text) {
  std::string html;
  text::append_html(html, text);
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

void answer_page(http::Exchange& exchange, int status, const std::string& html,
                 const std::string& form_target, const http::Headers& more) {
  const std::string forms = form_target.empty() ? "'self'" : "'self' " + form_target;
  // Not `no-referrer`, with which browsers also hide the origin of a form's request.
  http::Headers headers{
      {"Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action " + forms +
                                      "; frame-ancestors 'none'; base-uri 'none'"},
      {"Cache-Control", "no-store"},
      {"Referrer-Policy", "same-origin"},
      {"X-Content-Type-Options", "nosniff"}};
  headers.insert(headers.end(), more.begin(), more.end());
  exchange.answer(status, "text/html; charset=utf-8", html, headers);
}

bool wants_page(const http::Exchange& exchange) {
  return exchange.request().header("Accept").value_or("").find("text/html") != std::string_view::npos;
}

}  // namespace locker::serve
