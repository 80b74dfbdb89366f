#include "cli/commands/exchange.hpp"

#include <sys/stat.h>

#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "cli/output/json_output.hpp"
#include "cli/output/output_error.hpp"
#include "cli/output/terminal_json.hpp"
#include "lib/base/error.hpp"
#include "lib/exchange/book.hpp"
#include "lib/exchange/digested_output.hpp"
#include "lib/exchange/folder.hpp"
#include "lib/exchange/lines.hpp"
#include "lib/exchange/link.hpp"
#include "lib/exchange/restore.hpp"
#include "lib/store/write/media.hpp"
#include "lib/sync/connector.hpp"
#include "lib/text/terminal.hpp"

namespace locker::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr char kLines[] = "locker.jsonl";

/// A progress counter on a terminal.
class Counter {
 public:
  Counter(Context& context, const char* what) : context_(context), what_(what) {
    shows_ = context.err_terminal.is_tty && !context.quiet && !context.json;
  }
  ~Counter() {
    if (drawn_) context_.err << "\r\033[K" << std::flush;
  }
  Counter(const Counter&) = delete;
  Counter& operator=(const Counter&) = delete;

  void operator()(std::int64_t number) {
    if (context_.stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted", "run it again");
    if (!shows_) return;
    context_.err << "\r\033[K" << number << " " << what_ << std::flush;
    drawn_ = true;
  }

 private:
  Context& context_;
  const char* what_;
  bool shows_ = false, drawn_ = false;
};

struct Exported {
  std::int64_t records = 0, files = 0, files_missing = 0;
};

Error not_written(const fs::path& file) {
  return {ErrorKind::internal, file.string() + " cannot be written",
          "check free space, permissions and the limit on the size of files (ulimit -f)"};
}

/// Throws `trouble` if `out` cannot be written. `for_terminal`: escapes what could control it.
std::int64_t write_lines_to(std::ostream& out, const Error& trouble, bool for_terminal,
                            const store::Database& database, Context& context) {
  Counter progress(context, "records");
  exchange::DigestedOutput output([&](std::string_view block) {
    const std::string escaped = for_terminal ? terminal_json(block) : std::string();
    if (for_terminal) block = escaped;
    out.write(block.data(), static_cast<std::streamsize>(block.size()));
    if (!out) throw Error(trouble);
  });
  const auto records =
      exchange::write_lines(database, context.connectors, output, format_rfc3339(context.clock.now()),
                            [&progress](std::int64_t number) { progress(number); });
  output.flush();
  return records;
}

/// Missing files are only counted and reported at the end: the rest of the export is valid.
void copy_media(const store::Database& database, const fs::path& folder, Context& context,
                Exported& exported) {
  Counter progress(context, "files");
  store::list_files(database, [&](const store::ListedFile& file) {
    const std::string below = "Me/" + file.account + "/media/" + file.path;
    const fs::path target = folder / exchange::media_link(below);
    std::error_code error;
    fs::create_directories(target.parent_path());
    const fs::path source = database.home().root() / below;
    fs::copy_file(source, target, error);
    if (error && fs::exists(source)) throw not_written(target);
    ++(error ? exported.files_missing : exported.files);
    progress(exported.files);
  });
}

/// Returns the function that finds media in a stored form, using the connector of its service.
exchange::FindMedia media_in_forms() {
  auto behaviours = std::make_shared<std::map<std::string, std::unique_ptr<sync::Connector>, std::less<>>>();
  return [behaviours](std::string_view connector, const store::StoredForm& form) {
    auto known = behaviours->find(connector);
    if (known == behaviours->end())
      known = behaviours->emplace(connector, sync::make_connector(connector)).first;
    return known->second ? known->second->media_of(form) : std::vector<media::Found>();
  };
}

Exported export_to_folder(const ExportOptions& options, const store::Database& database, Context& context) {
  exchange::Folder folder(options.folder);
  Exported exported;
  const bool with_media = !options.no_media;
  if (options.form == "jsonl") {
    const Error trouble = not_written(folder.work() / kLines);
    std::ofstream file(folder.work() / kLines, std::ios::binary);
    exported.records = write_lines_to(file, trouble, false, database, context);
    file.close();
    if (!file) throw Error(trouble);
  } else {
    const auto pages = options.form == "html" ? exchange::make_html_pages(folder.work(), with_media)
                                              : exchange::make_markdown_pages(folder.work(), with_media);
    Counter progress(context, "entries");
    exported.records = exchange::write_book(
        database, context.connectors, *pages, media_in_forms(),
        [&progress](std::int64_t number) { progress(number); }, context.stop);
  }
  if (with_media) copy_media(database, folder.work(), context, exported);
  folder.finish(options.form, format_rfc3339(context.clock.now()));
  return exported;
}

void tell(const ExportOptions& options, const Exported& exported, Context& context) {
  if (context.json) {
    print_json({{"folder", options.folder},
                {"format", options.form},
                {"records", exported.records},
                {"files", exported.files},
                {"files_missing", exported.files_missing}},
               context);
  } else if (!context.quiet) {
    context.out << text::printable(options.folder) << ": " << exported.records
                << (options.form == "jsonl" ? " records, " : " entries, ") << exported.files
                << " media files\n";
  }
  if (exported.files_missing > 0 && !context.quiet)
    context.err << exported.files_missing << " media files are missing here; \"locker verify\" names them\n";
}

}  // namespace

int run_export(const ExportOptions& options, Context& context) {
  context.home.require();
  umask(0077);  // exported files are as private as the archive
  const auto database = store::Database::open_for_reading(context.home);
  // Pages are made record by record: if the file were mapped, all of it would stay in memory until the end.
  if (options.form == "jsonl") database.enable_memory_mapping();
  if (options.folder == "-") {
    if (options.form != "jsonl")
      throw Error(ErrorKind::usage, "pages are many files, and go to a folder", "name one in place of -");
    (void)write_lines_to(context.out, output_error(), context.out_terminal.is_tty, database, context);
    return 0;
  }
  tell(options, export_to_folder(options, database, context), context);
  return 0;
}

int run_restore(const RestoreOptions& options, Context& context) {
  const bool is_stream = options.from == "-";
  const fs::path from = options.from;
  const fs::path lines = !is_stream && fs::is_directory(from) ? from / kLines : from;
  if (!is_stream) exchange::Folder::require_whole(lines.parent_path());
  std::ifstream file;
  if (!is_stream) file.open(lines, std::ios::binary);
  if (!is_stream && !file)
    throw Error(ErrorKind::usage, lines.string() + " cannot be read",
                "name an export as JSON Lines, made by \"locker export\"");
  Counter progress(context, "records");
  const auto restored = exchange::restore(
      context.home, context.connectors, is_stream ? context.in : file,
      is_stream ? fs::path() : lines.parent_path() / "media", [&progress](std::int64_t number) { progress(number); },
      context.stop);
  if (context.json)
    print_json({{"home", context.home.root().string()},
                {"records", restored.records},
                {"files", restored.files},
                {"files_missing", restored.files_missing}},
               context);
  else if (!context.quiet)
    context.out << restored.records << " records and " << restored.files << " media files restored to "
                << text::printable(context.home.root().string()) << "\n";
  if (restored.files_missing > 0 && !context.quiet)
    context.err << restored.files_missing
                << " media files did not come along; \"locker sync --media\" fetches what is still there\n";
  return 0;
}

}  // namespace locker::cli
