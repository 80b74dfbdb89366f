#include "cli/writer/import_output.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/output/json_output.hpp"
#include "cli/output/table.hpp"
#include "cli/writer/media_fetch.hpp"
#include "lib/text/terminal.hpp"

namespace locker::cli {
namespace {

using imports::MemberReport;
using imports::Report;
using nlohmann::json;

std::string number_or_nothing(const std::optional<std::int64_t>& number) {
  return number ? std::to_string(*number) : std::string();
}

/// Returns `conversations: 3` if the elements are grouped.
std::string groups_of(const MemberReport& member) {
  if (member.groups_name.empty()) return {};
  return member.groups_name + ": " + std::to_string(member.groups);
}

/// True if the members come from more than one archive.
bool are_of_several(const Report& report) {
  return std::ranges::any_of(report.members, [&](const MemberReport& member) {
    return member.made && member.made != report.members.front().made;
  });
}

/// Reports the errors that did not end the import; always on standard error.
void report_problems(const Report& report, Context& context) {
  for (const auto& member : report.members) {
    const std::string lead = "locker: " + report.account + ": " + text::printable(member.name);
    if (member.forgotten > 0 && !context.quiet)
      context.err << lead << ": " << member.forgotten << (member.forgotten == 1 ? " was" : " were")
                  << " forgotten with \"locker forget\", and " << (member.forgotten == 1 ? "is" : "are")
                  << " not stored again" << std::endl;
    if (!member.trouble.empty())
      context.err << lead << " is not read: " << text::printable(member.trouble) << std::endl;
    if (const auto& left_out = member.left_out; left_out.elements > 0)
      context.err << lead << ": " << left_out.elements
                  << (left_out.elements == 1 ? " is not read: " : " are not read, the first is ")
                  << text::printable(left_out.first) << std::endl;
    if (member.lacking > 0)
      context.err << lead << ": " << member.lacking
                  << (member.lacking == 1 ? " that the manifest counts is" : " that the manifest counts are")
                  << " not in it" << std::endl;
    if (member.unlisted > 0)
      context.err << lead << ": " << member.unlisted
                  << (member.unlisted == 1 ? " that it lists is" : " that it lists are")
                  << " in no other member" << std::endl;
  }
  for (const auto& name : report.missing)
    context.err << "locker: " << report.account << ": " << text::printable(name)
                << " is missing: the manifest names it" << std::endl;
}

class JsonImportOutput final : public ImportOutput {
 public:
  explicit JsonImportOutput(Context& context) : context_(context) {}

  void end(const Report& report, int exit_code) override {
    for (const auto& member : report.members) write(line_of(member));
    const store::Counts& counts = report.counts;
    write({{"event", "summary"},
           {"account", report.account},
           {"exit_code", exit_code},
           {"missing", report.missing},
           {"changes",
            {{"new", counts.created},
             {"update", counts.updated},
             {"delete", counts.deleted},
             {"restore", counts.restored},
             {"add", counts.added},
             {"remove", counts.removed}}}});
    report_problems(report, context_);
  }

  void end_of_dry_run(const Report& report, const std::optional<media::Plan>& to_fetch) override {
    for (const auto& member : report.members) write(line_of(member));
    json summary{{"event", "summary"},
                 {"account", report.account},
                 {"dry_run", true},
                 {"exit_code", 0},
                 {"missing", report.missing}};
    if (to_fetch)
      summary["media"] = {{"files", to_fetch->wanted.size()},
                          {"known_bytes", to_fetch->known_bytes()},
                          {"of_unknown_size", to_fetch->of_unknown_size()}};
    write(summary);
    report_problems(report, context_);
  }

