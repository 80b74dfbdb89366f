#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "lib/connector/descriptor.hpp"
#include "lib/media/found.hpp"
#include "lib/store/database.hpp"
#include "lib/store/query.hpp"
#include "lib/store/unstored_media.hpp"

namespace locker::exchange {

/// A record as shown on a page.
struct Entry {
  const store::QueryRow& row;
  std::string_view called;           ///< its author or its name; empty: not known
  std::vector<std::string> streams;  ///< those it is in now, or its kind; empty: it came along with others
  std::string anchor;                ///< within its page
  std::string answers;               ///< author or id of the record that it answers; empty: none
  std::string answers_link;          ///< path below the export, or `#…` on this page; empty: not stored
  std::string answers_url{};         ///< address of a record that is not stored; empty: not known
};

/// Returns true for a post of which only the id is known.
[[nodiscard]] bool is_silent(const Entry& entry);

/// Returns how the entry relates to what it answers: "an answer", "a reaction".
[[nodiscard]] const char* answer_word(const Entry& entry);

/// The target of a link between pages.
struct PageLink {
  std::string path;   ///< below the export, without extension: `pages/twitter/2024-05`
  std::string title;  ///< `May 2024`, `@jo and @sam`
};

/// The head of a page of entries.
struct PageHead {
  std::string path;  ///< as in PageLink
  std::string title;
  std::string account;
  bool is_messages = false;
  /// For a month: the nearest month on each side, and the nearest one of another year if it is a different
  /// one.
  std::vector<PageLink> earlier{}, later{};
};

/// The owner of an account's entries, and the time they span.
struct Owned {
  std::string account;
  std::string who;  ///< `Ada Lovelace (@ada)`; empty: not known
  std::optional<Instant> oldest{}, newest{};
};

/// A page as listed in an index, with its number of entries.
struct Listed {
  PageHead head;
  std::int64_t entries = 0;
};

/// Writes a book in one format. Each page is complete after end(), and no longer held in memory.
class Pages {
 public:
  virtual ~Pages() = default;
  virtual void begin(const PageHead& head) = 0;
  virtual void add(const Entry& entry) = 0;
  virtual void end() = 0;
  /// Called last, with all accounts and all pages; months are newest first.
  virtual void index(const std::vector<Owned>& accounts, const std::vector<Listed>& months,
                     const std::vector<Listed>& others) = 0;
};

/// Returns the title of the index: `The archive of Ada Lovelace (@ada)` if it has one known owner, else `Your
/// archive`.
[[nodiscard]] std::string title_of_index(const std::vector<Owned>& accounts);
/// Returns `Ada Lovelace (@ada), 2009-03-01 to 2024-05-01`, as far as known.
[[nodiscard]] std::string in_words(const Owned& owned);

/// Write HTML that opens without a server and can be searched, or Markdown, below `folder`, which exists.
[[nodiscard]] std::unique_ptr<Pages> make_html_pages(const std::filesystem::path& folder, bool with_media);
[[nodiscard]] std::unique_ptr<Pages> make_markdown_pages(const std::filesystem::path& folder,
                                                         bool with_media);

/// Returns the photos and videos that a form of a record of that service names, stored or not.
using FindMedia =
    std::function<std::vector<media::Found>(std::string_view connector, const store::StoredForm&)>;

/// Writes the whole archive as pages: one per month of each account, in chronological order, so that an
/// answer is below what it answers; one per conversation of messages; one per list of people and the like.
/// Returns the number of entries. Calls `on_progress` with the number written so far.
std::int64_t write_book(const store::Database& database, const connector::Registry& registry, Pages& pages,
                        const FindMedia& media, const std::function<void(std::int64_t entries)>& on_progress,
                        const std::stop_token& stop);

}  // namespace locker::exchange
