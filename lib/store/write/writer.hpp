#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/error.hpp"
#include "lib/base/home.hpp"
#include "lib/base/time.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/store/run_outcome.hpp"
#include "lib/store/write/candidate.hpp"
#include "lib/store/write/cursor.hpp"
#include "lib/store/write/observation.hpp"

namespace locker::store {

struct WriteContext;
struct PageBegin;

struct StreamName {
  std::string name;
  std::string part;  ///< empty: the stream itself
  [[nodiscard]] std::string text() const { return part.empty() ? name : name + "/" + part; }
  bool operator==(const StreamName&) const = default;
};

struct Counts {
  std::int64_t created = 0, updated = 0, deleted = 0, restored = 0, added = 0, removed = 0;
  std::int64_t unchanged = 0;
  std::int64_t forgotten = 0;  ///< members that are not stored, since that was erased for good
  Counts& operator+=(const Counts& other);
};

/// What a page meant for the store.
struct PageResult {
  Counts counts;
  std::int64_t fresh = 0;  ///< members that no properly ended walk had met before this one
  std::int64_t known = 0;  ///< members listed since before the last properly ended walk
  bool in_order = true;    ///< the known ones stand in the order in which they are stored
};

/// Records of which one of the forms that are stored says so at a dotted path: `repository.private`.
struct Marked {
  std::string path;
  bool value = true;
};

/// How a walk that met the stream's end decides about members it did not meet.
struct Proof {
  std::vector<Marked> spared{};   ///< of these it proves nothing
  bool unbroken = false;          ///< from the top, one process, ended by a page without token
  std::string only_newer_than{};  ///< not empty: depth cap met; proves only ids greater than this (numeric)
  bool none = false;              ///< depth cap met in a stream without ids in order: proves nothing
  bool end_is_unproven = false;   ///< proves nothing of what would stand below the last one met
  std::int64_t began_in = 0;      ///< not 0: decides only about memberships that began in that walk
  bool accept_removals = false;   ///< the guard (more than half and more than ten) was overruled
};

struct ProofResult {
  std::int64_t spared = 0;  ///< would have been removed, but it proves nothing of them
  std::int64_t removed = 0;
  std::int64_t unproven = 0;  ///< would have been removed, but the walk was broken: walk once more
  std::int64_t guarded = 0;   ///< not 0: the guard kept that many; `accept_removals` would remove them
  std::int64_t below = 0;     ///< not met, and kept since the end is unproven; `accept_removals` as well
};

/// One resource as the service charges it.
struct Charge {
  std::string resource;  ///< "post", "user"
  std::string key;
  std::int64_t price = 0;
};

struct Notice {
  std::string resource, key, problem, raw;
};

struct Account {
  std::int64_t id = 0;
  std::string name, connector, user_id, handle, dialect;
  std::optional<std::int64_t> budget;  ///< millionths of a dollar a month; absent: no limit
};

/// What is kept of one walk, for `status` and the ledger.
struct RunEnd {
  RunOutcome outcome{};
  std::string message{}, hint{};
};

/// What was read of one member of a service's export. Columns of table `import`.
struct ImportRow {
  std::string member;
  std::string stream;         ///< whose members its elements are; empty: of none
  std::string content;        ///< size and checksum
  std::int64_t elements = 0;  ///< read so far
  bool done = false;
  std::string newest;             ///< greatest id met
  std::optional<Instant> oldest;  ///< least own time met
  std::int64_t walk = 0;
  std::int64_t placed = 0;  ///< where its next new member stands, with `position`
  std::optional<std::int64_t> position;
};

/// All changes of one page, its cursor and its ledger: one transaction, taken in turn with all
/// other processes. Without commit() nothing of it happens.
class Page {
 public:
  Page(Page&&) noexcept;
  ~Page();

