#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>

#include "lib/serve/state/manifests.hpp"

namespace locker::serve {

/// Of a path that core will ask a service for: what a client could ask for as well. No line break may come
/// into a request.
[[nodiscard]] bool is_call_path(std::string_view path);

/// What a manifest wants to be called, and how often: its `schedule`, `{path: seconds}`. An entry that
/// cannot be called is complained of and passed over.
[[nodiscard]] std::map<std::string, std::chrono::milliseconds> stated_calls(const Object& manifest,
                                                                            const Complaint& complain);

}  // namespace locker::serve
