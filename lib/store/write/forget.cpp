#include "lib/store/write/forget.hpp"

#include <filesystem>

#include "lib/base/error.hpp"
#include "lib/base/home.hpp"
#include "lib/store/write/eraser.hpp"
#include "lib/store/write/traces.hpp"
#include "lib/store/write/write_context.hpp"
#include "lib/store/write/write_transaction.hpp"

namespace locker::store {
namespace {

/// Streams and records erased per transaction.
constexpr int kStreams = 50, kRecords = 500;
/// Pages of the index that one merge step may write.
constexpr int kMergePages = 512;

class Forgetting {
 public:
  Forgetting(const Home& home, const connector::Registry& registry, std::string_view account, Instant now)
      : context_(Database::open_for_writing(home), registry),
        name_(account),
        account_(id_of(account)),
        media_(home.account(account) / "media"),
        now_(now) {}

  /// Returns false if the record is not stored.
  bool erase_record(const RecordName& name, const FindRepeated& find_repeated) {
    WriteTransaction transaction(context_.database);
    const auto record = find(name);
    if (!record) return false;
    traces_.erase(*record);
    restore_texts_of_repeats(context_, *record, find_repeated, now_);
    eraser_.choose(*record);
    eraser_.erase(account_, name_);
    log();
    transaction.commit();
    return true;
  }

  /// Call before erasing the records of an account: without its cursors, a sync in between starts from the
  /// beginning and does not take erased records for known. Returns false once no streams are left.
  bool erase_some_streams() {
    WriteTransaction transaction(context_.database);
    std::filesystem::remove_all(media_ / ".waiting");
    const bool more = traces_.erase_streams(account_, kStreams) == kStreams;
    transaction.commit();
    return more;
  }

  /// Returns how many records it erased.
  int erase_some_records() {
    WriteTransaction transaction(context_.database);
    const int erased = eraser_.choose_some(account_, kRecords);
    eraser_.erase(account_, name_);
    transaction.commit();
    return erased;
  }

  /// Erases what is left once streams and records are gone, except the account's name and ledger.
  void erase_account() {
    WriteTransaction transaction(context_.database);
    traces_.erase_account(account_);
    log();
    transaction.commit();
  }

  /// Removes the remains of deleted data: FTS5 only marks entries as deleted and stores their words until its
  /// segments are merged, and the write-ahead log contains old versions of pages.
  void scrub() {
    renew_dictionaries();
    for (bool first = true, more = true; more; first = false) {
      WriteTransaction transaction(context_.database);
      const int before = context_.database.sqlite().getTotalChanges();
      context_.statement.run("INSERT INTO search(search, rank) VALUES ('merge', ?)",
                             first ? -kMergePages : kMergePages);
      more = context_.database.sqlite().getTotalChanges() - before >= 2;
      transaction.commit();
    }
    const auto lock = FileLock::acquire(context_.database.home().write_lock(), FileLock::Mode::exclusive);
    SQLite::Statement checkpoint(context_.database.sqlite(), "PRAGMA wal_checkpoint(TRUNCATE)");
    checkpoint.executeStep();
  }

 private:
  std::int64_t id_of(std::string_view account) {
    const auto id = context_.statement.number("SELECT id FROM account WHERE name = ?", account);
    if (!id) throw Error(ErrorKind::usage, "there is no account \"" + std::string(account) + "\"");
    return *id;
  }

  std::optional<std::int64_t> find(const RecordName& name) {
    return context_.statement.number(
        "SELECT r.id FROM record r JOIN type t ON t.id = r.type WHERE r.account = ? AND t.name = ? AND r.key "
        "= ?",
        account_, name.type, name.key);
  }

  void log() { context_.log(Action::forget, account_, std::nullopt, std::nullopt, std::nullopt, now_); }

  void renew_dictionaries() {
    for (bool more = true; more;) {
      WriteTransaction transaction(context_.database);
      more = eraser_.renew_dictionaries();
      transaction.commit();
    }
  }

  WriteContext context_;
  const std::string name_;
  const std::int64_t account_;
  const std::filesystem::path media_;
  const Instant now_;
  Eraser eraser_{context_};
  Traces traces_{context_};
};

}  // namespace

bool forget_record(const Home& home, const connector::Registry& registry, std::string_view account,
                   const RecordName& name, Instant now, const FindRepeated& find_repeated) {
  Forgetting forgetting(home, registry, account, now);
  if (!forgetting.erase_record(name, find_repeated)) return false;
  forgetting.scrub();
  return true;
}

std::int64_t forget_account(const Home& home, const connector::Registry& registry, std::string_view account,
                            Instant now, const std::stop_token& stop) {
  Forgetting forgetting(home, registry, account, now);
  std::int64_t erased = 0;
  const auto check_stop = [&] {
    if (stop.stop_requested())
      throw Error(ErrorKind::interrupted, "interrupted after " + std::to_string(erased) + " records",
                  "run it again to go on");
  };
  check_stop();
  while (forgetting.erase_some_streams()) check_stop();
  while (const int some = forgetting.erase_some_records()) {
    erased += some;
    check_stop();
  }
  forgetting.erase_account();
  forgetting.scrub();
  return erased;
}

}  // namespace locker::store
