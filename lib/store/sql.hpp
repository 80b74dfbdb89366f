#pragma once

/// The SQL files of this folder, as text.
namespace locker::store::sql {
extern const char* const schema;
extern const char* const views;
}  // namespace locker::store::sql
