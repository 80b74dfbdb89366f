#pragma once

#include <string>

#include "cli/completion/candidate.hpp"
#include "cli/completion/known.hpp"
#include "cli/completion/place.hpp"

namespace CLI {
class Option;
}

namespace locker::cli {

/// What could stand for `word` as a value of the option or argument, by the type that its help names. Of a
/// list it is the last member that is completed. Empty where nothing is known of the type.
[[nodiscard]] Candidates values(const CLI::Option& option, const std::string& word, const Known& known,
                                const Place& place);

}  // namespace locker::cli
