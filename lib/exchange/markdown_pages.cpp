#include "lib/exchange/book.hpp"
#include "lib/exchange/link.hpp"
#include "lib/exchange/page_file.hpp"

namespace locker::exchange {
namespace {

/// Appends text escaped for Markdown and HTML, with its line breaks.
void append_plain(std::string& out, std::string_view text, std::string_view line_begin) {
  static constexpr std::string_view kSpecial = "\\`*_{}[]<>()#+-.!|~&";
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\n') {
      out.append("  \n").append(line_begin);
      continue;
    }
    // Keep web addresses copyable.
    if (const auto end = address_end(text, at); end > at) {
      out.append("<").append(text.substr(at, end - at)).append(">");
      at = end - 1;
      continue;
    }
    if (kSpecial.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
}

/// Returns the link as seen from a page two folders down.
std::string up(const std::string& link) { return "../../" + link; }

class MarkdownPages final : public Pages {
 public:
  MarkdownPages(std::filesystem::path folder, bool with_media)
      : folder_(std::move(folder)), with_media_(with_media) {}

  void begin(const PageHead& head) override {
    page_.open(folder_ / (head.path + ".md"));
    page_.text() += "# ";
    append_plain(page_.text(), head.title, "");
    nav_ = "[index](" + up("index.md") + ")";
    for (auto link = head.earlier.rbegin(); link != head.earlier.rend(); ++link) add_way(*link, "← ", "");
    for (const auto& link : head.later) add_way(link, "", " →");
    page_.text().append("\n\n").append(nav_).append("\n");
    is_month_ = !head.earlier.empty() || !head.later.empty();
  }

  void add(const Entry& entry) override {
    std::string& out = page_.text();
    const auto& row = entry.row;
    out.append("\n---\n\n<a id=\"").append(entry.anchor).append("\"></a>");
    if (row.time) out.append("**").append(format_rfc3339(*row.time)).append("** ");
    append_plain(out, entry.called, "");
    for (const auto& stream : entry.streams) out.append(" `").append(stream).append("`");
    if (const std::string url = web_link(row.url()); !url.empty())
      out.append(" [at the service](<").append(url).append(">)");
    if (!entry.answers.empty()) add_answer(entry);
    if (!row.text.empty()) {
      out += "\n\n> ";
      append_plain(out, row.text, "> ");
    }
    out += '\n';
    if (is_silent(entry)) out += "\n*what it says is not known*\n";
    for (const auto& medium : row.media) add_medium(medium);
    page_.flush_if_full();
  }

  void end() override {
    if (is_month_) page_.text().append("\n---\n\n").append(nav_).append("\n");
    page_.close();
  }

  void index(const std::vector<Owned>& accounts, const std::vector<Listed>& months,
             const std::vector<Listed>& others) override {
    page_.open(folder_ / "index.md");
    page_.text() += "# ";
    append_plain(page_.text(), title_of_index(accounts), "");
    page_.text() += "\n\n";
    for (const auto& owned : accounts) add_owned(owned);
    page_.text() += "\n## By month\n\n";
    for (const auto& month : months) add_listed(month);
    page_.text() += "\n## Messages and lists\n\n";
    for (const auto& other : others) add_listed(other);
    page_.close();
  }

 private:
  void add_way(const PageLink& link, const char* before, const char* behind) {
    nav_.append(" [").append(before);
    append_plain(nav_, link.title, "");
    nav_.append(behind).append("](<").append(up(link.path)).append(".md>)");
  }

  void add_owned(const Owned& owned) {
    page_.text() += "- ";
    append_plain(page_.text(), owned.account, "");
    page_.text() += ": ";
    append_plain(page_.text(), in_words(owned), "");
    page_.text() += "\n";
  }

  void add_answer(const Entry& entry) {
    std::string& out = page_.text();
    if (entry.answers_link.empty()) return add_answer_elsewhere(entry);
    const auto hash = entry.answers_link.find('#');
    out.append(", [").append(answer_word(entry)).append("](<");
    if (hash > 0) out.append(up(entry.answers_link.substr(0, hash))).append(".md");
    out.append(entry.answers_link.substr(hash)).append(">)");
  }

  void add_answer_elsewhere(const Entry& entry) {
    std::string& out = page_.text();
    const std::string url = web_link(entry.answers_url);
    out.append(url.empty() ? ", " : ", [").append(answer_word(entry)).append(" to ");
    append_plain(out, entry.answers, "");
    if (!url.empty()) out.append("](<").append(url).append(">)");
  }

  void add_medium(const store::ShownMedium& medium) {
    std::string& out = page_.text();
    const bool here = with_media_ && !medium.path.empty();
    const std::string where = here ? up(media_link(medium.path)) : web_link(medium.url);
    if (where.empty()) {
      out += "\n";
      append_plain(out, medium.alt.empty() ? medium.kind : medium.alt, "");
      out += ": not kept here\n";
      return;
    }
    out += medium.kind == "photo" && here ? "\n![" : "\n[";
    append_plain(out, medium.alt.empty() ? medium.kind : medium.alt, "");
    out.append("](<").append(where).append(">)\n");
  }

  void add_listed(const Listed& listed) {
    std::string& out = page_.text();
    out += "- ";
    append_plain(out, listed.head.account, "");
    out += ": [";
    append_plain(out, listed.head.title, "");
    out.append("](<")
        .append(listed.head.path)
        .append(".md>) (")
        .append(std::to_string(listed.entries))
        .append(")\n");
  }

  std::filesystem::path folder_;
  bool with_media_;
  PageFile page_;
  std::string nav_;  ///< of the current page
  bool is_month_ = false;
};

}  // namespace

std::unique_ptr<Pages> make_markdown_pages(const std::filesystem::path& folder, bool with_media) {
  return std::make_unique<MarkdownPages>(folder, with_media);
}

}  // namespace locker::exchange
