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
#include "lib/store/unkept.hpp"

namespace locker::exchange {

/// A record as a page shows it.
struct Entry {
  const store::QueryRow& row;
  std::string_view called;           ///< who said it, or what it is called; empty: that is not known
  std::vector<std::string> streams;  ///< that it is in now, or what it is; none: it came along with others
  std::string anchor;                ///< within its page
  std::string answers;               ///< id of what it answers, or whose that is; empty: nothing
  std::string answers_link;          ///< from the folder of pages, or `#…` on this page; empty: not stored
  std::string answers_url{};         ///< of what is not stored: where it is, or was; empty: not known
};

/// Of a post that is known by its id alone.
[[nodiscard]] bool is_silent(const Entry& entry);

/// What it is to what it answers: "an answer", "a reaction".
[[nodiscard]] const char* answer_word(const Entry& entry);

/// Where a page leads to.
struct PageLink {
  std::string path;   ///< below the export, without its ending: `pages/twitter/2024-05`
  std::string title;  ///< `May 2024`, `@jo and @sam`
};

/// One page of entries.
struct PageHead {
  std::string path;  ///< as in PageLink
  std::string title;
  std::string account;
  bool is_messages = false;
  /// Of a month: the next page to either side, and the next one of another year if that is a further one.
  std::vector<PageLink> earlier{}, later{};
};

/// Whose entries they are, and of which time.
struct Owned {
  std::string account;
  std::string who;  ///< `Ada Lovelace (@ada)`; empty: nothing tells
  std::optional<Instant> oldest{}, newest{};
};

/// What an index lists: a page and how many entries it has.
struct Listed {
  PageHead head;
  std::int64_t entries = 0;
};

/// How a book is spelled. Each page is whole when it is ended; nothing of it is kept in memory longer.
class Pages {
 public:
  virtual ~Pages() = default;
  virtual void begin(const PageHead& head) = 0;
  virtual void add(const Entry& entry) = 0;
  virtual void end() = 0;
  /// The last: all accounts and all pages, months newest first.
  virtual void index(const std::vector<Owned>& accounts, const std::vector<Listed>& months,
                     const std::vector<Listed>& others) = 0;
};

/// What stands over all of it: `The archive of Ada Lovelace (@ada)`, where it is one person's.
[[nodiscard]] std::string title_of_index(const std::vector<Owned>& accounts);
/// `Ada Lovelace (@ada), 2009-03-01 to 2024-05-01`, as far as it is known.
[[nodiscard]] std::string in_words(const Owned& owned);

/// HTML that opens without a server, with search; or Markdown. Below `folder`, which is there.
[[nodiscard]] std::unique_ptr<Pages> make_html_pages(const std::filesystem::path& folder, bool with_media);
[[nodiscard]] std::unique_ptr<Pages> make_markdown_pages(const std::filesystem::path& folder,
                                                         bool with_media);

/// The photos and films that a form of a record of that service names, kept or not.
using FindMedia =
    std::function<std::vector<media::Found>(std::string_view connector, const store::StoredForm&)>;

/// Writes the whole archive as pages: one a month of each account, in the order in which it was said, so that
/// what answers something stands below it; one a conversation of messages; one for each list of people and
/// the like. Returns the number of entries.
std::int64_t write_book(const store::Database& database, const connector::Registry& registry, Pages& pages,
                        const FindMedia& media, const std::function<void(std::int64_t entries)>& told,
                        const std::stop_token& stop);

}  // namespace locker::exchange
