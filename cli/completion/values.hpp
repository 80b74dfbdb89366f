#pragma once

#include <string>

#include "cli/completion/candidate.hpp"
#include "cli/completion/known.hpp"
#include "cli/completion/place.hpp"

namespace CLI {
class Option;
}

namespace locker::cli {

/// Returns the candidates for `word` as a value of the option or argument, by its type name. Completes the
/// last element of a list. Empty for a type without known values.
[[nodiscard]] Candidates values(const CLI::Option& option, const std::string& word, const Known& known,
                                const Place& place);

}  // namespace locker::cli
