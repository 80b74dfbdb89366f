#pragma once

#include <functional>
#include <string>

namespace locker {

/// Runs the body of a thread, where an uncaught exception would end the process: passes the exception's
/// message to `tell` instead and returns false. Never throws, even if `tell` does.
bool guarded(const std::function<void()>& work, const std::function<void(const std::string&)>& tell) noexcept;

}  // namespace locker
