#pragma once

#include "lib/base/home.hpp"
#include "lib/serve/state/diary.hpp"
#include "lib/serve/state/listeners.hpp"
#include "lib/serve/state/repeats.hpp"

namespace locker::serve {

/// Lowers the positions of listeners and of repeats to the archive's last change, if the archive was restored
/// from a backup or recreated: listeners have then received changes that it does not contain, and their
/// numbers are assigned again. Logs what it lowers. Must be called before anything is delivered.
void lower_positions(Listeners& listeners, Repeats& repeats, const Home& home, Diary& diary);

}  // namespace locker::serve
