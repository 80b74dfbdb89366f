#include "cli/writer/estimate_output.hpp"

#include <nlohmann/json.hpp>

#include "cli/output/json_output.hpp"
#include "cli/output/prose.hpp"
#include "cli/output/table.hpp"
#include "cli/writer/media_fetch.hpp"
#include "lib/base/money.hpp"

namespace locker::cli {
namespace {

using nlohmann::json;

std::string number_in_words(std::int64_t number, sync::Estimate::Certainty certainty) {
  switch (certainty) {
    case sync::Estimate::Certainty::exact:
      return std::to_string(number);
    case sync::Estimate::Certainty::about:
      return "about " + std::to_string(number);
    case sync::Estimate::Certainty::at_most:
      return "at most " + std::to_string(number);
    case sync::Estimate::Certainty::unknown:
      return "unknown";
  }
  return "unknown";
}

const char* certainty_name(sync::Estimate::Certainty certainty) {
  switch (certainty) {
    case sync::Estimate::Certainty::exact:
      return "exact";
    case sync::Estimate::Certainty::about:
      return "about";
    case sync::Estimate::Certainty::at_most:
      return "at most";
    case sync::Estimate::Certainty::unknown:
      return "unknown";
  }
  return "unknown";
}

/// Formats dollars with two digits, or more for small amounts.
std::string money_in_words(std::int64_t micro, sync::Estimate::Certainty certainty) {
  const std::string sum = format_dollars(micro);
  if (certainty == sync::Estimate::Certainty::unknown) return "unknown";
  return certainty == sync::Estimate::Certainty::at_most ? "at most " + sum : sum;
}

struct Sum {
  std::int64_t calls = 0, resources = 0, cost = 0, cost_with_included = 0;
  bool all_known = true;
  void add(const sync::Estimate& one) {
    if (one.certainty == sync::Estimate::Certainty::unknown) all_known = false;
    calls += one.calls;
    resources += one.resources;
    cost += one.cost;
    cost_with_included += one.cost_with_included;
  }
};

Sum sum_of(const AccountEstimate& account) {
  Sum sum;
  for (const auto& one : account.streams) sum.add(one);
  for (const auto* lookup : {&account.lookup, &account.names}) {
    sum.calls += lookup->requests;
    sum.resources += lookup->records;
    sum.cost += lookup->cost;
    sum.cost_with_included += lookup->cost;
  }
  return sum;
}

json as_json(const sync::LookupEstimate& lookup) {
  return {{"calls", lookup.requests}, {"resources", lookup.records}, {"cost", in_dollars(lookup.cost)}};
}

void show_as_json(const std::vector<AccountEstimate>& estimates, Context& context) {
  Sum all;
  json accounts = json::array();
  for (const auto& account : estimates) {
    json streams = json::array();
    for (const auto& one : account.streams)
      streams.push_back({{"stream", one.stream.text()},
                         {"certainty", certainty_name(one.certainty)},
                         {"calls", one.calls},
                         {"resources", one.resources},
                         {"cost", in_dollars(one.cost)},
                         {"cost_with_included", in_dollars(one.cost_with_included)},
                         {"full", one.full}});
    const Sum sum = sum_of(account);
    all.calls += sum.calls;
    all.resources += sum.resources;
    all.cost += sum.cost;
    all.cost_with_included += sum.cost_with_included;
    all.all_known = all.all_known && sum.all_known;
    json entry{{"account", account.account}, {"streams", streams}, {"left_out", account.left_out}};
    if (account.lookup.records > 0) entry["check_deleted"] = as_json(account.lookup);
    if (account.names.records > 0) entry["names"] = as_json(account.names);
    if (account.media)
      entry["media"] = {{"files", account.media->wanted.size()},
                        {"known_bytes", account.media->known_bytes()},
                        {"of_unknown_size", account.media->of_unknown_size()},
                        {"kept", account.media->kept}};
    accounts.push_back(std::move(entry));
  }
  print_json({{"event", "summary"},
              {"dry_run", true},
              {"exit_code", 0},
              {"requests", all.calls},
              {"resources", all.resources},
              {"cost", in_dollars(all.cost)},
              {"cost_with_included", in_dollars(all.cost_with_included)},
              {"all_known", all.all_known},
              {"accounts", accounts}},
             context);
}

/// The row of the cost if the service charges for included objects too.
constexpr char kWithIncludes[] = "with includes";

/// Returns a row of an account's table; a free service has no cost columns.
std::vector<std::string> row(const AccountEstimate& account, const Context& context, std::string what,
                             std::string calls, std::string resources, std::string cost,
                             std::string cost_with_included) {
  // Programs need the account in each row; on a terminal it is in a line above the table.
  if (!context.out_terminal.is_tty) what.insert(0, account.account + " ");
  std::vector<std::string> cells{std::move(what), std::move(calls), std::move(resources)};
  if (!account.charges) return cells;
  cells.push_back(std::move(cost));
  cells.push_back(std::move(cost_with_included));
  return cells;
}

void add_lookup(Table& table, const AccountEstimate& account, const Context& context, const char* name,
                const sync::LookupEstimate& lookup) {
  if (lookup.records == 0) return;
  const std::string cost = "at most " + format_dollars(lookup.cost);
  table.add(row(account, context, name, std::to_string(lookup.requests),
                "at most " + std::to_string(lookup.records), cost, cost));
}

Table table_for(const AccountEstimate& account) {
  std::vector<std::string> head{"stream", "requests", "resources"};
  if (account.charges) head.insert(head.end(), {"cost", kWithIncludes});
  constexpr int kRecognisable = 16;
  Table table(head, 0);
  table.make_shrinkable(0, kRecognisable, true);
  for (std::size_t column = 1; column < head.size(); ++column) table.align_right(column);
  return table;
}

void show_account(const AccountEstimate& account, Context& context) {
  Table table = table_for(account);
  for (const auto& one : account.streams)
    table.add(row(account, context, one.stream.text() + (one.full ? " (all)" : ""),
                  number_in_words(one.calls, one.certainty), number_in_words(one.resources, one.certainty),
                  money_in_words(one.cost, one.certainty),
                  money_in_words(one.cost_with_included, one.certainty)));
  add_lookup(table, account, context, "check-deleted", account.lookup);
  add_lookup(table, account, context, "names", account.names);
  const Sum sum = sum_of(account);
  const std::string at_least = sum.all_known ? "" : "at least ";
  table.add(row(account, context, "in all", at_least + std::to_string(sum.calls),
                at_least + std::to_string(sum.resources), at_least + format_dollars(sum.cost),
                at_least + format_dollars(sum.cost_with_included)));
  if (context.out_terminal.is_tty) context.out << account.account << "\n";
  table.print(context.out, context.out_terminal);
  if (account.charges && context.out_terminal.is_tty)
    tell(
        "WITH INCLUDES: if the service charges for the authors and posts that come along, which it does not "
        "say",
        context);
  if (account.media)
    context.out << account.account << " media: " << in_words(*account.media) << ", of what is stored now\n";
  for (const auto& stream : account.left_out)
    context.out << account.account << " " << stream << ": left out, its scope was not granted\n";
}

}  // namespace

void show_estimates(const std::vector<AccountEstimate>& estimates, Context& context) {
  if (context.json) return show_as_json(estimates, context);
  for (const auto& account : estimates) show_account(account, context);
}

}  // namespace locker::cli
