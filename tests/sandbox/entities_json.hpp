#pragma once

#include <nlohmann/json_fwd.hpp>

#include "sandbox/model.hpp"

namespace sandbox {

// Returns null if there are no entities.
nlohmann::json entities_json(const Entities& entities);
nlohmann::json url_json(const UrlEntity& entity);

}  // namespace sandbox
