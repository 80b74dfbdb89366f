#pragma once

#include <string>
#include <vector>

#include "world.hpp"

namespace github_stand_in {

/// What one may see of a stream, by the ids of the objects, as the service has it now. Streams are named
/// after what they hold: profile, repositories, starred, issues, pulls, comments, reviews, commits, releases,
/// gists, notifications, events, received-events, followers, following, organizations, subscriptions. Throws
/// std::out_of_range for any other name.
std::vector<std::string> truth(const World& world, const std::string& stream, Time now);

}  // namespace github_stand_in
