#include "lib/import/pages.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <set>

#include "lib/base/error.hpp"
#include "lib/import/background_producer.hpp"
#include "lib/import/unique_time_keys.hpp"
#include "lib/store/write/prepared.hpp"

namespace locker::imports {
namespace {

using namespace std::chrono_literals;

/// Limits of a transaction: elements and bytes.
constexpr std::int64_t kPageElements = 4'000;
constexpr std::size_t kPageBytes = 8 << 20;
/// Each part of a stream numbers its elements from a multiple of kPartStep, each kind of member from a
/// multiple of kPartStep * kMostParts.
constexpr std::int64_t kPartStep = 1'000'000'000;
constexpr std::int64_t kMostParts = 1'000;
/// Two times of one record differ by at most this.
constexpr auto kSameTime = 2s;

/// Returns the number in its stream of the first element of a member.
std::int64_t first_place(const Role& role) { return (role.turn * kMostParts + role.part) * kPartStep; }

bool greater_id(std::string_view a, std::string_view b) {
  return a.size() != b.size() ? a.size() > b.size() : a > b;
}

void note_span(const std::vector<store::Observation>& observations, store::ImportRow& row) {
  for (const auto& seen : observations) {
    const std::string id = seen.order > 0 ? std::to_string(seen.order) : seen.key;
    if (greater_id(id, row.newest)) row.newest = id;
    if (seen.time && (!row.oldest || *seen.time < *row.oldest)) row.oldest = seen.time;
  }
}

}  // namespace

/// The elements of one transaction, with the bytes that their observations point into.
class Pages::Batch {
 public:
  void add(const Importer& importer, const Piece& piece, const Owner& owner, const RawElement& element,
           UniqueTimeKeys& same_time) {
    const std::string& raw = bytes_.emplace_back(element.raw);
    size_ += raw.size();
    const json::Page page(raw);
    if (!page.root().is_object()) throw Error(ErrorKind::malformed, "it is no object");
    Mapped mapped = importer.map(*piece.role, {page, page.root(), raw, element.label, owner});
    if (mapped.keyed_by_time) same_time.tell_apart(mapped.observations.front());
    if (!mapped.former_key.empty())
      former_key.emplace_back(std::move(mapped.former_key), observations.size());
    const auto first = std::ranges::next(mapped.observations.begin(), 1, mapped.observations.end());
    std::move(mapped.observations.begin(), first, std::back_inserter(observations));
    std::move(first, mapped.observations.end(), std::back_inserter(further));
    std::ranges::move(mapped.members, std::back_inserter(members));
    ++elements_;
  }
  void leave_out(std::int64_t number, const char* why) {
    left_out.emplace_back(number, why);
    ++elements_;
  }
  /// Computes in advance what storing it needs. Its observations must not change afterwards.
  void prepare() {
    for (auto& seen : observations) seen.prepared = &prepared_.emplace_back(seen);
  }
  [[nodiscard]] std::int64_t elements() const { return elements_; }
  [[nodiscard]] bool is_full() const { return elements_ >= kPageElements || size_ >= kPageBytes; }

  std::vector<store::Observation> observations;  ///< the first of each element
  std::vector<store::Observation> further;       ///< the others, such as reactions to a message
  std::vector<store::RecordName> members;
  std::vector<std::pair<std::string, std::size_t>> former_key;  ///< former key, index of the observation
  std::vector<store::RecordName> unjoined_parts;                ///< parts whose whole record is not known
  std::vector<std::pair<std::int64_t, std::string>> left_out;   ///< number of the element, and why
  bool is_last = false;

