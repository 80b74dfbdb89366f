#include "cli/writer/connector_argument.hpp"

#include <vector>

#include "lib/base/error.hpp"
#include "lib/base/suggest.hpp"

namespace locker::cli {

const connector::Descriptor& connector_named(const std::string& name, const connector::Registry& connectors,
                                             std::initializer_list<const char*> subcommands) {
  if (const auto* found = connectors.find(name)) return *found;
  const std::string problem = "there is no connector \"" + name + "\"";
  if (const auto near = suggest(name, {subcommands.begin(), subcommands.end()}); !near.empty())
    throw Error(ErrorKind::usage, problem, "did you mean \"locker auth " + near + "\"?");
  std::vector<std::string> names;
  for (const auto* one : connectors.all()) names.push_back(one->id);
  throw Error(ErrorKind::usage, problem, suggestion_hint(name, names));
}

}  // namespace locker::cli
