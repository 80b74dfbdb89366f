#pragma once

#include <string>

namespace locker::serve {

/// A route of a compiled-in connector below `/Me/<account>`, for the API description.
struct ServiceRoute {
  std::string connector, path;  ///< such as `/likes`
  std::string form;             ///< its template among components.pathItems in openapi.json, such as `sync`
  std::string summary;
};

}  // namespace locker::serve
