#include "cli/exports.hpp"

#include <algorithm>

namespace locker::cli {

bool has_exports(const connector::Descriptor& connector) {
  return std::ranges::any_of(connector.types,
                             [](const connector::Type& type) { return type.export_names != nullptr; });
}

}  // namespace locker::cli
