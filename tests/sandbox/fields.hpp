#pragma once

#include <nlohmann/json_fwd.hpp>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace sandbox {

// Which of X's two published spellings of the field names the service takes (2.166: old, 2.167: renamed).
enum class FieldMode { old_names, new_names, both };
enum class Generation { old_names, new_names };

enum class ObjectKind { post, user, list, message, media, poll, place };

// The names allowed in a `*.fields` parameter of the kind, and in `expansions` where the kind is the answer's
// main one.
std::span<const std::string_view> field_names(ObjectKind kind, Generation generation);
std::span<const std::string_view> expansion_names(ObjectKind kind, Generation generation);
// "tweet.fields", "post.fields", "user.fields" …
std::string_view fields_parameter(ObjectKind kind, Generation generation);

// Inside, names are the old ones; these two translate at the border. Names that did not change stay.
std::string_view to_old_name(std::string_view name);
std::string_view to_spelling(std::string_view old_name, Generation generation);

// What a request asked for, in old names, with the fields that an expansion brings along.
struct Selection {
  Generation generation = Generation::old_names;
  std::set<std::string, std::less<>> post, user, list, message, media, poll, place;
  std::set<std::string, std::less<>> expansions;

  std::set<std::string, std::less<>>& of(ObjectKind kind);
  bool expands(std::string_view name) const { return expansions.find(name) != expansions.end(); }
};

// The fields that come unasked.
Selection default_selection(Generation generation);
// Everything there is, for tests that compare with the truth.
Selection full_selection(Generation generation);
void add_expansion(Selection& selection, ObjectKind main, std::string_view name);

}  // namespace sandbox
