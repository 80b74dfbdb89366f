#include "lib/service/abilities.hpp"

/// X's own names in the data access API of 2011 (the generic endpoints are in lib/service).
namespace locker::connectors::twitter {
namespace {

using service::JoinedStreams;
using service::PathAlias;
using service::Renamed;

constexpr PathAlias kStreams[] = {{"/get_home_timeline", "home"}, {"/get_mentions", "mentions"}};

/// Friends and followers were one list, identified by their handles.
constexpr JoinedStreams::Part kPeople[] = {{"following", "isFriend"}, {"followers", "isFollower"}};
constexpr Renamed kPeopleNames[] = {{"id_str", "id"}, {"screen_name", "username"}};
constexpr JoinedStreams kJoined[] = {{"/allContacts", kPeople, kPeopleNames}};

constexpr service::DataNames kDataNames{kStreams, kJoined};

}  // namespace

const service::DataNames& data_names() { return kDataNames; }

}  // namespace locker::connectors::twitter
