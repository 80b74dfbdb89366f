#include "lib/import/run.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <set>

#include "lib/base/error.hpp"
#include "lib/base/file_lock.hpp"
#include "lib/import/account.hpp"
#include "lib/import/archive.hpp"
#include "lib/import/media.hpp"
#include "lib/import/pages.hpp"
#include "lib/import/preview.hpp"
#include "lib/import/settle.hpp"

namespace locker::imports {
namespace {

/// Bytes to read and bytes read, of all archives.
struct Meter {
  std::uint64_t to_read = 0, read = 0;
};

FileLock lock_account(const std::string& account, const Tools& tools) {
  tools.home.create();
  tools.home.create_account(account);
  return FileLock::take(tools.home.account(account) / "sync.lock",
                        "a sync or import of " + account + " is running", "wait until it is done");
}

/// Imports one archive.
class ImportRun {
 public:
  ImportRun(const Request& request, const Tools& tools, Archive& archive, Meter& meter)
      : request_(request), tools_(tools), archive_(archive), meter_(meter) {
    choose();
  }

  void check_all() {
    for (Piece* piece : chosen_) check_one(*piece, true);
    for (const auto* pieces : {&media_, &unread_})
      for (Piece* piece : *pieces) check_one(*piece, false);
    for (Piece* piece : lists_) check_one(*piece, true);
  }

  /// Reports what store_all would, without storing anything.
  void preview_all(Report& report) {
    preview(chosen_, media_, archive_.owner, tools_, request_.preview);
    for (const Piece* piece : media_) ++kept_[summary_folder(*piece)];
    tell(report);
  }

  void store_all(const store::Account& account, store::Writer& writer, Report& report) {
    const std::int64_t run = writer.begin_run(account.name, {"import", {}}, tools_.clock.now());
    const Source source{
        account.name, {account.user_id, archive_.owner.handle, archive_.owner.name}, archive_.made, run};
    try {
      Pages pages(source, writer, tools_, archive_.manifest.is_split && more_to_come(account.name, writer));
      for (Piece* piece : chosen_)
        if (piece->content->trouble.empty()) report.counts += pages.store(*piece, advance(*piece));
      report.counts += pages.join_rest();
      settle_streams(archive_, source, writer, tools_);
      report.counts += end_vanished_memberships(source, writer, tools_);
      writer.release_cache();
      keep_media(source, more_to_come(account.name, writer));
      writer.end_run(run, {}, tools_.clock.now());
    } catch (const Error& error) {
      writer.end_run(run, {error.kind(), error.what(), error.hint()}, tools_.clock.now());
      throw;
    }
    tell(report);
  }

 private:
  /// Returns the kinds of members that are here or in another file of the same archive.
  std::set<std::string, std::less<>> kinds_there() const {
    std::set<std::string, std::less<>> there;
    for (const auto& piece : archive_.pieces) there.insert(piece.role->kind);
    for (const auto& [name, count] : archive_.manifest.counts)
      if (count > 0) there.insert(tools_.importer.role(name).kind);
    return there;
  }

  /// Selects the members to read: those the importer knows, private ones only on request, and a member that
  /// substitutes for another only if that one is missing.
  void choose() {
    const auto there = kinds_there();
    for (auto& piece : archive_.pieces) {
      const std::string& better = piece.role->unless;
      if (piece.role->disposition == Disposition::imported && !better.empty() && there.contains(better)) {
        piece.role = skipped(*piece.role);
        if (piece.role->lists_whole_stream) {
          lists_.push_back(&piece);
          continue;
        }
      }
      const Disposition disposition = piece.role->disposition;
      const bool wanted = disposition == Disposition::imported ||
                          (disposition == Disposition::confidential && request_.confidential);
      if (!wanted && disposition != Disposition::media) {
        note_unread(piece);
        continue;
      }
      meter_.to_read += piece.member().size * 2;
      if (wanted)
        chosen_.push_back(&piece);
      else
        media_.push_back(&piece);
    }
    std::ranges::stable_sort(chosen_, {}, [](const Piece* piece) {
      return std::tuple(piece->role->turn, std::string_view(piece->role->kind), piece->role->part);
    });
  }

