#include "lib/import/settle.hpp"

#include <algorithm>

#include "lib/store/write/coverage_gap.hpp"
#include "lib/sync/coverage.hpp"

namespace locker::imports {
namespace {

using connector::Order;
using store::Cursor;
using store::ImportRow;
using store::WalkMode;

/// Name of the import row that says that this archive settled the stream.
std::string marker(const std::string& stream) { return "=" + stream; }

/// Returns the stream whose gap reports what is missing of a member with that role; empty if none does.
const std::string& gap_stream(const Role& role) {
  return role.gap_stream.empty() ? role.stream : role.gap_stream;
}

/// The members of an archive that belong to one stream: how many, and which of them are incomplete.
struct Told {
  std::size_t members = 0;
  std::string lacking{};
};

/// Returns the content of a member read in this run; null if it is in another file.
const Content* content_of(const Archive& archive, const std::string& member) {
  const auto piece = std::ranges::find(archive.pieces, member, &Piece::name);
  return piece == archive.pieces.end() ? nullptr : piece->content.get();
}

/// Returns true if all elements of the member that the manifest counts were read, now or before. A member
/// without elements may be in a file that is still to come.
bool has_all_elements(const Archive& archive, const Role& role, const std::vector<ImportRow>& rows,
                      const std::string& member, std::int64_t count) {
  const auto row = std::ranges::find(rows, member, &ImportRow::member);
  if (row == rows.end()) return count == 0;
  if (!row->done) return false;
  const Content* content = content_of(archive, member);
  if (content && content->left_out.elements > 0) return false;
  if (role.groups.empty()) return row->elements == count;
  return !content || content->outer == count;  // the row counts the elements in the groups
}

Told told_of(const Archive& archive, const Importer& importer, const std::vector<ImportRow>& rows,
             const std::string& stream) {
  Told told;
  for (const auto& [member, count] : archive.manifest.counts) {
    const Role role = importer.role(member);
    if (gap_stream(role) != stream || !role.unless.empty()) continue;
    ++told.members;
    if (!has_all_elements(archive, role, rows, member, count))
      told.lacking += (told.lacking.empty() ? "" : ", ") + member;
  }
  return told;
}

constexpr std::string_view kNotAllOf = "not all of the archive of ", kBetween = "; ";

std::string day_of(Instant time) { return format_rfc3339(time).substr(0, 10); }

std::string not_all_of(Instant made) { return std::string(kNotAllOf) + day_of(made) + ": "; }

void add_sentence(std::string& gap, std::string_view sentence) {
  gap.append(gap.empty() ? "" : kBetween).append(sentence);
}

/// Returns the sentences of a gap for which `keeps` holds.
template <class Keeps>
std::string sentences_of(std::string_view gap, Keeps keeps) {
  std::string kept;
  while (!gap.empty()) {
    const std::string_view sentence = gap.substr(0, gap.find(kBetween));
    if (keeps(sentence)) add_sentence(kept, sentence);
    gap.remove_prefix(std::min(gap.size(), sentence.size() + kBetween.size()));
  }
  return kept;
}

/// Returns a stream's gap without what that archive lacked.
std::string without_lacking(std::string_view gap, Instant made) {
  return sentences_of(gap,
                      [&](std::string_view sentence) { return !sentence.starts_with(not_all_of(made)); });
}

bool is_lack(std::string_view sentence) { return sentence.starts_with(kNotAllOf); }

/// True if the sentence says what an archive lacks that was made after that day.
bool is_lack_after(std::string_view sentence, Instant made) {
  return is_lack(sentence) && sentence.substr(kNotAllOf.size(), day_of(made).size()) > day_of(made);
}

/// True if an archive that was whole told the stream from its beginning: `complete_from` is then the time of
/// its oldest element, or absent if it had none.
bool begins_with_archive(const Cursor& cursor) {
  return cursor.archive && (!cursor.complete_from || *cursor.complete_from <= *cursor.archive);
}

/// True if the service itself told the stream from its beginning.
bool begins_with_service(const Cursor& cursor) {
  return cursor.complete_to && !cursor.complete_from && (!cursor.archive || cursor.full_at);
}

/// States in the gap what the archive lacks of a stream, instead of what an earlier import of it said. Does
/// nothing if a walk or an archive at least as new has already made the stream complete.
void note_lacking(Cursor& cursor, const Archive& archive, const std::string& lacking) {
  if (begins_with_service(cursor) || cursor.archive >= archive.made) return;
  cursor.gap = without_lacking(cursor.gap, archive.made);
  add_sentence(cursor.gap, not_all_of(archive.made) + lacking);
}

/// Returns the gap that remains once everything up to `made` is known: what comes after it, and what newer
/// archives lack.
std::string gap_above(Instant made, const Cursor& cursor) {
  std::vector<store::CoverageGap> coverage_gaps = store::coverage_gaps_of(cursor.gap);
  if (cursor.complete_to && cursor.complete_from && !begins_with_archive(cursor))
    coverage_gaps.push_back({made, *cursor.complete_from});
  std::string gap;
  for (const auto& coverage_gap : coverage_gaps)
    if (made < coverage_gap.to)
      add_sentence(gap, store::format_gap({std::max(coverage_gap.from, made), coverage_gap.to}));
  const std::string lacking =
      sentences_of(cursor.gap, [&](std::string_view sentence) { return is_lack_after(sentence, made); });
  if (!lacking.empty()) add_sentence(gap, lacking);
  return gap;
}

/// Sets the coverage of a stream that is now known from its beginning to `made`. It may have been known for
/// longer: posts that an older archive has may be deleted since. In a stream without ordered ids, that does
/// not close gaps that a later walk left.
void cover(Cursor& cursor, Order order, const std::optional<Instant>& oldest, Instant made) {
  const bool was_walked_since = order != Order::by_id && cursor.complete_to && *cursor.complete_to > made;
  cursor.gap = was_walked_since ? sentences_of(cursor.gap,
                                               [&](std::string_view sentence) {
                                                 return !is_lack(sentence) || is_lack_after(sentence, made);
                                               })
                                : gap_above(made, cursor);
  if (!begins_with_service(cursor)) {
    if (oldest)
      cursor.complete_from = std::min(cursor.complete_from.value_or(*oldest), *oldest);
    else if (!begins_with_archive(cursor))
      cursor.complete_from.reset();
  }
  cursor.complete_to = std::max(cursor.complete_to.value_or(made), made);
  cursor.archive = std::max(cursor.archive.value_or(made), made);
}

/// Returns how many elements of a list of what there should be name a record that is not stored.
std::int64_t unknown_in(const Piece& list, const Source& source, store::Writer& writer, const Tools& tools) {
  std::int64_t unknown = 0;
  each_element(
      list, [](std::uint64_t) {},
      [&](std::int64_t, const RawElement& element) {
        const json::Page page(element.raw);
        const auto mapped =
            tools.importer.map(*list.role, {page, page.root(), element.raw, element.label, source.owner});
        for (const auto& member : mapped.members) unknown += writer.knows(source.account, member) ? 0 : 1;
      },
      [](std::int64_t, const char*) {});
  return unknown;
}

/// Describes the entries of such lists for which no record is stored; empty if there are none.
std::string lacking_of_lists(Archive& archive, const std::string& stream, const Source& source,
                             store::Writer& writer, const Tools& tools) {
  std::string lacking;
  for (auto& piece : archive.pieces) {
    if (!piece.role->lists_whole_stream || piece.role->stream != stream) continue;
    if (!piece.content || !piece.content->trouble.empty() || piece.role->disposition != Disposition::skipped)
      continue;
    const std::int64_t unknown = unknown_in(piece, source, writer, tools);
    piece.content->lacking = unknown;
    if (unknown > 0)
      lacking += (lacking.empty() ? "" : ", ") + std::to_string(unknown) + " that " +
                 std::string(piece.name) + " lists";
  }
  return lacking;
}

/// Updates the gap for messages and the like, which the archive contains in addition to the service's own
/// stream.
void note_message_gap(Cursor& cursor, Instant made, const std::string& lacking) {
  cursor.gap = without_lacking(cursor.gap, made);
  if (!lacking.empty()) add_sentence(cursor.gap, not_all_of(made) + lacking);
}

/// Returns true if the manifest names members whose elements belong to the stream.
bool is_filled_by(const Archive& archive, const Importer& importer, const std::string& stream) {
  return std::ranges::any_of(archive.manifest.counts, [&](const auto& member) {
    return importer.role(member.first).stream == stream;
  });
}

/// Returns true if the service returned the whole stream after `made` and the stream is ordered by addition,
/// so that absence from it means removal. A stream of posts does not prove that: the service omits posts at
/// will, and only a lookup shows that one is gone.
bool is_told_whole_since(const connector::Stream& stream, const Cursor& cursor, Instant made) {
  return stream.order == Order::by_addition && cursor.full_at && *cursor.full_at > made && cursor.gap.empty();
}

/// Returns the walk number that this archive has in the stream, if no walk came after it.
std::optional<std::int64_t> walk_of(const std::vector<ImportRow>& rows, const connector::Stream& stream,
                                    const Cursor& cursor) {
  const auto row = std::ranges::find_if(rows, [&](const ImportRow& one) {
    return one.stream == stream.name && one.walk != 0 && one.walk == cursor.walk;
  });
  return row == rows.end() ? std::nullopt : std::optional(row->walk);
}

}  // namespace

Cursor cursor_after_archive(const std::vector<ImportRow>& rows, const connector::Stream& stream,
                            Cursor cursor, Instant made) {
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
    oldest.reset();
  }
  cover(cursor, stream.order, oldest, made);
  return cursor;
}

