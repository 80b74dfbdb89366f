#pragma once

#include <string>

#include "sandbox/http_call.hpp"

namespace sandbox {

// Returns the file /media/<name>: a few kilobytes that depend on the name, beginning with the signature of
// its format.
Answer media_file(const std::string& path);

}  // namespace sandbox
