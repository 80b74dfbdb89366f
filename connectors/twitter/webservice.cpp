#include "lib/service/abilities.hpp"

/// X's own stream names of 2011 (each stream is also available under its current name).
namespace locker::connectors::twitter {
namespace {

constexpr service::PathAlias kSyncs[] = {{"/home_timeline", "home"},
                                         {"/mentions", "mentions"},
                                         {"/friends", "following"},
                                         {"/followers", "followers"},
                                         {"/profile", "profile"}};

constexpr service::SyncNames kSyncNames{kSyncs, "/rate_limit_status"};

}  // namespace

const service::SyncNames& sync_names() { return kSyncNames; }

}  // namespace locker::connectors::twitter
