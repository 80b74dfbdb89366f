#include "sandbox/options.hpp"

#include <charconv>
#include <functional>
#include <stdexcept>

namespace sandbox {
namespace {

struct Parsing {
  Options options;
  bool own_redirect = false;  // the first --redirect-uri replaces the default
};

struct Option {
  const char* name;
  const char* value;  // null: takes no value
  std::function<void(Parsing&, const std::string&)> apply;
};

template <class Number>
Number number(const std::string& text) {
  Number out{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size())
    throw std::invalid_argument("not a number: " + text);
  return out;
}

Option size_option(const char* name, std::uint32_t Sizes::*size) {
  return {name, "N", [size](Parsing& parsing, const std::string& text) {
            parsing.options.settings.sizes.*size = number<std::uint32_t>(text);
          }};
}

template <class Number>
Option number_option(const char* name, const char* value, Number Settings::*setting) {
  return {name, value, [setting](Parsing& parsing, const std::string& text) {
            parsing.options.settings.*setting = number<Number>(text);
          }};
}

Option flag(const char* name, bool Settings::*setting) {
  return {name, nullptr,
          [setting](Parsing& parsing, const std::string&) { parsing.options.settings.*setting = true; }};
}

void set_fields(Parsing& parsing, const std::string& text) {
  FieldMode& mode = parsing.options.settings.fields;
  if (text == "old")
    mode = FieldMode::old_names;
  else if (text == "new")
    mode = FieldMode::new_names;
  else if (text == "both")
    mode = FieldMode::both;
  else
    throw std::invalid_argument("--fields is old, new or both");
}

void set_limits(Parsing& parsing, const std::string& text) {
  if (text != "off" && text != "table") throw std::invalid_argument("--rate-limits is off or table");
  parsing.options.settings.rate_limits = text == "table";
}

void add_redirect(Parsing& parsing, const std::string& text) {
  auto& uris = parsing.options.settings.redirect_uris;
  if (!parsing.own_redirect) uris.clear();
  parsing.own_redirect = true;
  uris.push_back(text);
}

const std::vector<Option>& table() {
  static const std::vector<Option> all = {
      number_option("--port", "N", &Settings::port),
      size_option("--posts", &Sizes::posts),
      size_option("--likes", &Sizes::likes),
      size_option("--bookmarks", &Sizes::bookmarks),
      size_option("--mentions", &Sizes::mentions),
      size_option("--home", &Sizes::home),
      size_option("--followers", &Sizes::followers),
      size_option("--following", &Sizes::following),
      size_option("--blocks", &Sizes::blocks),
      size_option("--mutes", &Sizes::mutes),
      size_option("--lists", &Sizes::lists),
      size_option("--folders", &Sizes::folders),
      size_option("--dms", &Sizes::dms),
      number_option("--seed", "S", &Settings::seed),
      {"--fields", "old|new|both", set_fields},
      {"--client-id", "ID", [](Parsing& p, const std::string& text) { p.options.settings.client_id = text; }},
      {"--client-secret", "S",
       [](Parsing& p, const std::string& text) { p.options.settings.client_secret = text; }},
      {"--redirect-uri", "U", add_redirect},
      flag("--auto-approve", &Settings::auto_approve),
      {"--rate-limits", "off|table", set_limits},
      number_option("--window", "SECONDS", &Settings::window),
      number_option("--access-token-life", "SECONDS", &Settings::access_token_life),
      number_option("--clock-offset", "SECONDS", &Settings::clock_offset),
      flag("--serve-media", &Settings::serve_media),
      {"--until-eof", nullptr, [](Parsing& p, const std::string&) { p.options.until_eof = true; }},
      {"--help", nullptr, [](Parsing& p, const std::string&) { p.options.help = true; }},
  };
  return all;
}

const Option& option_named(const std::string& name) {
  for (const Option& option : table())
    if (name == option.name) return option;
  throw std::invalid_argument("unknown option: " + name);
}

}  // namespace

// Takes `--name value` and `--name=value`.
Options parse_options(const std::vector<std::string>& arguments) {
  Parsing parsing;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::size_t equals = arguments[i].find('=');
    const Option& option = option_named(arguments[i].substr(0, equals));
    if (!option.value) {
      option.apply(parsing, "");
    } else if (equals != std::string::npos) {
      option.apply(parsing, arguments[i].substr(equals + 1));
    } else if (i + 1 < arguments.size()) {
      option.apply(parsing, arguments[++i]);
    } else {
      throw std::invalid_argument(arguments[i] + " needs a value");
    }
  }
  return parsing.options;
}

std::string usage() {
  std::string out = "usage: locker-sandbox";
  for (const Option& option : table())
    out += std::string(" [") + option.name + (option.value ? std::string(" ") + option.value : "") + "]";
  return out + "\n";
}

}  // namespace sandbox
