#pragma once

#include "lib/base/home.hpp"
#include "lib/serve/state/diary.hpp"
#include "lib/serve/state/listeners.hpp"
#include "lib/serve/state/repeats.hpp"

namespace locker::serve {

/// Where the archive was put back from a backup, or begun anew, listeners have heard of changes that it
/// has not, and numbers are given a second time: their positions, and those of what they are to be told
/// again, are lowered to what it has of that, and the log says so. To be called before anything is
/// delivered.
void lower_positions(Listeners& listeners, Repeats& repeats, const Home& home, Diary& diary);

}  // namespace locker::serve
