#include "lib/serve/state/me_file.hpp"

#include "lib/base/error.hpp"
#include "lib/foreign/document.hpp"

namespace locker::serve {

std::optional<Object> read_me(const std::filesystem::path& folder) {
  try {
    return foreign::read_object(folder / "me.json");
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace locker::serve
