#pragma once

#include "sandbox/http_call.hpp"

namespace sandbox {

struct State;

bool is_control(const Call& call);
// The orders and questions of tests, under /_control/.
Answer control(State& state, const Call& call);

}  // namespace sandbox
