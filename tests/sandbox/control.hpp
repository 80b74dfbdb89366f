#pragma once

#include "sandbox/http_call.hpp"

namespace sandbox {

struct State;

bool is_control(const Call& call);
// Handles the commands and queries of tests, below /_control/.
Answer control(State& state, const Call& call);

}  // namespace sandbox