  /// Stores what is new of each observation: record, version, parts, changes, full text.
  /// `members` of the stream are joined or met again in `walk` in the given order.
  PageResult store(const std::vector<Observation>& observations, const std::vector<RecordName>& members);
  /// Joins members that an export lists, the first of them as its element `number` of the stream. One that
  /// has left since the export was made does not join again; none leaves.
  std::int64_t join(const std::vector<RecordName>& members, std::int64_t number, ImportRow& row);
  /// The record is only a part of another, which was not seen yet.
  void note_unjoined(const RecordName& record);
  /// The record `part` was a part of `whole` all along: its versions and its past become that one's, as
  /// versions of its edit `order`.
  void unite(const RecordName& part, std::string_view whole, std::int64_t order);
  void save_import(const ImportRow& row);
  /// Ends the stream's memberships that this walk (its cursor's number) did not meet.
  ProofResult prove_absence(const Proof& proof);
  void save_cursor(const Cursor& cursor);
  /// Adds to the run's ledger; a resource charged earlier this UTC day counts in `gross` only.
  /// What it comes to without those, in millionths of a dollar.
  std::int64_t charge(const std::vector<Charge>& resources, std::int64_t requests, std::int64_t included);
  void notice(const std::vector<Notice>& notices);
  /// What the page at that address was known by; one that is empty forgets it.
  void keep_validator(std::string_view address, const Validator& validator);
  /// What `of` needs to be whole was refused there, and is still to be asked for until keep_validator().
  void note_unanswered(std::string_view address, const RecordName& of);
  /// It is not asked for any more.
  void forget_unanswered(std::string_view address);
  /// The service answered "not found" for these records. How many were live until now.
  std::int64_t remove_records(const std::vector<RecordName>& proven_gone);
  void commit();

  struct State;

