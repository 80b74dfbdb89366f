#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "lib/serve/state/object.hpp"

namespace locker::serve {

/// Says what was passed over, and why.
using Complaint = std::function<void(const std::string&)>;

/// True for `NAME.app`, `NAME.connector`, `NAME.collection`.
[[nodiscard]] bool is_manifest_name(const std::string& name);

/// All services below the scanned folders that could be installed: each manifest (`*.app`,
/// `*.connector`, `*.collection`) with `srcdir`, its folder as walked, relative to `home`, and `is`.
/// Links are followed, loops of them end; what cannot be read is complained of and passed over. Throws
/// Error{interrupted} on a stop: folders may be many, and slow.
[[nodiscard]] std::vector<Object> scan_manifests(const std::filesystem::path& home,
                                                 const std::vector<std::string>& folders,
                                                 const Complaint& complain, const std::stop_token& stop);

}  // namespace locker::serve
