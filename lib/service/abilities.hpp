#pragma once

#include <span>
#include <string_view>

/// Endpoints of a connector's process beyond those that every connector has: additional names for existing
/// data and operations. Stated as tables, without behaviour, in the connector's own api.cpp and
/// webservice.cpp.
namespace locker::service {

/// An endpoint that returns a whole stream: its objects as the service sent them, newest first.
struct PathAlias {
  std::string_view path, stream;
};

/// An additional name for a member of an object.
struct Renamed {
  std::string_view name, field;
};

/// An endpoint that returns several streams in one list: each object once, with a flag for each stream that
/// contains it.
struct JoinedStreams {
  struct Part {
    std::string_view stream, flag;
  };
  std::string_view path;
  std::span<const Part> parts;
  std::span<const Renamed> renamed;
};

/// Names in the data access API (api.cpp).
struct DataNames {
  std::span<const PathAlias> streams;
  std::span<const JoinedStreams> joined;
};

/// Names for sync operations (webservice.cpp).
struct SyncNames {
  std::span<const PathAlias> syncs;
  std::string_view limits;  ///< endpoint that returns the service's rate limits; empty: none
};

/// Null members: the connector has no such names.
struct Abilities {
  const DataNames* data = nullptr;
  const SyncNames* sync = nullptr;
};

/// Returns the abilities of a compiled-in connector, from a table generated from the folders in connectors/.
[[nodiscard]] Abilities abilities_of(std::string_view connector);

}  // namespace locker::service
