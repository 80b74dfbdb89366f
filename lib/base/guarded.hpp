#pragma once

#include <functional>
#include <string>

namespace locker {

/// Runs what stands at the top of a thread, where an exception would end the whole process: `tell` is given
/// what it says instead. False if there was one. Throws nothing, also where `tell` does.
bool guarded(const std::function<void()>& work, const std::function<void(const std::string&)>& tell) noexcept;

}  // namespace locker
