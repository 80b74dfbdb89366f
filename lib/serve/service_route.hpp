#pragma once

#include <string>

namespace locker::serve {

/// What a compiled-in connector answers below `/Me/<account>`, for the description of all routes.
struct ServiceRoute {
  std::string connector, path;  ///< `/likes`
  std::string form;             ///< which of components.pathItems in openapi.json it is like: `sync`
  std::string summary;
};

}  // namespace locker::serve
