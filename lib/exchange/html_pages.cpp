#include <algorithm>

#include "lib/exchange/assets.hpp"
#include "lib/exchange/book.hpp"
#include "lib/exchange/html_text.hpp"
#include "lib/exchange/link.hpp"
#include "lib/exchange/page_file.hpp"
#include "lib/exchange/search_parts.hpp"
#include "lib/rows/cell.hpp"
#include "lib/text/html.hpp"

namespace locker::exchange {
namespace {

/// Allows a page to load only local files, whatever a text contains.
constexpr char kPolicy[] =
    "default-src 'none'; img-src 'self' file:; media-src 'self' file:; style-src 'self' file:;"
    " script-src 'self' file:; base-uri 'none'; form-action 'none'";

/// Leads to the export's root from a page two folders down.
constexpr char kUp[] = "../../";

void append_head(std::string& out, std::string_view title, const char* up) {
  out.append("<!DOCTYPE html>\n<html lang=\"und\">\n<meta charset=\"utf-8\">\n")
      .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
      .append("<meta name=\"referrer\" content=\"no-referrer\">\n")
      .append("<meta http-equiv=\"Content-Security-Policy\" content=\"")
      .append(kPolicy)
      .append("\">\n<title>");
  text::append_html(out, title);
  out.append("</title>\n<link rel=\"stylesheet\" href=\"").append(up).append("style.css\">\n");
}

class HtmlPages final : public Pages {
 public:
  HtmlPages(std::filesystem::path folder, bool with_media)
      : folder_(std::move(folder)), with_media_(with_media), search_(folder_ / "search") {
    write("style.css", assets::style);
    write("page.js", assets::page);
    write("search.js", assets::search);
  }

  void begin(const PageHead& head) override {
    head_ = head;
    page_.open(folder_ / (head.path + ".html"));
    std::string& out = page_.text();
    append_head(out, head.title, kUp);
    add_nav();
    out += "<h1>";
    text::append_html(out, head.title);
    out += "</h1>\n<div id=\"filter\"></div>\n";
  }

  void add(const Entry& entry) override {
    search_.add(head_, entry);
    std::string& out = page_.text();
    out.append("<article id=\"").append(entry.anchor).append("\"");
    if (!entry.answers.empty()) out += " class=\"answer\"";
    if (!head_.is_messages && entry.row.time) add_streams(entry);
    out += ">\n";
    add_header(entry);
    if (!entry.row.text.empty()) {
      out += "<p dir=\"auto\">";
      append_html_with_links(out, entry.row.text);
      out += "</p>\n";
    }
    if (is_silent(entry)) out += "<p class=\"silent\">what it says is not known</p>\n";
    for (const auto& medium : entry.row.media) add_medium(medium);
    out += "</article>\n";
    page_.flush_if_full();
  }

  void end() override {
    if (!head_.earlier.empty() || !head_.later.empty()) add_nav();
    page_.text().append("<script src=\"").append(kUp).append("page.js\"></script>\n");
    page_.close();
  }

  void index(const std::vector<Owned>& accounts, const std::vector<Listed>& months,
             const std::vector<Listed>& others) override {
    page_.open(folder_ / "index.html");
    std::string& out = page_.text();
    append_head(out, title_of_index(accounts), "");
    out += "<h1>";
    text::append_html(out, title_of_index(accounts));
    out += "</h1>\n";
    for (const auto& owned : accounts) add_owned(owned);
    out +=
        "<form id=\"search\"><input type=\"search\" name=\"words\""
        " placeholder='search all texts: words, or a \"whole phrase\"' aria-label=\"search all texts\">"
        "</form>\n<p id=\"state\" role=\"status\"></p>\n<div id=\"results\"></div>\n";
    add_months(months);
    add_others(others);
    add_parts();
    out += "<script src=\"search.js\"></script>\n";
    page_.close();
  }

 private:
  /// Adds links to the index and to the months before and after this one.
  void add_nav() {
    std::string& out = page_.text();
    out.append("<nav><a href=\"").append(kUp).append("index.html\">index</a>");
    for (auto link = head_.earlier.rbegin(); link != head_.earlier.rend(); ++link)
      add_way(*link, link->path == head_.earlier.front().path ? " rel=\"prev\"" : "", "← ", "");
    for (const auto& link : head_.later)
      add_way(link, link.path == head_.later.front().path ? " rel=\"next\"" : "", "", " →");
    out += "</nav>\n";
  }

  void add_way(const PageLink& link, const char* what, const char* before, const char* behind) {
    std::string& out = page_.text();
    out.append("<a").append(what).append(" href=\"").append(kUp);
    text::append_html(out, link.path + ".html");
    out.append("\">").append(before);
    text::append_html(out, link.title);
    out.append(behind).append("</a>");
  }

  void add_owned(const Owned& owned) {
    std::string& out = page_.text();
    out += "<p><b>";
    text::append_html(out, owned.account);
    out += "</b> ";
    text::append_html(out, in_words(owned));
    out += "</p>\n";
  }

  void add_streams(const Entry& entry) {
    std::string names;
    for (const auto& name : entry.streams) names += (names.empty() ? "" : " ") + name;
    page_.text() += " data-streams=\"";
    text::append_html(page_.text(), names);
    page_.text() += '"';
  }