  /// Members that are not imported are checked as well: an archive that is damaged anywhere is refused.
  void note_unread(Piece& piece) {
    if (!piece.container->has_checksums()) return;
    meter_.to_read += piece.member().size;
    unread_.push_back(&piece);
  }

  static std::shared_ptr<const Role> skipped(Role role) {
    role.disposition = Disposition::skipped;
    return std::make_shared<Role>(std::move(role));
  }

  void check_one(Piece& piece, bool parses) {
    stop_if_asked();
    check(piece, parses, advance(piece));
  }

  Advance advance(const Piece& piece) {
    return [this, &piece](std::uint64_t bytes) {
      stop_if_asked();
      meter_.read += bytes;
      tools_.progress.advances(piece.name, meter_.read, meter_.to_read);
    };
  }

  void stop_if_asked() const {
    if (tools_.stop.stop_requested())
      throw Error(ErrorKind::interrupted, "interrupted", "run it again to go on");
  }

  /// Returns true if the manifest names members that have never been read.
  bool more_to_come(const std::string& account, store::Writer& writer) const {
    const auto rows = writer.imported(account, archive_.made);
    return std::ranges::any_of(archive_.manifest.counts, [&](const auto& member) {
      const auto& [name, count] = member;
      const Role role = tools_.importer.role(name);
      if (count == 0 || role.disposition != Disposition::imported || !role.unless.empty()) return false;
      const auto row = std::ranges::find(rows, name, &store::ImportRow::member);
      const bool here = std::ranges::find(archive_.pieces, name, &Piece::name) != archive_.pieces.end();
      return !here && (row == rows.end() || !row->done);
    });
  }

  void keep_media(const Source& source, bool more) {
    MediaFiles files(source, tools_, more);
    files.store_waiting();
    for (const Piece* piece : media_) {
      stop_if_asked();
      const auto became = files.keep(*piece, advance(*piece));
      if (became == MediaFiles::FileResult::stored) ++kept_[summary_folder(*piece)];
      if (became == MediaFiles::FileResult::waiting) ++waiting_[summary_folder(*piece)];
    }
  }

  void tell(Report& report) const {
    std::map<std::string, std::int64_t, std::less<>> folders;
    std::set<std::string, std::less<>> media_folders;
    for (const Piece* piece : media_) media_folders.insert(summary_folder(*piece));
    std::vector<MemberReport> members;
    for (const auto& piece : archive_.pieces) {
      const auto folder = summary_folder(piece);
      const bool is_media = piece.role->disposition == Disposition::media;
      if (folder.empty())
        members.push_back(report_of(piece));
      else if (!is_media && media_folders.contains(folder))
        continue;  // what a system added to a folder of media is none of them
      else if (folders[folder]++ == 0)
        members.push_back({.name = folder, .state = "skipped"});
    }
    for (auto& member : members) {
      member.made = archive_.made;
      if (const auto folder = folders.find(member.name); folder != folders.end())
        report_folder(member, folder->second);
    }
    std::ranges::move(members, std::back_inserter(report.members));
    for (const auto& [name, count] : archive_.manifest.counts) {
      if (std::ranges::find(archive_.pieces, name, &Piece::name) != archive_.pieces.end() || count == 0)
        continue;
      report.missing.push_back(name);
      if (must_be_complete(tools_.importer.role(name))) report.lacks_streams = true;
    }
  }

  /// Returns true if missing elements of such a member are an error: those of streams and messages are,
  /// unless they can be in further files.
  [[nodiscard]] bool must_be_complete(const Role& role) const {
    const bool is_missed = !role.stream.empty() || !role.gap_stream.empty();
    return is_missed && role.unless.empty() && !archive_.manifest.is_split;
  }

  /// Reports the files of a folder. Files whose records were forgotten are not stored; the line gives the
  /// total. Files that wait for records of another file are reported only if no file of the folder is stored
  /// yet.
  void report_folder(MemberReport& member, std::int64_t files) const {
    member.elements = files;
    const auto waiting = waiting_.find(member.name);
    auto kept = kept_.find(member.name);
    const bool none_is_stored = kept == kept_.end();
    if (none_is_stored && waiting == waiting_.end()) return;
    member.state = none_is_stored ? "kept" : "imported";
    if (none_is_stored) kept = waiting;
    member.elements = kept->second;
    if (kept->second != files) member.manifest = files;
  }

