#pragma once

#include <string>
#include <vector>

#include "world.hpp"

namespace github_stand_in {

/// Returns the ids of a stream's objects that the user may currently see. Streams: profile, repositories,
/// starred, issues, pulls, comments, reviews, commits, releases, gists, notifications, events,
/// received-events, followers, following, organizations, subscriptions. Throws std::out_of_range for any
/// other name.
std::vector<std::string> truth(const World& world, const std::string& stream, Time now);

}  // namespace github_stand_in
