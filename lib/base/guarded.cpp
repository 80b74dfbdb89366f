#include "lib/base/guarded.hpp"

#include <exception>

namespace locker {

bool guarded(const std::function<void()>& work,
             const std::function<void(const std::string&)>& tell) noexcept {
  try {
    try {
      work();
      return true;
    } catch (const std::exception& error) {
      tell(error.what());
    }
  } catch (...) {
    // There is nobody left to report to.
  }
  return false;
}

}  // namespace locker
