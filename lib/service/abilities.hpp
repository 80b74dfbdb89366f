#pragma once

#include <span>
#include <string_view>

/// What a connector's process answers beside what every one does, as the connector's own api.cpp and
/// webservice.cpp state it: names of their own for what is there anyway. Tables, not behaviour.
namespace locker::service {

/// A whole stream, its objects as the service spells them, newest first.
struct PathAlias {
  std::string_view path, stream;
};

/// A member of an object under a further name.
struct Renamed {
  std::string_view name, field;
};

/// Several streams in one list, each object once, with a flag for each stream that it is in.
struct JoinedStreams {
  struct Part {
    std::string_view stream, flag;
  };
  std::string_view path;
  std::span<const Part> parts;
  std::span<const Renamed> renamed;
};

/// Of the data access API (api.cpp).
struct DataNames {
  std::span<const PathAlias> streams;
  std::span<const JoinedStreams> joined;
};

/// Of the wrapper around sync (webservice.cpp).
struct SyncNames {
  std::span<const PathAlias> syncs;
  std::string_view limits;  ///< tells the service's limits; empty: nothing does
};

/// Each is null where the connector has none.
struct Abilities {
  const DataNames* data = nullptr;
  const SyncNames* sync = nullptr;
};

/// Of a compiled-in connector; the table is generated from the folders below connectors/.
[[nodiscard]] Abilities abilities_of(std::string_view connector);

}  // namespace locker::service
