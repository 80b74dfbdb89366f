#include "cli/completion/values.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "cli/commands/exchange.hpp"
#include "cli/output/rows.hpp"
#include "lib/rows/change_field.hpp"
#include "lib/rows/record_field.hpp"

namespace locker::cli {
namespace {

Candidates accounts(const Known& known, const Place&) { return known.accounts(); }

Candidates without_words(const std::vector<std::string>& names) {
  Candidates found;
  for (const auto& name : names) found.push_back({name, {}});
  return found;
}

Candidates formats(const Known&, const Place&) { return without_words(format_names()); }

Candidates forms_of_export(const Known&, const Place&) { return without_words(export_forms()); }

Candidates times(const Known&, const Place&) {
  return {{"now", {}},
          {"today", {}},
          {"yesterday", {}},
          {"1d", "a day ago"},
          {"7d", "seven days ago"},
          {"4w", "four weeks ago"}};
}

Candidates durations(const Known&, const Place&) {
  return {{"90s", {}}, {"15m", {}}, {"2h", {}}, {"1d", {}}};
}

Candidates no_budget(const Known&, const Place&) { return {{"none", "no limit"}}; }

Candidates all_forms(const Known&, const Place&) { return {{"all", "every form that was seen"}}; }

Candidates files(const Known&, const Place&) { return {{kFiles, {}}}; }

/// The fields of a change are fixed; records can have further fields, which depend on the service.
Candidates fields(const Known&, const Place& place) {
  Candidates found;
  if (place.app().get_name() == "history") {
    for (const auto& field : rows::change_fields()) found.push_back({std::string(field.name), {}});
    found.push_back({"changed", "what it changed"});
  } else {
    found = without_words(rows::record_field_names());
  }
  return found;
}

Candidates connectors(const Known& known, const Place& place) {
  return known.connectors(place.app().get_name() == "import");
}

/// A reference begins with the account.
Candidates references(const Known& known, const Place&) {
  Candidates found = known.accounts();
  for (auto& [value, about] : found) value += ":";
  return found;
}

Candidates references_and_accounts(const Known& known, const Place& place) {
  Candidates found = known.accounts();
  for (auto& reference : references(known, place)) found.push_back(std::move(reference));
  return found;
}

struct Values {
  std::string_view type;  ///< an option's or argument's type name
  Candidates (*of)(const Known&, const Place&);
};

constexpr Values kValues[] = {
    {"ACCOUNT", &accounts},
    {"ACCOUNT,...", &accounts},
    {"CONNECTOR", &connectors},
    {"INSTALLED", [](const Known& known, const Place&) { return known.installed(); }},
    {"STREAM,...", [](const Known& known, const Place& place) { return known.streams(place.arguments()); }},
    {"STREAM[/PART],...", [](const Known& known, const Place&) { return known.streams_and_parts(); }},
    {"TYPE,...", [](const Known& known, const Place&) { return known.types(); }},
    {"FIELD,...", &fields},
    {"FORMAT", &formats},
    {"TIME", &times},
    {"DURATION", &durations},
    {"USD|none", &no_budget},
    {"all", &all_forms},
    {"media",
     [](const Known&, const Place&) {
       return Candidates{{"media", "a photo or video that is stored"}};
     }},
    {"FORM", &forms_of_export},
    {"REF", &references},
    {"REF|ACCOUNT", &references_and_accounts},
    {"DIR", &files},
    {"FILE", &files},
    {"DIR|FILE", &files},
};

/// Returns the length of the prefix of `word` that is not completed: in a list, everything before the last
/// element and its sign.
std::size_t kept(const CLI::Option& option, const std::string& word) {
  if (!option.get_type_name().ends_with(",...")) return 0;
  const auto comma = word.rfind(',');
  const std::size_t start = comma == std::string::npos ? 0 : comma + 1;
  const bool signed_one =
      option.check_lname("streams") && start < word.size() && (word[start] == '+' || word[start] == '-');
  return signed_one ? start + 1 : start;
}

/// Removes the candidates that the list `before` already contains, with or without a sign.
void leave_out(Candidates& found, std::string_view before) {
  for (std::size_t at = 0; at < before.size();) {
    const auto end = std::min(before.find(',', at), before.size());
    std::string_view member = before.substr(at, end - at);
    if (member.starts_with('+') || member.starts_with('-')) member.remove_prefix(1);
    std::erase_if(found, [&](const Candidate& one) { return one.value == member; });
    at = end + 1;
  }
}

}  // namespace

Candidates values(const CLI::Option& option, const std::string& word, const Known& known,
                  const Place& place) {
  const auto type = std::ranges::find(kValues, option.get_type_name(), &Values::type);
  if (type == std::end(kValues)) return {};
  Candidates found = type->of(known, place);
  const std::string before = word.substr(0, kept(option, word));
  leave_out(found, before);
  for (auto& [value, about] : found)
    if (value != kFiles) value.insert(0, before);
  return found;
}

}  // namespace locker::cli
