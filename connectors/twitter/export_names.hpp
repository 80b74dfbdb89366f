#pragma once

#include "lib/connector/export_names.hpp"

/// Fields that the archive names differently from the API.
namespace locker::connectors::twitter {

[[nodiscard]] const connector::ExportNames& exported_posts();
[[nodiscard]] const connector::ExportNames& exported_people();
[[nodiscard]] const connector::ExportNames& exported_profile();
[[nodiscard]] const connector::ExportNames& exported_messages();

}  // namespace locker::connectors::twitter