void settle_streams(Archive& archive, const Source& source, store::Writer& writer, const Tools& tools) {
  const auto rows = writer.imported(source.account, source.made);
  for (const auto& stream : tools.facts.streams) {
    const bool before = std::ranges::find(rows, marker(stream.name), &ImportRow::member) != rows.end();
    Told told = told_of(archive, tools.importer, rows, stream.name);
    if (told.members > 0 && told.lacking.empty())
      told.lacking = lacking_of_lists(archive, stream.name, source, writer, tools);
    const bool is_whole = told.lacking.empty();
    if (before || told.members == 0) continue;
    std::vector<ImportRow> own;
    std::ranges::copy_if(rows, std::back_inserter(own),
                         [&](const ImportRow& row) { return row.stream == stream.name; });
    const store::StreamName name{stream.name, {}};
    Cursor cursor = writer.cursor(source.account, name);
    const bool is_filled = is_filled_by(archive, tools.importer, stream.name);
    if (!is_filled && is_whole && cursor.gap.empty()) continue;
    if (!is_filled)
      note_message_gap(cursor, archive.made, told.lacking);
    else if (is_whole)
      cursor = cursor_after_archive(own, stream, cursor, source.made);
    else
      note_lacking(cursor, archive, told.lacking);
    auto page =
        writer.begin_page(source.account, name, 0, source.run, source.made, tools.clock.now(), source.name());
    page.save_cursor(cursor);
    if (is_whole && is_filled) page.save_import({.member = marker(stream.name), .done = true});
    page.commit();
  }
}

store::Counts end_vanished_memberships(const Source& source, store::Writer& writer, const Tools& tools) {
  store::Counts counts;
  const auto rows = writer.imported(source.account, source.made);
  for (const auto& stream : tools.facts.streams) {
    const store::StreamName name{stream.name, {}};
    Cursor cursor = writer.cursor(source.account, name);
    const auto walk = walk_of(rows, stream, cursor);
    if (!walk || !is_told_whole_since(stream, cursor, source.made)) continue;
    auto page = writer.begin_page(source.account, name, *walk, source.run, source.made, tools.clock.now(),
                                  source.name());
    store::Proof proof = sync::proof_of(stream, false, cursor, false);
    proof.began_in = *walk;
    const auto result = page.prove_absence(proof);
    cursor.gap = sync::gap_of_kept_members(result);
    counts.removed += result.removed;
    page.save_cursor(cursor);
    page.commit();
  }
  return counts;
}

}  // namespace locker::imports
