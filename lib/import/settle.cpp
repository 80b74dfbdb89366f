#include "lib/import/settle.hpp"

#include <algorithm>

#include "lib/store/write/coverage_gap.hpp"

namespace locker::imports {
namespace {

using connector::Order;
using store::Cursor;
using store::ImportRow;
using store::WalkMode;

/// The row that says that a stream was settled by this archive.
std::string marker(const std::string& stream) { return "=" + stream; }

bool is_done(const std::vector<ImportRow>& rows, const std::string& member, std::int64_t elements) {
  const auto row = std::ranges::find(rows, member, &ImportRow::member);
  return row != rows.end() && row->done && row->elements == elements;
}

/// Of an archive the members of a stream, and those of them that are not all there.
struct Told {
  std::size_t members = 0;
  std::string lacking{};
};

bool leaves_out(const Archive& archive, const std::string& member) {
  const auto piece = std::ranges::find(archive.pieces, member, &Piece::name);
  return piece != archive.pieces.end() && piece->content && piece->content->left_out.elements > 0;
}

Told told_of(const Archive& archive, const Importer& importer, const std::vector<ImportRow>& rows,
             const std::string& stream) {
  Told told;
  for (const auto& [member, count] : archive.manifest.counts) {
    if (importer.role(member).stream != stream) continue;
    ++told.members;
    if (!is_done(rows, member, count) || leaves_out(archive, member))
      told.lacking += (told.lacking.empty() ? "" : ", ") + member;
  }
  return told;
}

/// What an archive should tell of a stream and does not, until one does or a walk told it all.
void note_lacking(Cursor& cursor, const Archive& archive, const std::string& lacking) {
  const std::string gap =
      "not all of the archive of " + format_rfc3339(archive.made).substr(0, 10) + ": " + lacking;
  const bool is_known = cursor.gap.find(gap) != std::string::npos ||
                        (cursor.complete_to && !cursor.complete_from) || cursor.archive >= archive.made;
  if (!is_known) cursor.gap += (cursor.gap.empty() ? "" : "; ") + gap;
}

/// What is still not known once all up to `made` is.
std::string gap_above(Instant made, const Cursor& cursor) {
  std::vector<store::CoverageGap> coverage_gaps = store::coverage_gaps_of(cursor.gap);
  if (cursor.complete_to && cursor.complete_from) coverage_gaps.push_back({made, *cursor.complete_from});
  std::string gap;
  for (const auto& coverage_gap : coverage_gaps)
    if (made < coverage_gap.to)
      gap += (gap.empty() ? "" : "; ") + store::told({std::max(coverage_gap.from, made), coverage_gap.to});
  return gap;
}

/// How far back the stream is known, now that it is known from its beginning to `made`.
void cover(Cursor& cursor, const std::optional<Instant>& oldest, Instant made) {
  cursor.gap = gap_above(made, cursor);
  if (!cursor.complete_to || cursor.complete_from) cursor.complete_from = oldest;
  cursor.complete_to = std::max(cursor.complete_to.value_or(made), made);
  cursor.archive = std::max(cursor.archive.value_or(made), made);
}

}  // namespace

Cursor settled_by(const std::vector<ImportRow>& rows, const connector::Stream& stream, Cursor cursor,
                  Instant made, Instant now) {
  std::string newest;
  std::optional<Instant> oldest;
  for (const auto& row : rows) {
    newest = store::newest_of(newest, row.newest);
    if (row.oldest && (!oldest || *row.oldest < *oldest)) oldest = row.oldest;
    cursor.settled = std::max(cursor.settled, row.walk);
  }
  if (stream.order == Order::by_id) {
    cursor.mark = store::newest_of(cursor.mark, newest);
    if (cursor.mode != WalkMode::none && store::newest_of(cursor.mark, cursor.pending) == cursor.mark)
      store::end_walk(cursor);
  } else {
    cursor.full_at = std::max(cursor.full_at.value_or(now), now);
    oldest.reset();
  }
  cover(cursor, oldest, made);
  return cursor;
}

void settle_streams(const Archive& archive, const Source& source, store::Writer& writer, const Tools& tools) {
  const auto rows = writer.imported(source.account, source.made);
  for (const auto& stream : tools.facts.streams) {
    const bool before = std::ranges::find(rows, marker(stream.name), &ImportRow::member) != rows.end();
    const Told told = told_of(archive, tools.importer, rows, stream.name);
    const bool is_whole = told.lacking.empty();
    if (before || told.members == 0 || (!is_whole && archive.manifest.is_of_a_part)) continue;
    std::vector<ImportRow> own;
    std::ranges::copy_if(rows, std::back_inserter(own),
                         [&](const ImportRow& row) { return row.stream == stream.name; });
    const store::StreamName name{stream.name, {}};
    const Instant now = tools.clock.now();
    Cursor cursor = writer.cursor(source.account, name);
    if (is_whole)
      cursor = settled_by(own, stream, cursor, source.made, now);
    else
      note_lacking(cursor, archive, told.lacking);
    auto page = writer.begin_page(source.account, name, 0, source.run, source.made, now, source.name());
    page.save_cursor(cursor);
    if (is_whole) page.save_import({.member = marker(stream.name), .done = true});
    page.commit();
  }
}

}  // namespace locker::imports
