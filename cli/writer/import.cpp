#include "cli/commands/import.hpp"

#include <algorithm>

#include "cli/writer/account_sync.hpp"
#include "cli/writer/connector_argument.hpp"
#include "cli/writer/import_output.hpp"
#include "cli/writer/media_fetch.hpp"
#include "cli/writer/service_access.hpp"
#include "cli/writer/sync_output.hpp"
#include "lib/auth/account_settings.hpp"
#include "lib/base/error.hpp"
#include "lib/base/exit_code.hpp"
#include "lib/base/memory.hpp"
#include "lib/import/run.hpp"

namespace locker::cli {
namespace {

std::unique_ptr<imports::Importer> importer_of(const connector::Descriptor& connector) {
  if (auto importer = imports::make_importer(connector.id)) return importer;
  throw Error(ErrorKind::usage, "nothing can be imported from " + connector.title,
              "\"locker connectors\" shows what each service offers");
}

/// Makes the account's name known before its first sign-in.
void remember_account(const std::string& account, const connector::Descriptor& connector,
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

/// Counts the media of the user's own posts that the archive does not contain.
class MediaToFetch {
 public:
  explicit MediaToFetch(const std::string& connector)
      : behaviour_(sync::make_connector(connector)), own_(behaviour_->lookup_stream()) {}

  void take(std::string_view stream, const store::Observation& record,
            const std::vector<store::Medium>& files) {
    if (!is_own(stream, record)) return;
    for (const auto& found : behaviour_->media_of({std::string(record.raw), {}, record.author})) {
      const bool is_here = std::ranges::find(files, found.key, &store::Medium::key) != files.end();
      if (!is_here && !found.url.empty()) plan.wanted.push_back({{}, found.bytes});
    }
  }

  media::Plan plan;

 private:
  [[nodiscard]] bool is_own(std::string_view stream, const store::Observation& record) const {
    return own_ && (stream == own_->name || (record.gone && record.type == own_->type));
  }

  std::unique_ptr<sync::Connector> behaviour_;
  const connector::Stream* own_;
};

int run_dry(const ImportOptions& options, const imports::Tools& tools, ImportOutput& output) {
  MediaToFetch foreseen(tools.facts.id);
  auto request = request_of(options);
  request.preview = [&](std::string_view stream, const store::Observation& record,
                        const std::vector<store::Medium>& files) {
    if (options.media) foreseen.take(stream, record, files);
  };
  const imports::Report report = imports::run(request, tools);
  output.end_of_dry_run(report, options.media ? std::optional(std::move(foreseen.plan)) : std::nullopt);
  return report.is_whole() ? exit_code::kDone : exit_code::kPartlyDone;
}

/// Fetches media as `sync --media` does and adds a line to the report. Returns false if some are missing.
bool fetch_media(imports::Report& report, const connector::Descriptor& connector, Context& context) {
  const SyncOptions options;
  const auto behaviour = sync::make_connector(connector.id);
  const auto output = make_sync_output(context, {report.account});
  Wire wire(context);
  http::Waiter waiter(context.clock, {}, {});
  sync::AccountReport fetched;
  MediaFetch(options, context, report.account, *behaviour)
      .run(*open_writer(context), wire.transport(), waiter, *output, fetched);
  if (const auto& end = fetched.ended_by) throw Error(end->kind, end->message, end->hint);
  imports::MemberReport line{.name = "media", .state = "fetched"};
  for (const auto& media : fetched.streams) {
    line.elements = media.totals.counts.created;
    if (media.failed()) line.trouble = media.message;
  }
  const bool all = line.trouble.empty();
  report.members.push_back(std::move(line));
  return all;
}

}  // namespace

int run_import(const ImportOptions& options, Context& context) {
  const connector::Descriptor& connector = connector_named(options.connector, context.connectors);
  const auto importer = importer_of(connector);
  const auto output = make_import_output(context);
  const imports::Tools tools{context.home, context.connectors, connector, *importer, context.clock,
                             *output,      context.stop};
  allow_second_heap();
  if (options.dry_run) return run_dry(options, tools, *output);
  imports::Report report = imports::run(request_of(options), tools);
  remember_account(report.account, connector, context);
  const bool fetched = !options.media || fetch_media(report, connector, context);
  const int code = report.is_whole() && fetched ? exit_code::kDone : exit_code::kPartlyDone;
  output->end(report, code);
  return code;
}

}  // namespace locker::cli
