#include "lib/sync/connector.hpp"

#include "lib/base/error.hpp"

namespace locker::sync {

http::Request Connector::lookup_request(const LookupQuery&) const {
  throw Error(ErrorKind::usage, facts().id + ": the service cannot be asked about single records");
}

LookupContent Connector::read_lookup(const LookupQuery&, std::string_view) const { return {}; }

}  // namespace locker::sync
