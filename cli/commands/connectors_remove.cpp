#include <nlohmann/json.hpp>

#include "cli/commands/connectors.hpp"
#include "cli/output/json_output.hpp"
#include "lib/serve/state/removal.hpp"
#include "lib/text/terminal.hpp"

namespace locker::cli {

int run_connectors_remove(const std::string& id, Context& context) {
  const auto removed = serve::remove_installed(id, context.home, context.connectors, context.clock);
  const nlohmann::json kept = removed.kept ? nlohmann::json(removed.kept->string()) : nlohmann::json();
  if (context.json) print_json({{"id", id}, {"kept", kept}}, context);
  if (!context.quiet)
    context.err << "removed " << text::printable(removed.title)
                << "; what it published stays in the archive (\"locker forget " << id << "\" erases it)"
                << (removed.kept ? ", and what it kept in " + removed.kept->string() : std::string()) << "\n";
  return 0;
}

}  // namespace locker::cli
