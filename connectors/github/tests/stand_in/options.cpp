#include "options.hpp"

#include <charconv>
#include <functional>
#include <map>
#include <stdexcept>

namespace github_stand_in {
namespace {

using Apply = std::function<void(Settings&, const std::string&)>;

template <class Number>
Apply number(Number Settings::*member) {
  return [member](Settings& settings, const std::string& text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
      throw std::invalid_argument("not a number: " + text);
    settings.*member = value;
  };
}

const std::map<std::string, Apply>& table() {
  static const std::map<std::string, Apply> all = {
      {"--port", number(&Settings::port)},
      {"--stars", number(&Settings::stars)},
      {"--repositories", number(&Settings::repositories)},
      {"--member-repositories", number(&Settings::member_repositories)},
      {"--issues", number(&Settings::issues)},
      {"--comments", number(&Settings::comments)},
      {"--commits", number(&Settings::commits)},
      {"--releases", number(&Settings::releases)},
      {"--gists", number(&Settings::gists)},
      {"--notifications", number(&Settings::notifications)},
      {"--events", number(&Settings::events)},
      {"--received-events", number(&Settings::received_events)},
      {"--followers", number(&Settings::followers)},
      {"--following", number(&Settings::following)},
      {"--organizations", number(&Settings::organizations)},
      {"--subscriptions", number(&Settings::subscriptions)},
      {"--elsewhere", number(&Settings::elsewhere)},
      {"--seed", number(&Settings::seed)},
      {"--core-limit", number(&Settings::core_limit)},
      {"--search-limit", number(&Settings::search_limit)},
      {"--poll-interval", number(&Settings::poll_interval)},
      {"--clock-offset", number(&Settings::clock_offset)},
      {"--client-id", [](Settings& settings, const std::string& text) { settings.client_id = text; }},
      {"--api-path", [](Settings& settings, const std::string& text) { settings.api_path = text; }},
  };
  return all;
}

bool take_flag(Options& options, const std::string& name) {
  if (name == "--until-eof") return options.until_eof = true;
  if (name == "--help") return options.help = true;
  return false;
}

}  // namespace

Options parse_options(const std::vector<std::string>& arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::size_t equals = arguments[i].find('=');
    const std::string name = arguments[i].substr(0, equals);
    if (take_flag(options, name)) continue;
    const auto found = table().find(name);
    if (found == table().end()) throw std::invalid_argument("unknown option: " + name);
    if (equals == std::string::npos && i + 1 == arguments.size())
      throw std::invalid_argument(name + " needs a value");
    found->second(options.settings,
                  equals == std::string::npos ? arguments[++i] : arguments[i].substr(equals + 1));
  }
  return options;
}

std::string usage() {
  std::string text = "usage: locker-github-sandbox [--until-eof]";
  for (const auto& [name, apply] : table()) text += " [" + name + " VALUE]";
  return text + "\n";
}

}  // namespace github_stand_in
