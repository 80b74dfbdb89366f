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
  std::int64_t forgotten = 0;  ///< members not stored because they were erased permanently
  Counts& operator+=(const Counts& other);
};

/// The effect of a page on the store.
struct PageResult {
  Counts counts;
  std::int64_t fresh = 0;  ///< members that no properly ended walk had met before this one
  std::int64_t known = 0;  ///< members listed since before the last properly ended walk
  bool in_order = true;    ///< the known members come in the order in which they are stored
};

/// Selects records of which a newest form has `value` at a dotted path: `repository.private`.
struct Marked {
  std::string path;
  bool value = true;
};

/// How a walk that reached the stream's end decides about members it did not meet.
struct Proof {
  std::vector<Marked> spared{};   ///< proves nothing about these
  bool unbroken = false;          ///< started at the top, in one process, and ended with a page without token
  std::string only_newer_than{};  ///< not empty: at the depth cap; proves only numerically greater ids
  bool none = false;  ///< reached the depth cap in a stream whose ids are not ordered: proves nothing
  bool end_is_unproven = false;  ///< proves nothing about members below the last one met
  std::int64_t began_in = 0;     ///< not 0: decides only about memberships that began in that walk
  bool accept_removals = false;  ///< overrides `end_is_unproven` and the guard (over half and over ten)
};

struct ProofResult {
  std::int64_t spared = 0;  ///< would have been removed, but the walk proves nothing about them
  std::int64_t removed = 0;
  std::int64_t unproven = 0;  ///< would have been removed, but the walk was broken: walk once more
  std::int64_t guarded = 0;   ///< not 0: the guard kept that many; `accept_removals` would remove them
  std::int64_t below = 0;     ///< not met, kept as the end is unproven; `accept_removals` removes them
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

/// What is stored about the end of a walk, for `status` and the ledger.
struct RunEnd {
  RunOutcome outcome{};
  std::string message{}, hint{};
};

/// What was read of one member (file) of a service's export. Columns of table `import`.
struct ImportRow {
  std::string member;
  std::string stream;         ///< the stream whose members its elements are; empty: none
  std::string content;        ///< size and checksum
  std::int64_t elements = 0;  ///< read so far
  bool done = false;
  std::string newest;             ///< greatest id met
  std::optional<Instant> oldest;  ///< earliest own time met
  std::int64_t walk = 0;
  std::int64_t placed = 0;  ///< place of its next new member, together with `position`
  std::optional<std::int64_t> position;
};

/// All changes of one page, its cursor and its ledger in one transaction, which takes turns with all other
/// processes. Nothing takes effect without commit().
class Page {
 public:
  Page(Page&&) noexcept;
  ~Page();

  /// Stores what is new in each observation: record, version, parts, changes, full text. Adds `members` to
  /// the stream, or meets them again, in `walk` and in the given order.
  PageResult store(const std::vector<Observation>& observations, const std::vector<RecordName>& members);
  /// Adds members that an export lists, the first of them as element `number` of the stream. A member that
  /// left after the export was made is not added again; none is removed. Returns how many were added.
  std::int64_t join(const std::vector<RecordName>& members, std::int64_t number, ImportRow& row);
  /// Stores that the record is only a part of another one, which was not seen yet.
  void note_unjoined(const RecordName& record);
  /// Merges the record `part` into `whole`, of which it was a part all along: its versions and history become
  /// those of `whole`, as versions of its edit `order`.
  void merge_part(const RecordName& part, std::string_view whole, std::int64_t order);
  void save_import(const ImportRow& row);
  /// Ends the stream's memberships that this walk (its cursor's number) did not meet.
  ProofResult prove_absence(const Proof& proof);
  void save_cursor(const Cursor& cursor);
  /// Adds to the run's ledger; a resource that was already charged on this UTC day counts in `gross` only.
  /// Returns the cost without those, in millionths of a dollar.
  std::int64_t charge(const std::vector<Charge>& resources, std::int64_t requests, std::int64_t included);
  void notice(const std::vector<Notice>& notices);
  /// Stores the validator of the page at that address; an empty one deletes it.
  void keep_validator(std::string_view address, const Validator& validator);
  /// Stores that the service refused, at that address, something `of` needs to be complete: it is to be
  /// requested again until keep_validator().
  void note_refused_request(std::string_view address, const RecordName& of);
  /// Deletes that note: the address is not to be requested any more.
  void forget_refused_request(std::string_view address);
  /// Marks records deleted that the service reported as not found. Returns how many were live until now.
  std::int64_t remove_records(const std::vector<RecordName>& proven_gone);
  void commit();

  struct State;

