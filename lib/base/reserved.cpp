#include "lib/base/reserved.hpp"

#include <string>

#include "lib/base/error.hpp"

namespace locker {

void refuse_reserved_id(std::string_view account) {
  if (is_reserved_id(account))
    throw Error(ErrorKind::usage, "\"" + std::string(account) + "\" is a name of locker's own",
                "choose another name with --account");
}

}  // namespace locker