 private:
  friend class Writer;
  static Page begin(WriteContext& context, const PageBegin& begin);
  explicit Page(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// The write side of the store: used by sync, sign-in, import and the commands that change
/// something. One instance a thread. Every method is one short transaction.
class Writer {
 public:
  /// Creates the locker if there is none; brings schema, types, shapes and views up to date.
  Writer(const Home& home, const connector::Registry& registry);
  ~Writer();

  [[nodiscard]] std::optional<Account> account(std::string_view name);
  /// Those of one connector.
  [[nodiscard]] std::vector<Account> accounts(std::string_view connector);
  /// Makes the account if it is not there (with `budget`) and returns it.
  Account ensure_account(std::string_view name, std::string_view connector,
                         std::optional<std::int64_t> budget, Instant now);
  /// Binds the account to the service's user id. Throws Error{usage} naming both handles if it
  /// is bound to another one; nothing changes then.
  void bind_account(std::string_view name, std::string_view user_id, std::string_view handle);
  /// When the service, or an export, last told what the person goes by; 1970: never.
  [[nodiscard]] Instant named_at(std::string_view name);
  /// The person goes by another name now.
  void set_handle(std::string_view name, std::string_view handle);
  void set_budget(std::string_view name, std::optional<std::int64_t> micro_dollars);
  void set_dialect(std::string_view name, std::string_view dialect);

  [[nodiscard]] Cursor cursor(std::string_view account, const StreamName& stream);
  /// Whether a record is stored that is called so, live or deleted, or was forgotten.
  [[nodiscard]] bool knows(std::string_view account, const RecordName& name);
  /// When the last import of an export began; absent: there was none.
  [[nodiscard]] std::optional<Instant> last_import(std::string_view account);
  /// Live records that are or were members of the stream or of a part of it, by part and newest first: those
  /// that no walk met which began at `since` or later. `latest` is the id of the greatest edit.
  struct Unmet {
    RecordName name;
    std::string part, latest;
  };
  [[nodiscard]] std::vector<Unmet> live_members_unmet(std::string_view account, std::string_view stream,
                                                      Instant since);
  /// Tells the current members of that type of a stream and all its parts, in the order of their ids, with
  /// each part in which they are.
  using TellMember = std::function<void(std::string_view part, std::string_view key, std::string_view json)>;
  void each_member(std::string_view account, std::string_view stream, std::string_view type,
                   const TellMember& tell);
  /// The parts of a stream that hold members, or of which a walk was begun, by name.
  [[nodiscard]] std::vector<StreamName> parts(std::string_view account, std::string_view stream);
  /// What the stream's page at that address was last known by.
  [[nodiscard]] Validator validator(std::string_view account, const StreamName& stream,
                                    std::string_view address);
  /// What is still to be asked for again (Page::note_unanswered).
  struct Unanswered {
    std::string address;
    RecordName of;
  };
  [[nodiscard]] std::vector<Unanswered> unanswered(std::string_view account, const StreamName& stream);
  /// Whether members came to the stream, with all its parts, or left it, after that time.
  [[nodiscard]] bool members_changed_since(std::string_view account, std::string_view stream, Instant time);
  /// Whether the record was ever observed in that shape.
  [[nodiscard]] bool has_form(std::string_view account, const RecordName& name, std::string_view shape);
  /// The id of the record that has this alias; absent: none has.
  [[nodiscard]] std::optional<std::string> key_behind(std::string_view account, const RecordName& alias);
  /// A live record's JSON; empty: there is no such record.
  [[nodiscard]] std::string json_of(std::string_view account, const RecordName& name);
  /// A top-level field of a live record as it is spelled in its JSON; empty: no such record or field.
  [[nodiscard]] std::string field_of(std::string_view account, const RecordName& name,
                                     std::string_view field);
  /// People known by nothing but their id (store::unnamed_people).
  [[nodiscard]] std::vector<std::string> unnamed_people(std::string_view account);
  /// How many members a stream has now (all parts, or one).
  [[nodiscard]] std::int64_t count_members(std::string_view account, const StreamName& stream);
  /// A number below a dotted path of the account's profile record; absent if not stored.
  [[nodiscard]] std::optional<std::int64_t> profile_number(std::string_view account, std::string_view path);
  /// The same as it was at the last look of that UTC day, as far as counters were sampled.
  [[nodiscard]] std::optional<std::int64_t> profile_number_on(std::string_view account, std::string_view path,
                                                              Instant day);
  /// Charged so far in the UTC month of `now`, in millionths of a dollar.
  [[nodiscard]] std::int64_t month_cost(std::string_view account, Instant now);

  /// What was read so far of the export that was made then.
  [[nodiscard]] std::vector<ImportRow> imported(std::string_view account, Instant archive);
  /// Records of that type whose own time is at most `span` away, in each form that was seen.
  [[nodiscard]] std::vector<Candidate> records_near(std::string_view account, std::string_view type,
                                                    Instant time, std::chrono::milliseconds span);
  /// Records of which a later edit has such an id, in each form that was seen.
  [[nodiscard]] std::vector<Candidate> edited_records(std::string_view account, std::string_view type,
                                                      const KeySpan& edits);
  /// What --raw shows of a record, deleted or not; empty: there is no such record.
  [[nodiscard]] std::string raw_of(std::string_view account, const RecordName& name);
  /// Records that belong to others which were not seen yet, by their own time.
  [[nodiscard]] std::multimap<Instant, std::string> unjoined(std::string_view account, std::string_view type);

  /// Before another connection of this process has its turn for long: each keeps pages of the file.
  void give_back_cache();

  [[nodiscard]] std::int64_t begin_run(std::string_view account, const StreamName& stream, Instant now);
  void end_run(std::int64_t run, const RunEnd& end, Instant now);

  /// Begins a page's transaction. Without a stream's name it is of none. `source` is "api" or "archive
  /// 2024-05-01"; `observed` the time of the fetch; `walk` the number of the walk under way.
  [[nodiscard]] Page begin_page(std::string_view account, const StreamName& stream, std::int64_t walk,
                                std::int64_t run, Instant observed, Instant now,
                                std::string_view source = "api");

  struct State;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace locker::store
