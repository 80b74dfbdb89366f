#include "sandbox/query_check.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "sandbox/problem.hpp"

namespace sandbox {
namespace {

constexpr std::size_t kMostIds = 100;

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> out;
  std::size_t begin = 0;
  for (std::size_t end; (end = text.find(separator, begin)) != std::string::npos; begin = end + 1)
    out.push_back(text.substr(begin, end - begin));
  out.push_back(text.substr(begin));
  return out;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ",") + part;
  return out;
}

std::vector<ObjectKind> families(const Endpoint& endpoint) {
  using enum ObjectKind;
  if (endpoint.bare) return {};
  switch (endpoint.kind) {
    case user:
      return {user, post};
    case list:
      return {list, user};
    case message:
      return {message, media, user, post};
    default:
      return {post, user, media, poll, place};
  }
}

template <class List>
bool has(const List& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

// The ids of two people, or the id of a group.
bool is_conversation(const std::string& id) {
  constexpr std::size_t kLeastOfGroup = 15;
  const auto dash = id.find('-');
  if (dash == std::string::npos) return parse_id(id).has_value() && id.size() >= kLeastOfGroup;
  return parse_id(id.substr(0, dash)).has_value() && parse_id(id.substr(dash + 1)).has_value();
}

class Checker {
 public:
  Checker(const Route& route, const Parameters& parameters, FieldMode mode)
      : route_(route),
        endpoint_(*route.endpoint),
        parameters_(parameters),
        generation_(generation_of(parameters, mode)) {
    query_.selection = default_selection(generation_);
  }

  Query run() {
    path_ids();
    names();
    for (const ObjectKind kind : families(endpoint_)) fields(kind);
    expansions();
    page_size();
    if (const auto token = parameter(parameters_, "pagination_token")) query_.token = *token;
    bounds();
    lists();
    return std::move(query_);
  }

 private:
  [[noreturn]] void refuse(const std::string& name, const std::vector<std::string>& values,
                           const std::string& why) {
    throw Refused{invalid_request(generation_,
                                  "The `" + name + "` query parameter value [" + joined(values) + "] " + why,
                                  name, values)};
  }

  void path_ids() {
    const bool of_conversation = endpoint_.pattern.starts_with("/2/dm_conversations/:id/");
    const bool is_id = of_conversation ? is_conversation(route_.id) : parse_id(route_.id).has_value();
    if (!route_.id.empty() && !is_id) refuse("id", {route_.id}, "is not valid");
    if (!route_.second.empty() && !parse_id(route_.second))
      refuse("folder_id", {route_.second}, "is not valid");
  }

  std::vector<std::string> known_names() const {
    std::vector<std::string> known = split(std::string(endpoint_.more_parameters), ' ');
    const bool has_pages = !endpoint_.pages_by_new_names || generation_ == Generation::new_names;
    if (endpoint_.sizes.greatest && has_pages) known.insert(known.end(), {"max_results", "pagination_token"});
    if (!endpoint_.bare) known.emplace_back("expansions");
    for (const ObjectKind kind : families(endpoint_)) known.emplace_back(fields_parameter(kind, generation_));
    std::erase(known, "");
    return known;
  }

  void names() {
    const std::vector<std::string> known = known_names();
    for (const auto& [name, value] : parameters_) {
      if (!has(known, name))
        throw Refused{invalid_request(
            generation_, "The query parameter [" + name + "] is not one of [" + joined(known) + "]", name,
            {value})};
      if (value.empty()) refuse(name, {value}, "can not be empty");
      if (parameters_.count(name) > 1) refuse(name, {value}, "is given more than once");
    }
  }

  template <class Accept>
  void each_value(std::string_view name, std::span<const std::string_view> allowed, Accept accept) {
    const auto given = parameter(parameters_, std::string(name));
    if (!given) return;
    std::set<std::string> seen;
    for (const std::string& value : split(*given, ',')) {
      if (!seen.insert(value).second) refuse(std::string(name), {value}, "is given more than once");
      if (!has(allowed, value))
        refuse(std::string(name), {value},
               "is not one of [" + joined(std::vector<std::string>(allowed.begin(), allowed.end())) + "]");
      accept(value);
    }
  }

  void fields(ObjectKind kind) {
    each_value(fields_parameter(kind, generation_), field_names(kind, generation_),
               [&](const std::string& value) { query_.selection.of(kind).emplace(to_old_name(value)); });
  }

  void expansions() {
    if (endpoint_.bare) return;
    each_value("expansions", expansion_names(endpoint_.kind, generation_),
               [&](const std::string& value) { add_expansion(query_.selection, endpoint_.kind, value); });
  }

  void page_size() {
    const PageSizes& sizes = endpoint_.sizes;
    query_.count = static_cast<std::size_t>(sizes.usual);
    const auto given = parameter(parameters_, "max_results");
    if (!given) return;
    const auto wanted = parse_id(*given);
    if (!wanted || *wanted < static_cast<Id>(sizes.smallest) || *wanted > static_cast<Id>(sizes.greatest))
      refuse("max_results", {*given},
             "is not between " + std::to_string(sizes.smallest) + " and " + std::to_string(sizes.greatest));
    query_.count = *wanted;
  }

  void raise(std::uint64_t above) { query_.above = std::max(query_.above, above); }
  void lower(std::uint64_t below) { query_.below = std::min(query_.below, below); }

  template <class Use>
  void each_id(const char* name, Use use) {
    const auto given = parameter(parameters_, name);
    if (!given) return;
    const auto id = parse_id(*given);
    if (!id) refuse(name, {*given}, "is not valid");
    use(*id);
  }

  template <class Use>
  void each_time(const char* name, Use use) {
    const auto given = parameter(parameters_, name);
    if (!given) return;
    const auto ms = parse_iso_time(*given);
    if (!ms) refuse(name, {*given}, "is not a valid RFC 3339 time");
    use(snowflake(*ms));
  }

  void bounds() {
    each_id("since_id", [&](Id id) { raise(id); });
    each_id("until_id", [&](Id id) { lower(id); });
    each_time("start_time", [&](Id id) { raise(id - 1); });
    each_time("end_time", [&](Id id) { lower(id); });
  }

  void lists() {
    static constexpr std::string_view kExcludable[] = {"replies", "retweets"};
    each_value("exclude", kExcludable, [&](const std::string& value) {
      (value == "replies" ? query_.no_replies : query_.no_reposts) = true;
    });
    static constexpr std::string_view kEvents[] = {"MessageCreate", "ParticipantsJoin", "ParticipantsLeave"};
    each_value("event_types", kEvents, [&](const std::string& value) { query_.event_types.insert(value); });
    if (endpoint_.answering == Answering::several) ids();
  }

  void ids() {
    const auto given = parameter(parameters_, "ids");
    if (!given) refuse("ids", {""}, "can not be empty");
    const std::vector<std::string> texts = split(*given, ',');
    if (texts.size() > kMostIds)
      refuse("ids", texts, "has " + std::to_string(texts.size()) + " values; at most 100 are allowed");
    for (const std::string& text : texts) {
      const auto id = parse_id(text);
      if (!id) refuse("ids", {text}, "is not valid");
      query_.ids.push_back(*id);
    }
  }

  const Route& route_;
  const Endpoint& endpoint_;
  const Parameters& parameters_;
  Generation generation_;
  Query query_;
};

// True for a value that only the newer API description has.
bool only_new(const std::string& name, const std::string& value) {
  if (name == "post.fields") return true;
  if (name != "expansions") return false;
  for (const ObjectKind kind : {ObjectKind::post, ObjectKind::user, ObjectKind::message})
    if (has(expansion_names(kind, Generation::old_names), value)) return false;
  for (const ObjectKind kind : {ObjectKind::post, ObjectKind::user, ObjectKind::message})
    if (has(expansion_names(kind, Generation::new_names), value)) return true;
  return false;
}

}  // namespace

Generation generation_of(const Parameters& parameters, FieldMode mode) {
  if (mode == FieldMode::old_names) return Generation::old_names;
  if (mode == FieldMode::new_names) return Generation::new_names;
  for (const auto& [name, values] : parameters)
    for (const std::string& value : split(values, ','))
      if (only_new(name, value)) return Generation::new_names;
  return Generation::old_names;
}

Query checked_query(const Route& route, const Parameters& parameters, FieldMode mode) {
  return Checker(route, parameters, mode).run();
}

}  // namespace sandbox