 private:
  friend class Writer;
  static Page begin(WriteContext& context, const PageBegin& begin);
  explicit Page(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// The write side of the store: used by sync, sign-in, import and the commands that change something. One
/// instance per thread. Every method is one short transaction.
class Writer {
 public:
  /// Creates the locker if there is none; brings schema, types, shapes and views up to date.
  Writer(const Home& home, const connector::Registry& registry);
  ~Writer();

  [[nodiscard]] std::optional<Account> account(std::string_view name);
  /// Returns the accounts of one connector.
  [[nodiscard]] std::vector<Account> accounts(std::string_view connector);
  /// Creates the account (with `budget`) if it does not exist, and returns it.
  Account ensure_account(std::string_view name, std::string_view connector,
                         std::optional<std::int64_t> budget, Instant now);
  /// Binds the account to the service's user id. Throws Error{usage} naming both handles if it is bound to
  /// another one, and changes nothing then.
  void bind_account(std::string_view name, std::string_view user_id, std::string_view handle);
  /// Returns when the service, or an export, last reported the user's handle; 1970: never.
  [[nodiscard]] Instant handle_reported_at(std::string_view name);
  /// Stores the user's new handle.
  void set_handle(std::string_view name, std::string_view handle);
  void set_budget(std::string_view name, std::optional<std::int64_t> micro_dollars);
  void set_dialect(std::string_view name, std::string_view dialect);

  [[nodiscard]] Cursor cursor(std::string_view account, const StreamName& stream);
  /// Returns whether a record with that name is stored, live or deleted, or was forgotten.
  [[nodiscard]] bool knows(std::string_view account, const RecordName& name);
  /// Returns when the last import of an export began; absent: there was none.
  [[nodiscard]] std::optional<Instant> last_import(std::string_view account);
  /// A live record that is or was a member of the stream or of a part of it, and that was met by no walk
  /// which began at `since` or later; by part, newest first. `latest` is the id of the latest edit.
  struct Unmet {
    RecordName name;
    std::string part, latest;
  };
  [[nodiscard]] std::vector<Unmet> live_members_unmet(std::string_view account, std::string_view stream,
                                                      Instant since);
  /// Calls `tell` for the current members of that type of a stream and all its parts, ordered by id, once for
  /// each part they are in.
  using MemberCallback =
      std::function<void(std::string_view part, std::string_view key, std::string_view json)>;
  void each_member(std::string_view account, std::string_view stream, std::string_view type,
                   const MemberCallback& tell);
  /// Returns the parts of a stream that have members or for which a walk was begun, by name.
  [[nodiscard]] std::vector<StreamName> parts(std::string_view account, std::string_view stream);
  /// Returns the last stored validator of the stream's page at that address.
  [[nodiscard]] Validator validator(std::string_view account, const StreamName& stream,
                                    std::string_view address);
  /// A request that is still to be repeated (Page::note_refused_request).
  struct PendingRetry {
    std::string address;
    RecordName of;
  };
  [[nodiscard]] std::vector<PendingRetry> unanswered(std::string_view account, const StreamName& stream);
  /// Returns whether members joined or left the stream, including all its parts, after that time.
  [[nodiscard]] bool members_changed_since(std::string_view account, std::string_view stream, Instant time);
  /// Returns whether the record was ever observed in that shape.
  [[nodiscard]] bool has_form(std::string_view account, const RecordName& name, std::string_view shape);
  /// Returns the id of the record that has this alias; absent: none has.
  [[nodiscard]] std::optional<std::string> key_of_alias(std::string_view account, const RecordName& alias);
  /// Returns a live record's JSON; empty: there is no such record.
  [[nodiscard]] std::string json_of(std::string_view account, const RecordName& name);
  /// Returns a top-level field of a live record as spelled in its JSON; empty: no such record or field.
  [[nodiscard]] std::string field_of(std::string_view account, const RecordName& name,
                                     std::string_view field);
  /// Returns people of whom only the id is known (store::unnamed_people).
  [[nodiscard]] std::vector<std::string> unnamed_people(std::string_view account);
  /// Returns how many members a stream has now (all parts, or one).
  [[nodiscard]] std::int64_t count_members(std::string_view account, const StreamName& stream);
  /// Returns the number at a dotted path of the account's profile record; absent if not stored.
  [[nodiscard]] std::optional<std::int64_t> profile_number(std::string_view account, std::string_view path);
  /// Returns the same number as of the last fetch of that UTC day, as far as counters were sampled.
  [[nodiscard]] std::optional<std::int64_t> profile_number_on(std::string_view account, std::string_view path,
                                                              Instant day);
  /// Returns the charges so far in the UTC month of `now`, in millionths of a dollar.
  [[nodiscard]] std::int64_t month_cost(std::string_view account, Instant now);

  /// Returns what was read so far of the export that was made at that time.
  [[nodiscard]] std::vector<ImportRow> imported(std::string_view account, Instant archive);
  /// Returns records of that type whose own time is at most `span` away, in each form that was seen.
  [[nodiscard]] std::vector<Candidate> records_near(std::string_view account, std::string_view type,
                                                    Instant time, std::chrono::milliseconds span);
  /// Returns records that have an edit whose id is in `edits`, in each form that was seen.
  [[nodiscard]] std::vector<Candidate> edited_records(std::string_view account, std::string_view type,
                                                      const KeySpan& edits);
  /// Returns what --raw shows of a record, deleted or not; empty: there is no such record.
  [[nodiscard]] ShownForm shown_form(std::string_view account, const RecordName& name);
  /// Returns true if the record of key `whole` has a form of the part's shape for that edit (its
  /// Observation::order), and this is not of `part`.
  [[nodiscard]] bool has_other_part(std::string_view account, const Observation& part, std::string_view whole,
                                    std::int64_t order);
  /// Returns the records that are parts of records not seen yet, by their own time, then by id.
  [[nodiscard]] std::multimap<Instant, std::string> unjoined(std::string_view account, std::string_view type);

  /// Frees cached pages of the file. Call before another connection of this process, which caches pages too,
  /// works for long.
  void release_cache();

  [[nodiscard]] std::int64_t begin_run(std::string_view account, const StreamName& stream, Instant now);
  void end_run(std::int64_t run, const RunEnd& end, Instant now);

  /// Begins a page's transaction; an empty stream name means no stream. `source` is "api" or "archive
  /// 2024-05-01"; `observed` the time of the fetch; `walk` the number of the current walk.
  [[nodiscard]] Page begin_page(std::string_view account, const StreamName& stream, std::int64_t walk,
                                std::int64_t run, Instant observed, Instant now,
                                std::string_view source = "api");

  struct State;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace locker::store
