#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

#include "lib/serve/state/manifests.hpp"

namespace locker::serve {

/// True for a path that core may request from a service: one that a client could request, too. It must not
/// contain a line break.
[[nodiscard]] bool is_call_path(std::string_view path);

/// Returns the calls declared in a manifest's `schedule`, `{path: seconds}`. Reports and skips invalid
/// entries.
[[nodiscard]] std::map<std::string, std::chrono::milliseconds> declared_calls(const Object& manifest,
                                                                              const Complaint& complain);

}  // namespace locker::serve
