#include "lib/store/write/verify.hpp"

#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "cli/commands/care.hpp"
#include "cli/output/json_output.hpp"
#include "lib/base/counted.hpp"
#include "lib/base/error.hpp"
#include "lib/base/home.hpp"
#include "lib/media/check.hpp"
#include "lib/text/terminal.hpp"

namespace locker::cli {
namespace {

constexpr int kProblemsShown = 20;

/// Opens for writing if permitted: FTS5's integrity check needs it, and an older schema is migrated.
store::Database open_to_verify(const Home& home) {
  const bool may_write = access(home.root().c_str(), W_OK) == 0 && access(home.database().c_str(), W_OK) == 0;
  return may_write ? store::Database::open_for_writing(home) : store::Database::open_for_reading(home);
}

void print_as_json(const store::Verdict& verdict, const media::Checked& files, Context& context) {
  print_json({{"ok", verdict.problems.empty()},
              {"records", verdict.records},
              {"versions", verdict.versions},
              {"parts", verdict.parts},
              {"index_entries", verdict.index_entries},
              {"index_structure", verdict.index_structure},
              {"files", files.files},
              {"problems", verdict.problems}},
             context);
}

void print_for_a_person(const store::Verdict& verdict, const media::Checked& files, Context& context) {
  context.out << counted(verdict.records, "record", "records") << ", "
              << counted(verdict.versions, "version", "versions") << ", "
              << counted(verdict.index_entries, "index entry", "index entries") << ", "
              << counted(files.files, "media file", "media files") << " checked\n";
  if (!verdict.index_structure)
    context.out << "not checked: how the full-text index is built, which takes the right to write to "
                << context.home.root().string() << "\n";
  for (int shown = 0; const auto& problem : verdict.problems)
    if (shown++ < kProblemsShown) context.out << text::printable(problem) << "\n";
}

}  // namespace

int run_verify(Context& context) {
  context.home.require();
  const auto database = open_to_verify(context.home);
  store::Verdict verdict = store::verify(database, context.stop);
  media::Checked files;
  if (verdict.whole_schema) files = media::check_files(database, context.stop);
  std::ranges::move(files.problems, std::back_inserter(verdict.problems));
  if (context.json)
    print_as_json(verdict, files, context);
  else if (!context.quiet)
    print_for_a_person(verdict, files, context);
  if (verdict.problems.empty()) return 0;
  throw Error(ErrorKind::internal,
              counted(static_cast<std::int64_t>(verdict.problems.size()), "problem", "problems") +
                  " found in " + context.home.database().string(),
              "restore a backup, or sync again into a new home and compare");
}

}  // namespace locker::cli