 private:
  static json line_of(const MemberReport& member) {
    json line{{"event", "member"}, {"member", member.name}, {"state", member.state}};
    line["elements"] = member.elements ? json(*member.elements) : json();
    line["manifest"] = member.manifest ? json(*member.manifest) : json();
    if (!member.groups_name.empty()) line["groups"] = {{member.groups_name, member.groups}};
    if (member.made) line["archive"] = format_rfc3339(*member.made);
    if (!member.trouble.empty()) line["message"] = member.trouble;
    if (member.forgotten > 0) line["forgotten"] = member.forgotten;
    if (member.lacking + member.unlisted > 0) line["lacking"] = member.lacking + member.unlisted;
    if (member.left_out.elements > 0) {
      line["left_out"] = member.left_out.elements;
      line["message"] = member.left_out.first;
    }
    return line;
  }
  void write(const json& line) { print_json(line, context_); }
  Context& context_;
};

/// Tab-separated fields for programs; a table for people.
class LineOutput final : public ImportOutput {
 public:
  explicit LineOutput(Context& context) : context_(context) {}

  void advances(std::string_view what, std::uint64_t done, std::uint64_t all) override {
    if (!context_.err_terminal.is_tty || context_.quiet || all == 0) return;
    const auto percent = static_cast<int>(std::min(done, all) * 100 / all);
    if (percent == percent_) return;
    percent_ = percent;
    constexpr int kCells = 20;
    const auto filled = static_cast<std::size_t>(percent * kCells / 100);
    std::string line = "[" + std::string(filled, '#') + std::string(kCells - filled, '.') + "] " +
                       std::to_string(percent) + "% " + text::printable(what);
    context_.err << "\r\033[K" << text::truncated(line, context_.err_terminal.columns - 1) << std::flush;
  }

  void end(const Report& report, int) override {
    members(report);
    if (context_.err_terminal.is_tty && !context_.quiet) summary(report);
  }

  void end_of_dry_run(const Report& report, const std::optional<media::Plan>& to_fetch) override {
    members(report);
    if (to_fetch)
      context_.out << report.account << " media: at most " << in_words(*to_fetch) << " to fetch" << std::endl;
    if (!context_.quiet) context_.err << "nothing was stored: this was a dry run" << std::endl;
  }

 private:
  void members(const Report& report) {
    if (percent_ >= 0) context_.err << "\r\033[K" << std::flush;
    if (context_.out_terminal.is_tty)
      table(report);
    else
      for (const auto& member : report.members) line(member);
    context_.out.flush();
    report_problems(report, context_);
  }

  void table(const Report& report) {
    const bool several = are_of_several(report);
    const bool grouped = std::ranges::any_of(
        report.members, [](const MemberReport& member) { return !member.groups_name.empty(); });
    std::vector<std::string> head{"member", "state", "elements", "manifest"};
    if (grouped) head.emplace_back("");
    if (several) head.emplace_back("archive");
    Table table(head, 0);
    table.align_right(2);
    table.align_right(3);
    for (const auto& member : report.members) {
      std::vector<std::string> row{text::printable(member.name), member.state,
                                   number_or_nothing(member.elements), number_or_nothing(member.manifest)};
      if (grouped) row.push_back(groups_of(member));
      if (several) row.push_back(member.made ? format_rfc3339(*member.made).substr(0, 10) : std::string());
      table.add(row);
    }
    table.print(context_.out, context_.out_terminal);
  }

  void line(const MemberReport& member) {
    context_.out << text::printable(member.name) << '\t' << member.state << '\t'
                 << (member.elements ? std::to_string(*member.elements) : "-");
    const std::string groups = groups_of(member);
    if (member.manifest || !groups.empty()) context_.out << '\t' << number_or_nothing(member.manifest);
    if (!groups.empty()) context_.out << '\t' << groups;
    context_.out << '\n';
  }

  void summary(const Report& report) {
    const store::Counts& counts = report.counts;
    context_.err << report.account << ": " << counts.created << " new, " << counts.updated << " updated, "
                 << counts.added << " added" << std::endl;
    const bool held_back = std::ranges::any_of(
        report.members, [](const MemberReport& member) { return member.state == "private"; });
    if (held_back) context_.err << "what is private was left out; --private reads it too" << std::endl;
  }

  Context& context_;
  int percent_ = -1;
};

}  // namespace

std::unique_ptr<ImportOutput> make_import_output(Context& context) {
  if (context.json) return std::make_unique<JsonImportOutput>(context);
  return std::make_unique<LineOutput>(context);
}

}  // namespace locker::cli
