#pragma once

#include "lib/connector/export_names.hpp"

/// What the archive calls otherwise than the API does.
namespace locker::connectors::twitter {

[[nodiscard]] const connector::ExportNames& exported_posts();
[[nodiscard]] const connector::ExportNames& exported_people();
[[nodiscard]] const connector::ExportNames& exported_profile();
[[nodiscard]] const connector::ExportNames& exported_messages();

}  // namespace locker::connectors::twitter
