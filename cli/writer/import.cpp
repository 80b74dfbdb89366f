#include "cli/commands/import.hpp"

#include <algorithm>

#include "cli/writer/import_output.hpp"
#include "lib/auth/account_settings.hpp"
#include "lib/base/error.hpp"
#include "lib/base/suggest.hpp"
#include "lib/import/run.hpp"

namespace locker::cli {
namespace {

/// Exit code where a member could not be read, and all others were.
constexpr int kPartlyDone = 3;

const connector::Connector& connector_named(const std::string& name, const Context& context) {
  if (const auto* found = context.connectors.find(name)) return *found;
  std::vector<std::string> names;
  for (const auto* connector : context.connectors.all()) names.push_back(connector->id);
  throw Error(ErrorKind::usage, "there is no connector \"" + name + "\"", suggestion_hint(name, names));
}

std::unique_ptr<imports::Importer> importer_of(const connector::Connector& connector) {
  if (auto importer = imports::make_importer(connector.id)) return importer;
  throw Error(ErrorKind::usage, "nothing can be imported from " + connector.title,
              "\"locker connectors\" shows what each service offers");
}

/// So that the account is known by its name before anybody signs in.
void remember_account(const std::string& account, const connector::Connector& connector,
                      const Context& context) {
  if (auth::load_settings(context.home, account)) return;
  auth::save_settings(context.home, account, connector, {.connector = connector.id});
}

imports::Request request_of(const ImportOptions& options) {
  imports::Request request;
  request.account = options.account;
  request.confidential = options.private_too;
  for (const auto& file : options.files) request.files.emplace_back(file);
  return request;
}

}  // namespace

int run_import(const ImportOptions& options, Context& context) {
  const connector::Connector& connector = connector_named(options.connector, context);
  const auto importer = importer_of(connector);
  const auto output = make_import_output(context);
  const imports::Report report = imports::run(
      request_of(options),
      {context.home, context.connectors, connector, *importer, context.clock, *output, context.stop});
  remember_account(report.account, connector, context);
  const int code = report.is_whole() ? 0 : kPartlyDone;
  output->end(report, code);
  return code;
}

}  // namespace locker::cli
