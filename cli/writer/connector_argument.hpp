#pragma once

#include <initializer_list>
#include <string>

#include "lib/connector/descriptor.hpp"

namespace locker::cli {

/// Returns the connector of that name. Throws Error{usage} with a suggestion if there is none; `subcommands`
/// of `locker auth` are suggested too.
[[nodiscard]] const connector::Descriptor& connector_named(
    const std::string& name, const connector::Registry& connectors,
    std::initializer_list<const char*> subcommands = {});

}  // namespace locker::cli