  void add_header(const Entry& entry) {
    std::string& out = page_.text();
    const auto& row = entry.row;
    out += "<header>";
    if (!entry.called.empty()) {
      out += "<b dir=\"auto\">";
      text::append_html(out, entry.called);
      out += "</b>";
    }
    if (row.time) {
      const std::string time = format_rfc3339(*row.time);
      out.append("<a href=\"#")
          .append(entry.anchor)
          .append("\"><time datetime=\"")
          .append(time)
          .append("\">");
      out.append(time.substr(0, 10)).append(" ").append(time.substr(11, 5)).append(" UTC</time></a>");
    }
    for (const auto& name : entry.streams) {
      if (head_.is_messages) break;
      out += "<span class=\"stream\">";
      text::append_html(out, name);
      out += "</span>";
    }
    add_answer(entry);
    if (const std::string url = web_link(row.url()); !url.empty()) {
      out += "<a rel=\"noreferrer noopener\" href=\"";
      text::append_html(out, url);
      out += "\">at the service</a>";
    }
    out += "</header>\n";
  }

  void add_answer(const Entry& entry) {
    std::string& out = page_.text();
    if (entry.answers.empty()) return;
    if (entry.answers_link.empty()) return add_answer_elsewhere(entry);
    const auto hash = entry.answers_link.find('#');
    out += "<a href=\"";
    if (hash > 0) text::append_html(out, kUp + entry.answers_link.substr(0, hash) + ".html");
    text::append_html(out, entry.answers_link.substr(hash));
    out.append("\">").append(answer_word(entry)).append("</a>");
  }

  void add_answer_elsewhere(const Entry& entry) {
    std::string& out = page_.text();
    const std::string url = web_link(entry.answers_url);
    out += url.empty() ? "<span" : "<a rel=\"noreferrer noopener\" href=\"";
    text::append_html(out, url);
    out.append(url.empty() ? ">" : "\">").append(answer_word(entry)).append(" to ");
    text::append_html(out, entry.answers);
    out += url.empty() ? "</span>" : "</a>";
  }

  void add_medium(const store::ShownMedium& medium) {
    std::string& out = page_.text();
    const bool is_here = with_media_ && !medium.path.empty();
    const std::string where = is_here ? kUp + media_link(medium.path) : web_link(medium.url);
    std::string text;
    text::append_html(text, medium.alt.empty() ? medium.kind : medium.alt);
    if (where.empty()) {
      out += "<figure>" + text + ": not kept here</figure>\n";
      return;
    }
    std::string link;
    text::append_html(link, where);
    out += "<figure>";
    if (!is_here)
      out += "<a rel=\"noreferrer noopener\" href=\"" + link + "\">" + text + "</a>";
    else if (medium.kind == "photo")
      out += "<a href=\"" + link + "\"><img loading=\"lazy\" src=\"" + link + "\" alt=\"" + text + "\"></a>";
    else
      out += "<video controls preload=\"none\" src=\"" + link + "\" title=\"" + text + "\"></video>";
    if (is_here && !medium.alt.empty()) out += "<figcaption>" + text + "</figcaption>";
    out += "</figure>\n";
  }

  /// Adds a line for each year, with its months, newest first.
  void add_months(const std::vector<Listed>& months) {
    std::string& out = page_.text();
    std::string account, year;
    for (const auto& month : months) {
      if (month.head.account != account) {
        out += account.empty() ? "<h2>" : "</li></ul>\n<h2>";
        text::append_html(out, month.head.account);
        out += "</h2>\n<ul class=\"years months\">";
        account = month.head.account;
        year.clear();
      }
      const std::string of_month = month.head.title.substr(month.head.title.rfind(' ') + 1);
      if (of_month != year) out += (year.empty() ? "<li><b>" : "</li>\n<li><b>") + of_month + "</b> ";
      year = of_month;
      add_link(month, month.head.title.substr(0, month.head.title.rfind(' ')));
    }
    if (!account.empty()) out += "</li></ul>\n";
  }

  void add_others(const std::vector<Listed>& others) {
    for (const bool messages : {true, false}) {
      const auto wanted = [messages](const Listed& other) { return other.head.is_messages == messages; };
      if (std::ranges::none_of(others, wanted)) continue;
      page_.text() +=
          messages ? "<h2>Messages</h2>\n<ul class=\"years\">" : "<h2>Lists</h2>\n<ul class=\"years\">";
      for (const auto& other : others) {
        if (!wanted(other)) continue;
        page_.text() += "<li>";
        text::append_html(page_.text(), other.head.account);
        page_.text() += ": ";
        add_link(other, other.head.title);
        page_.text() += "</li>\n";
      }
      page_.text() += "</ul>\n";
    }
  }

  void add_link(const Listed& listed, std::string_view title) {
    std::string& out = page_.text();
    out += "<a href=\"";
    text::append_html(out, listed.head.path + ".html");
    out += "\">";
    text::append_html(out, title);
    out.append(" <small>").append(std::to_string(listed.entries)).append("</small></a> ");
  }

  /// Adds the names of the search parts. They contain account names, so `<` is escaped: quotes do not prevent
  /// a string from ending the script element.
  void add_parts() {
    std::string list = "[";
    for (const auto& name : search_.end()) {
      if (list.size() > 1) list += ',';
      rows::append_json_string(list, name);
    }
    for (auto at = list.find('<'); at != std::string::npos; at = list.find('<'))
      list.replace(at, 1, "\\u003c");
    page_.text() += "<script type=\"application/json\" id=\"parts\">" + list + "]</script>\n";
  }

  void write(const char* name, std::string_view text) const {
    PageFile file;
    file.open(folder_ / name);
    file.text() = text;
    file.close();
  }

  std::filesystem::path folder_;
  bool with_media_;
  SearchParts search_;
  PageHead head_;
  PageFile page_;
};

}  // namespace

std::unique_ptr<Pages> make_html_pages(const std::filesystem::path& folder, bool with_media) {
  return std::make_unique<HtmlPages>(folder, with_media);
}

}  // namespace locker::exchange
