#include "cli/commands/doctor.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/output/json_output.hpp"
#include "cli/writer/checkup.hpp"
#include "lib/base/error.hpp"
#include "lib/text/terminal.hpp"

namespace locker::cli {
namespace {

using nlohmann::json;

Findings look_at_all(const DoctorOptions& options, Context& context) {
  Findings findings;
  check_home(findings, options.config, context);
  try {
    const auto database = store::Database::open_for_reading(context.home);
    check_database(findings, database, context);
    for (const auto& account : store::status(database, context.clock.now()))
      check_account(findings, database, account, context);
  } catch (const Error& error) {
    findings.push_back({"", "database", false, error.what(), error.hint()});
  }
  if (options.online)
    for (const auto& account : context.home.accounts()) check_service(findings, account, context);
  return findings;
}

json as_json(const Finding& finding) {
  return {{"account", finding.account.empty() ? json() : json(finding.account)},
          {"what", finding.what},
          {"well", finding.is_well},
          {"message", finding.message},
          {"next", finding.next.empty() ? json() : json(finding.next)}};
}

void show(const Finding& finding, Context& context) {
  if (finding.is_well && context.quiet) return;
  const bool colour = context.out_terminal.colour;
  const char* mark = finding.is_well ? "ok " : "!! ";
  context.out << (colour ? (finding.is_well ? "\033[32m" : "\033[31m") : "") << mark
              << (colour ? "\033[0m" : "")
              << (finding.account.empty() ? "" : text::printable(finding.account) + " ") << finding.what
              << ": " << text::printable(finding.message) << "\n";
  if (!finding.next.empty()) context.out << "   next: " << text::printable(finding.next) << "\n";
}

}  // namespace

int run_doctor(const DoctorOptions& options, Context& context) {
  context.home.require();
  const Findings findings = look_at_all(options, context);
  const auto problems = std::ranges::count(findings, false, &Finding::is_well);
  if (context.json) {
    json list = json::array();
    for (const auto& finding : findings) list.push_back(as_json(finding));
    print_json(json{{"well", problems == 0}, {"findings", list}}, context);
  } else {
    for (const auto& finding : findings) show(finding, context);
  }
  return problems == 0 ? 0 : 1;
}

}  // namespace locker::cli
