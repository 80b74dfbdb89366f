#pragma once

#include <cstdint>

#include "sandbox/world.hpp"

namespace sandbox {

struct Sizes {
  std::uint32_t posts = 30, likes = 12, bookmarks = 8, mentions = 6, home = 20;
  std::uint32_t followers = 15, following = 10, blocks = 3, mutes = 2;
  std::uint32_t lists = 3, folders = 2, dms = 8;
};

// Generates the data; the same sizes and seed give the same data on any day.
void populate(World& world, const Sizes& sizes, std::uint64_t seed);

// Creates a further user, for changes through the control API.
User make_user(std::uint64_t seed, Id id);

}  // namespace sandbox
