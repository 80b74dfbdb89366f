#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "lib/serve/state/object.hpp"

namespace locker::serve {

/// Receives a message about an ignored entry, with the reason.
using Complaint = std::function<void(const std::string&)>;

/// True for `NAME.app`, `NAME.connector`, `NAME.collection`.
[[nodiscard]] bool is_manifest_name(const std::string& name);

/// Returns the manifests (`*.app`, `*.connector`, `*.collection`) of all installable services in the scanned
/// folders, with two members added: `srcdir`, the folder as walked, relative to `home`, and `is`. Follows
/// links, except loops; reports and skips what cannot be read. Throws Error{interrupted} on a stop request,
/// because the folders may be large and slow.
[[nodiscard]] std::vector<Object> scan_manifests(const std::filesystem::path& home,
                                                 const std::vector<std::string>& folders,
                                                 const Complaint& complain, const std::stop_token& stop);

}  // namespace locker::serve
