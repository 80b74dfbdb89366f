#pragma once

/// The SQL files of this folder as strings.
namespace locker::store::sql {
extern const char* const schema;    ///< version 1
extern const char* const schema_2;  ///< from version 1 to 2
extern const char* const schema_3;  ///< from version 2 to 3
extern const char* const schema_4;  ///< from version 3 to 4
extern const char* const schema_5;  ///< from version 4 to 5
extern const char* const views;
}  // namespace locker::store::sql
