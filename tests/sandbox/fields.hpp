#pragma once

#include <nlohmann/json_fwd.hpp>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace sandbox {

// Which of X's two published spellings of field names the service accepts (2.166: old, 2.167: renamed).
enum class FieldMode { old_names, new_names, both };
enum class Generation { old_names, new_names };

enum class ObjectKind { post, user, list, message, media, poll, place };

// Return the names allowed in a `*.fields` parameter for that kind, and in `expansions` if it is the main
// kind of the response.
std::span<const std::string_view> field_names(ObjectKind kind, Generation generation);
std::span<const std::string_view> expansion_names(ObjectKind kind, Generation generation);
// Returns "tweet.fields", "post.fields", "user.fields" …
std::string_view fields_parameter(ObjectKind kind, Generation generation);

// Names are the old ones internally; these two translate them. Names that did not change are returned
// unchanged.
std::string_view to_old_name(std::string_view name);
std::string_view to_spelling(std::string_view old_name, Generation generation);

// The fields that a request selects, by their old names, including those that an expansion adds.
struct Selection {
  Generation generation = Generation::old_names;
  std::set<std::string, std::less<>> post, user, list, message, media, poll, place;
  std::set<std::string, std::less<>> expansions;

  std::set<std::string, std::less<>>& of(ObjectKind kind);
  bool expands(std::string_view name) const { return expansions.find(name) != expansions.end(); }
};

// Returns the default fields.
Selection default_selection(Generation generation);
// Returns all fields, for tests that compare with the truth.
Selection full_selection(Generation generation);
void add_expansion(Selection& selection, ObjectKind main, std::string_view name);

}  // namespace sandbox
