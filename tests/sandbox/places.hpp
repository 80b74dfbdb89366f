#pragma once

#include <vector>

#include "sandbox/model.hpp"

namespace sandbox {

const std::vector<Place>& places();

}  // namespace sandbox
