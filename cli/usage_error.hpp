#pragma once

#include "lib/base/error.hpp"

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace locker::cli {

/// Translates a parse error of `app`'s command line, with the next step as the hint.
[[nodiscard]] Error usage_error(const CLI::ParseError& error, const CLI::App& app);

/// Returns the error for a superfluous word: a mistyped command or option, or one argument too many.
[[nodiscard]] Error superfluous_word_error(const std::string& word, const CLI::App& app);

}  // namespace locker::cli
