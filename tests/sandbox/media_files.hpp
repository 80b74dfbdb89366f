#pragma once

#include <string>

#include "sandbox/http_call.hpp"

namespace sandbox {

// Bytes for /media/<name>: the same for the same name, of a few kilobytes, with the kind's first bytes.
Answer media_file(const std::string& path);

}  // namespace sandbox