 private:
  std::int64_t elements_ = 0;
  std::deque<std::string> bytes_;
  std::deque<store::Prepared> prepared_;
  std::size_t size_ = 0;
};

Pages::Pages(Source source, store::Writer& writer, const Tools& tools, bool more_to_come)
    : source_(std::move(source)),
      writer_(writer),
      tools_(tools),
      more_to_come_(more_to_come),
      checkpoint_(tools.home),
      rows_(writer.imported(source_.account, source_.made)) {}

/// Returns where an interrupted import of this member stopped. If there is none, returns its beginning, in
/// the same walk as other members of the stream from this archive.
store::ImportRow Pages::row_of(const Piece& piece) const {
  store::ImportRow fresh{
      .member = std::string(piece.name), .stream = piece.role->stream, .content = piece.content->sum};
  const store::ImportRow* before = nullptr;
  for (const auto& row : rows_) {
    if (row.member == piece.name && row.content == fresh.content && row.stream == fresh.stream) return row;
    if (!row.stream.empty() && row.stream == fresh.stream) before = &row;
  }
  if (fresh.stream.empty()) return fresh;
  fresh.walk = before ? before->walk : writer_.cursor(source_.account, {fresh.stream, {}}).walk + 1;
  fresh.placed = before ? before->placed : fresh.walk;
  if (before) fresh.position = before->position;
  return fresh;
}

store::Counts Pages::store(Piece& piece, const Advance& advance) {
  store::ImportRow row = row_of(piece);
  const bool known = row.done;  // read again for what the importer newly supports or the user erased since
  BackgroundProducer<Batch> batches(
      [&, known, first = known ? 0 : row.elements](const BackgroundProducer<Batch>::Give& give) {
        make_batches(piece, first, advance, [&](Batch batch) {
          if (!known && !piece.role->may_be_part) batch.prepare();
          give(std::move(batch));
        });
      },
      Ahead::one);
  if (known) row.elements = 0;
  store::Counts counts;
  while (auto batch = batches.take()) {
    row.done = known || batch->is_last;
    counts += commit(piece, *batch, row, known);
    for (const auto& [number, why] : batch->left_out) piece.content->left_out.add(number, why);
    batches.give_back(std::move(*batch));
  }
  std::erase_if(rows_, [&](const auto& old) { return old.member == row.member; });
  rows_.push_back(row);
  return counts;
}

/// Reads and maps on a background thread while earlier batches are stored.
void Pages::make_batches(const Piece& piece, std::int64_t first, const Advance& advance,
                         const std::function<void(Batch)>& give) const {
  Batch batch;
  UniqueTimeKeys same_time;
  const auto give_if_full = [&] {
    if (batch.is_full()) give(std::exchange(batch, Batch()));
  };
  each_element(
      piece, advance,
      [&](std::int64_t number, const RawElement& element) {
        // Elements stored before the interruption are mapped again to reserve their keys.
        if (number <= first && piece.role->groups.empty()) return;
        if (number <= first) return Batch().add(tools_.importer, piece, source_.owner, element, same_time);
        give_if_full();
        batch.add(tools_.importer, piece, source_.owner, element, same_time);
      },
      [&](std::int64_t number, const char* why) {
        if (number <= first) return;
        give_if_full();
        batch.leave_out(number, why);
      });
  batch.is_last = true;
  give(std::move(batch));
}

store::Counts Pages::commit(Piece& piece, Batch& batch, store::ImportRow& row, bool known) {
  if (tools_.stop.stop_requested())
    throw Error(ErrorKind::interrupted, "interrupted", "run it again to go on");
  if (known && batch.elements() == 0) return {};
  if (piece.role->may_be_part) join_parts(batch);
  auto page = writer_.begin_page(source_.account, {row.stream, {}}, 0, source_.run, source_.made,
                                 tools_.clock.now(), source_.name());
  for (const auto& [key, number] : batch.former_key) {
    const auto& seen = batch.observations[number];
    if (key != seen.key) page.merge_part({seen.type, key}, seen.key, seen.order);
  }
  store::Counts counts = page.store(batch.observations, {}).counts;
  counts.added += page.join(batch.members, first_place(*piece.role) + row.elements, row);
  piece.content->forgotten += counts.forgotten;
  if (!batch.further.empty()) counts += page.store(batch.further, {}).counts;
  for (const auto& part : batch.unjoined_parts) page.note_unjoined(part);
  if (!piece.role->is_supplement) note_span(batch.observations, row);
  note_span(batch.further, row);
  row.elements += batch.elements();
  if (!known) page.save_import(row);
  page.commit();
  checkpoint_.begin();
  return counts;
}

/// Makes parts of known records forms of these. Such parts are not members of the stream by themselves. Goes
/// by id, whatever order they come in: of parts and records that fit alike, the first belong together.
void Pages::join_parts(Batch& batch) {
  std::vector<store::Observation*> parts;
  for (auto& part : batch.observations) parts.push_back(&part);
  std::ranges::stable_sort(parts, [](const auto* a, const auto* b) { return greater_id(b->key, a->key); });
  joined_.clear();
  std::set<const store::Observation*> unjoined;
  for (auto* part : parts) {
    if (const auto whole = whole_of(*part)) {
      joined_.emplace(std::pair(whole->key, whole->edit), part->key);
      tools_.importer.join(*part, *whole);
    } else {
      unjoined.insert(part);
    }
  }
  for (const auto& part : batch.observations)
    if (unjoined.contains(&part)) batch.unjoined_parts.push_back({part.type, part.key});
  if (!batch.members.empty()) batch.members = batch.unjoined_parts;
}

/// Returns the records of about the same time, and those with an edit of about that time.
std::vector<store::Candidate> Pages::wholes_near(const store::Observation& part) {
  auto wholes = writer_.records_near(source_.account, part.type, *part.time, kSameTime);
  if (const auto edits = tools_.importer.keys_between(*part.time - kSameTime, *part.time + kSameTime))
    std::ranges::move(writer_.edited_records(source_.account, part.type, *edits), std::back_inserter(wholes));
  return wholes;
}

/// Returns how far apart in time the part and the candidate's edit were made.
std::chrono::seconds Pages::apart(const store::Observation& part, const store::Candidate& whole) const {
  using std::chrono::floor, std::chrono::seconds;
  const auto made = tools_.importer.time_of(whole.edit);
  return made ? abs(floor<seconds>(*made) - floor<seconds>(*part.time)) : seconds(0);
}

/// Returns true if another part belongs to the candidate, one of this batch or one that is stored.
bool Pages::is_joined_to_another(const store::Observation& part, const store::Candidate& whole) const {
  if (const auto joined = joined_.find({whole.key, whole.edit}); joined != joined_.end())
    return joined->second != part.key;
  return writer_.has_other_part(source_.account, part, whole.key, tools_.importer.order_of(whole.edit));
}

/// Returns the record that `part` belongs to: of the candidates that no other part belongs to, the best
/// match, then the nearest in time, then the one of the least id. While more of the archive is to come, only
/// a candidate of the same second is certain.
std::optional<store::Candidate> Pages::whole_of(const store::Observation& part) {
  if (!part.time) return std::nullopt;
  const std::chrono::seconds farthest = more_to_come_ ? 0s : std::chrono::seconds(kSameTime);
  std::optional<store::Candidate> best;
  std::chrono::seconds nearest = farthest;
  std::size_t most = 0;
  for (auto& candidate : wholes_near(part)) {
    const auto distance = apart(part, candidate);
    if (candidate.key == part.key || distance > farthest) continue;
    const std::size_t fits = tools_.importer.fit(part.raw, candidate.raw);
    const bool fits_alike = best && fits == most;
    const bool is_better =
        fits > most || (fits_alike && (distance < nearest ||
                                       (distance == nearest && greater_id(best->edit, candidate.edit))));
    if (!is_better || is_joined_to_another(part, candidate)) continue;
    nearest = distance;
    most = fits;
    best = std::move(candidate);
  }
  return best;
}

store::Counts Pages::join_rest() {
  store::Counts counts;
  for (const auto& type : tools_.facts.types)
    for (const auto& [time, key] : writer_.unjoined(source_.account, type.name))
      counts += join_one({type.name, key}, time);
  return counts;
}

store::Counts Pages::join_one(const store::RecordName& name, Instant time) {
  const store::ShownForm form = writer_.shown_form(source_.account, name);
  store::Observation part;
  part.type = name.type;
  part.key = name.key;
  part.shape = form.shape;
  part.raw = form.raw;
  part.time = time;
  part.author = source_.owner.id;
  const auto whole = whole_of(part);
  if (!whole) return {};
  auto page = writer_.begin_page(source_.account, {}, 0, source_.run, source_.made, tools_.clock.now(),
                                 source_.name());
  page.merge_part(name, whole->key, tools_.importer.order_of(whole->edit));
  tools_.importer.join(part, *whole);
  const store::Counts counts = page.store({part}, {}).counts;
  page.commit();
  return counts;
}

}  // namespace locker::imports
