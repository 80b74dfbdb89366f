#pragma once

#include <string>
#include <string_view>

namespace locker::conformance {

/// Ways of writing the same JSON that no program chooses by itself, so that bytes which were written anew can
/// be told from those that were sent.
enum class Spelling {
  plain,    ///< as it came
  airy,     ///< white space of all kinds between tokens; escapes in texts where none are needed
  hidden,   ///< the same, and escapes in names
  extreme,  ///< airy, and in each object with an id a member of oddities: numbers and texts that a language's
            ///< own types cannot hold, names that come twice
};

/// `body` in that spelling; the same each time. What is no JSON stays as it is.
[[nodiscard]] std::string spelled(std::string_view body, Spelling spelling);

/// What an extreme spelling added taken out again, so that others can read the rest.
[[nodiscard]] std::string without_oddities(std::string text);

}  // namespace locker::conformance
