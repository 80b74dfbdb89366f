#include <nlohmann/json.hpp>

#include "cli/commands/connectors.hpp"
#include "cli/output/json_output.hpp"
#include "lib/serve/state/installation.hpp"
#include "lib/text/terminal.hpp"

namespace locker::cli {

int run_connectors_install(const ConnectorsInstallOptions& options, Context& context) {
  const serve::Offer offer = serve::read_offer(options.folder, context.environment);
  const serve::Installed installed =
      serve::install(offer, {.id = options.id, .link = options.link, .now = context.clock.now()},
                     context.home, context.connectors);
  if (context.json)
    print_json({{"id", installed.id},
                {"title", offer.manifest["title"]},
                {"source", installed.source.string()},
                {"renewed", installed.renewed}},
               context);
  if (!context.quiet)
    context.err << (installed.renewed ? "renewed " : "installed ")
                << text::printable(offer.manifest["title"].get<std::string>()) << " as " << installed.id
                << "; \"locker serve\" has it at /Me/" << installed.id << "/\n";
  return 0;
}

}  // namespace locker::cli