  /// Returns the folder that is reported as one line instead of this file; empty if the file has its own
  /// line.
  static std::string summary_folder(const Piece& piece) {
    const Disposition disposition = piece.role->disposition;
    const bool many = disposition == Disposition::media ||
                      (disposition == Disposition::skipped && piece.role->kind.empty());
    if (!many || piece.name.rfind('/') == std::string_view::npos) return {};
    return std::string(
        piece.name.substr(0, piece.name.find('/', piece.name.starts_with("data/") ? 5 : 0) + 1));
  }

  /// Returns the report of a list that is not imported but says what there should be.
  [[nodiscard]] static MemberReport report_of_list(const Piece& piece) {
    MemberReport report;
    report.name = piece.name;
    report.trouble = piece.content->trouble;
    report.state = !report.trouble.empty() ? "unreadable" : piece.content->lacking ? "checked" : "skipped";
    if (piece.content->lacking) report.elements = piece.content->elements;
    report.unlisted = piece.content->lacking.value_or(0);
    return report;
  }

  [[nodiscard]] MemberReport report_of(const Piece& piece) const {
    MemberReport report;
    report.name = piece.name;
    if (piece.content && piece.role->disposition == Disposition::skipped) return report_of_list(piece);
    if (!piece.content) {
      const Disposition disposition = piece.role->disposition;
      report.state = disposition == Disposition::confidential ? "private"
                     : disposition == Disposition::unknown    ? "unknown"
                                                              : "skipped";
      return report;
    }
    const Content& content = *piece.content;
    const auto told = archive_.manifest.counts.find(piece.name);
    if (told != archive_.manifest.counts.end() && told->second != content.elements)
      report.manifest = told->second;
    const bool is_grouped = !piece.role->groups.empty();
    const std::int64_t lacking =
        report.manifest.value_or(0) - (is_grouped ? content.outer : content.elements);
    if (!piece.role->groups.empty() && content.trouble.empty() && !content.is_cut)
      report.groups = content.outer, report.groups_name = piece.role->groups;
    if (content.trouble.empty())
      report.elements = content.elements - content.left_out.elements - content.forgotten;
    report.forgotten = content.forgotten;
    report.left_out = content.left_out;
    if (content.is_cut && lacking > 0 && content.left_out.elements > 0)
      report.left_out.elements += lacking;
    else if (lacking > 0 && content.trouble.empty() && must_be_complete(*piece.role))
      report.lacking = lacking;
    report.trouble = content.trouble;
    report.state = !content.trouble.empty() ? "unreadable" : content.elements > 0 ? "imported" : "empty";
    return report;
  }

  const Request& request_;
  const Tools& tools_;
  Archive& archive_;
  Meter& meter_;
  std::vector<Piece*> chosen_, media_, lists_, unread_;
  std::map<std::string, std::int64_t, std::less<>> kept_;     ///< files stored, by folder
  std::map<std::string, std::int64_t, std::less<>> waiting_;  ///< files that wait for records, by folder
};

}  // namespace

bool Report::is_whole() const {
  return !lacks_streams && std::ranges::none_of(members, [](const MemberReport& member) {
    return member.state == "unreadable" || member.left_out.elements > 0 || member.lacking > 0 ||
           member.unlisted > 0;
  });
}

Report run(const Request& request, const Tools& tools) {
  std::vector<Archive> archives = open_archives(request.files, tools.importer, tools.facts.title);
  const Owner owner = owner_of(archives);
  const Instant told = owner_archive_time(archives);
  Meter meter;
  std::vector<ImportRun> runs;
  for (auto& archive : archives) {
    if (archive.owner.id.empty()) archive.owner = owner;
    runs.emplace_back(request, tools, archive, meter);
  }
  for (auto& one : runs) one.check_all();
  store::Account account = account_for(request, owner, tools);
  Report report;
  report.account = account.name;
  if (request.preview) {
    for (auto& one : runs) one.preview_all(report);
    return report;
  }
  const FileLock alone = lock_account(account.name, tools);
  store::Writer writer(tools.home, tools.registry);
  account = prepared(account, owner, told, writer, tools);
  for (auto& one : runs) one.store_all(account, writer, report);
  return report;
}

}  // namespace locker::imports
