#include "sandbox/authorize_page.hpp"

namespace sandbox {
namespace {

std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  return out;
}

std::string page(const std::string& title, const std::string& content) {
  return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + title +
         "</title></head><body><main>" + content + "</main></body></html>\n";
}

}  // namespace

std::string authorize_page(const Parameters& request) {
  std::string fields;
  for (const auto& [name, value] : request)
    fields += "<input type=\"hidden\" name=\"" + escaped(name) + "\" value=\"" + escaped(value) + "\">";
  const std::string scopes = escaped(parameter(request, "scope").value_or(""));
  return page("Sandbox / Authorize an app",
              "<h1>An app wants to access your account</h1><p>It asks for: <code>" + scopes +
                  "</code></p><form method=\"post\" action=\"/i/oauth2/authorize\">" + fields +
                  "<button name=\"decision\" value=\"authorize\">Authorize app</button> "
                  "<button name=\"decision\" value=\"cancel\">Cancel</button></form>");
}

std::string refusal_page(const std::string& reason) {
  return page(
      "Sandbox / Error",
      "<h1>Something went wrong</h1><p>You weren’t able to give access to the App. Go back and try logging "
      "in again.</p><!-- " +
          escaped(reason) + " -->");
}

}  // namespace sandbox
