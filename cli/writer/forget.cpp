#include "lib/store/write/forget.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/commands/care.hpp"
#include "cli/output/json_output.hpp"
#include "lib/base/counted.hpp"
#include "lib/base/error.hpp"
#include "lib/base/file_lock.hpp"
#include "lib/base/join.hpp"
#include "lib/store/members.hpp"
#include "lib/store/reference.hpp"
#include "lib/sync/connector.hpp"
#include "lib/text/terminal.hpp"

namespace locker::cli {
namespace {

void confirm_account(const ForgetOptions& options, Context& context) {
  if (options.yes) return;
  const std::string what = "all of account \"" + options.what + "\", with its history and media";
  if (context.no_input || !context.in_is_tty)
    throw Error(ErrorKind::usage, "this would erase " + what + " for good",
                "add --yes if that is what you want");
  context.err << "This erases " << what << " for good. Type the account's name to go on: " << std::flush;
  std::string answer;
  std::getline(context.in, answer);
  if (answer != options.what) throw Error(ErrorKind::usage, "nothing was erased");
}

int forget_account(const ForgetOptions& options, Context& context) {
  confirm_account(options, context);
  const auto folder = context.home.account(options.what);
  // A concurrent sync would keep writing to what is being erased.
  std::optional<FileLock> alone;
  if (std::filesystem::exists(folder))
    alone = FileLock::take(folder / "sync.lock", "account \"" + options.what + "\" is being synced",
                           "wait for it, or stop it");
  const bool signed_in = std::filesystem::exists(folder / "auth.json");
  const auto erased = store::forget_account(context.home, context.connectors, options.what,
                                            context.clock.now(), context.stop);
  std::filesystem::remove_all(folder);
  if (context.json) {
    print_json({{"forgotten", options.what}, {"records", erased}}, context);
  } else if (!context.quiet) {
    context.out << "forgot " << counted(erased, "record", "records") << " of " << options.what << "\n";
    if (signed_in)
      context.err << "its token was erased here; revoke locker's access at the service as well\n";
  }
  return 0;
}

/// Returns the streams that sync parts of the record while it is stored, such as the issues of a repository.
std::vector<std::string> read_within(const store::Database& database, const Context& context,
                                     const store::Resolved& record) {
  std::vector<std::string> streams;
  for (const connector::Descriptor* connector : context.connectors.all())
    for (const auto& stream : connector->streams) {
      const auto* of = stream.parts_of.empty() ? nullptr : connector->stream(stream.parts_of);
      if (of && of->type == record.type && store::is_member(database, record.record, of->name))
        streams.push_back(stream.name);
    }
  return streams;
}

/// Returns a record, and the streams that sync parts of it.
std::pair<store::Resolved, std::vector<std::string>> named_by(const std::string& reference,
                                                              const Context& context) {
  const auto database = store::Database::open_for_reading(context.home);
  auto found = store::resolve_itself(database, context.connectors, reference);
  auto within = read_within(database, context, found);
  return {std::move(found), std::move(within)};
}

/// Returns the connector's function that finds the text of such a record repeated in other records.
store::FindRepeated repeated_in(const std::string& type, const Context& context) {
  for (const connector::Descriptor* connector : context.connectors.all())
    if (connector->type(type))
      return [behaviour = std::shared_ptr<sync::Connector>(sync::make_connector(connector->id))](
                 std::string_view of, std::string_view raw) {
        return behaviour ? behaviour->repeated_in(of, raw) : std::nullopt;
      };
  return {};
}

}  // namespace

int run_forget(const ForgetOptions& options, Context& context) {
  context.home.require();
  const auto names = context.home.accounts();
  if (std::ranges::find(names, options.what) != names.end()) return forget_account(options, context);
  const auto [found, within] = named_by(options.what, context);
  const bool erased =
      store::forget_record(context.home, context.connectors, found.account, {found.type, found.id},
                           context.clock.now(), repeated_in(found.type, context));
  if (!erased) throw Error(ErrorKind::gone, options.what + " is not in this locker");
  if (context.json)
    print_json({{"forgotten", options.what}, {"records", 1}, {"no_longer_synced", within}}, context);
  else if (!context.quiet)
    context.out << "forgot " << text::printable(options.what) << "\n";
  if (!within.empty() && !context.json && !context.quiet)
    context.err << "what comes to be in it is not synced any more: " << joined(within, ", ") << "\n";
  return 0;
}

}  // namespace locker::cli
