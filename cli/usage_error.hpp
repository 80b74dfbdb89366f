#pragma once

#include "lib/base/error.hpp"

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace locker::cli {

/// What was wrong with a command line for `app`, in our words, with what to do as the hint.
[[nodiscard]] Error usage_error(const CLI::ParseError& error, const CLI::App& app);

/// A word that the tree has no place for: a mistyped command or option, or one argument too many.
[[nodiscard]] Error no_place_for(const std::string& word, const CLI::App& app);

}  // namespace locker::cli
