#include "lib/exchange/book.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <nlohmann/json.hpp>

#include "lib/base/error.hpp"
#include "lib/exchange/progress.hpp"
#include "lib/foreign/document.hpp"
#include "lib/store/relations.hpp"

namespace locker::exchange {
namespace {

using store::QueryFilter;
using store::QueryRow;

std::string month_of(Instant time) { return utc_month(time); }

/// Returns `May 2024` for `2024-05`.
std::string month_title(const std::string& month) {
  static constexpr std::array<const char*, 12> kNames{"January",   "February", "March",    "April",
                                                      "May",       "June",     "July",     "August",
                                                      "September", "October",  "November", "December"};
  const int number = (month[5] - '0') * 10 + (month[6] - '0');
  return std::string(kNames[static_cast<std::size_t>(number - 1) % kNames.size()]) + " " + month.substr(0, 4);
}

std::string month_path(const std::string& account, const std::string& month) {
  return "pages/" + account + "/" + month;
}

/// Returns the anchor for an id. Keeps letters, digits and hyphens, so that it can be guessed from the
/// record's address.
std::string anchor_of(std::string_view type, std::string_view id) {
  std::string anchor(type.substr(0, type.find('/')));
  anchor += '-';
  for (const char c : id) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
    anchor += plain ? c : '_';
  }
  return anchor;
}

bool is_message(std::string_view type) { return type.starts_with("message/"); }

class Book {
 public:
  Book(const store::Database& database, const connector::Registry& registry, Pages& pages,
       const FindMedia& media, const std::function<void(std::int64_t)>& on_progress,
       const std::stop_token& stop)
      : database_(database),
        registry_(registry),
        pages_(pages),
        media_(media),
        on_progress_(on_progress),
        stop_(stop),
        streams_(database),
        answered_(database, registry),
        unkept_(database) {}

  std::int64_t write() {
    for (const auto& account : store::stored_accounts(database_)) {
      connector_ = account.connector;
      owner_ = store::owner_of(database_, registry_, account.name);
      conversations_ = store::conversations(database_, registry_, account.name);
      index_conversations();
      accounts_.push_back({account.name, who_owns(account.name)});
      write_months(accounts_.back());
      write_conversations(account.name);
      write_lists(account.name);
    }
    pages_.index(accounts_, months_, others_);
    return entries_;
  }

 private:
  /// Returns the name and the handle of the account's owner, as far as known.
  std::string who_owns(const std::string& account) {
    QueryFilter filter = filter_of(account);
    filter.types = {"profile"};
    filter.parts = {.json = true, .raw = false};
    std::string name;
    each(filter, [&](const QueryRow& row) {
      const auto profile = foreign::read(row.json);
      if (profile.is_object() && profile.contains("name") && profile["name"].is_string())
        name = profile["name"].get<std::string>();
      return name.empty();
    });
    if (name.empty() || owner_.empty()) return name + owner_;
    return name + " (" + owner_ + ")";
  }

  void index_conversations() {
    in_conversations_.clear();
    for (const auto& conversation : conversations_)
      in_conversations_.insert(in_conversations_.end(), conversation.messages.begin(),
                               conversation.messages.end());
    std::ranges::sort(in_conversations_);
  }

  /// A month of an account with its records, oldest first.
  struct Month {
    std::string name;
    std::vector<std::int64_t> records;
  };

  /// Returns the months, newest first.
  std::vector<Month> months_of(Owned& owned) {
    std::vector<Month> months;
    QueryFilter filter = filter_of(owned.account);
    filter.parts = {.json = false, .raw = false, .text = false};
    each(filter, [&](const QueryRow& row) {
      if (!row.time) return false;  // records without a time come last
      owned.oldest = row.time;
      if (!owned.newest) owned.newest = row.time;
      if (is_message(row.type) || std::ranges::binary_search(in_conversations_, row.record)) return true;
      const std::string name = month_of(*row.time);
      if (months.empty() || months.back().name != name) months.push_back({name, {}});
      months.back().records.push_back(row.record);
      return true;
    });
    for (auto& month : months) std::ranges::reverse(month.records);
    return months;
  }

  void write_months(Owned& owned) {
    const auto months = months_of(owned);
    for (auto month = months.begin(); month != months.end(); ++month) {
      PageHead head{month_path(owned.account, month->name), month_title(month->name), owned.account};
      head.earlier = beside(owned.account, *month, std::next(month), months.end());
      head.later = beside(owned.account, *month, std::make_reverse_iterator(month), months.rend());
      begin_page(std::move(head));
      QueryFilter filter = filter_of(owned.account);
      filter.records = month->records;
      each(filter, [&](const QueryRow& row) {
        add(row);
        return true;
      });
      end_page(months_);
    }
  }

  /// Returns links to the nearest month on one side and to the nearest one of another year.
  template <class Side>
  static std::vector<PageLink> beside(const std::string& account, const Month& of, Side nearest, Side end) {
    std::vector<PageLink> links;
    if (nearest == end) return links;
    links.push_back({month_path(account, nearest->name), month_title(nearest->name)});
    const auto year = [](const Month& month) { return month.name.substr(0, 4); };
    const auto other = std::find_if(nearest, end, [&](const Month& one) { return year(one) != year(of); });
    if (other != nearest && other != end) links.push_back({month_path(account, other->name), year(*other)});
    return links;
  }

  void write_conversations(const std::string& account) {
    int number = 0;
    for (auto& conversation : conversations_) {
      begin_page(
          {"messages/" + account + "/" + std::to_string(++number), title_of(conversation), account, true});
      QueryFilter filter = filter_of(account);
      filter.records = std::move(conversation.messages);
      each(filter, [&](const QueryRow& row) {
        add(row);
        return true;
      });
      end_page(others_);
    }
  }

  static std::string title_of(const store::Conversation& conversation) {
    if (!conversation.name.empty()) return conversation.name;
    std::string title;
    for (const auto& name : conversation.people) title += (title.empty() ? "" : ", ") + name;
    if (title.empty()) return (conversation.is_group ? "group " : "conversation ") + conversation.id;
    return conversation.is_group ? "group of " + title : title;
  }

  /// Writes a page for each list of people, and one for each other type of records without a time.
  void write_lists(const std::string& account) {
    for (const auto& type : store::untimed_types(database_, account)) {
      if (!type.starts_with("contact/")) {
        QueryFilter filter = filter_of(account);
        filter.types = {type};
        write_list(account, type.substr(0, type.find('/')), title_of_untimed(type), filter);
        continue;
      }
      for (const auto& stream : store::stored_streams(database_)) {
        QueryFilter filter = filter_of(account);
        filter.types = {type};
        filter.streams = {stream};
        if (stream.find('/') == std::string::npos) write_list(account, stream, stream, filter);
      }
    }
  }

  /// Returns `posts without a time`, or only the title for types that never have a time.
  std::string title_of_untimed(const std::string& type) const {
    const auto* facts = registry_.type(type);
    const std::string title = facts ? facts->title : type.substr(0, type.find('/'));
    return is_of_streams(type, [](const auto& stream) { return stream.order == connector::Order::by_id; })
               ? title + " without a time"
               : title;
  }

  template <class Is>
  bool is_of_streams(std::string_view type, Is is) const {
    return std::ranges::any_of(registry_.all(), [&](const auto* connector) {
      return std::ranges::any_of(connector->streams,
                                 [&](const auto& stream) { return stream.type == type && is(stream); });
    });
  }

  void write_list(const std::string& account, const std::string& name, const std::string& title,
                  const QueryFilter& filter) {
    bool begun = false;
    each(filter, [&](const QueryRow& row) {
      if (row.time) return true;
      if (!begun) begin_page({"lists/" + account + "/" + name, title, account});
      begun = true;
      add(row);
      return true;
    });
    if (begun) end_page(others_);
  }

  QueryFilter filter_of(const std::string& account) const {
    QueryFilter filter;
    filter.sources = {account};
    filter.parts = {.json = false, .raw = false, .media = true};
    return filter;
  }

  void each(const QueryFilter& filter, const std::function<bool(const QueryRow&)>& take) {
    store::query(database_, registry_, filter, [&](const QueryRow& row) {
      if (stop_.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted", "run it again");
      return take(row);
    });
  }

  void begin_page(PageHead head) {
    page_ = {std::move(head), 0};
    pages_.begin(page_.head);
  }

  void end_page(std::vector<Listed>& list) {
    pages_.end();
    list.push_back(page_);
  }

  /// Returns the author, else the name; the id of a contact of whom nothing else is known.
  static std::string_view called(const QueryRow& row) {
    if (!row.author.empty()) return row.author;
    return row.name.empty() && row.type.starts_with("contact/") ? row.id : row.name;
  }

  /// Returns the streams the record is in; else its kind if streams have no such type; else "yours" for one
  /// of the owner's own; empty if it came along with others.
  std::vector<std::string> streams_or_kind(const QueryRow& row) const {
    auto streams = streams_.of(row.record);
    if (!streams.empty()) return streams;
    const bool may_come_along = is_of_streams(row.type, [](const auto&) { return true; });
    if (!may_come_along)
      streams.emplace_back(row.type.substr(0, row.type.find('/')));
    else if (!owner_.empty() && row.author == owner_)
      streams.emplace_back("yours");
    return streams;
  }

  void add(QueryRow row) {
    add_unkept(row);
    Entry entry{row, called(row), streams_or_kind(row), anchor_of(row.type, row.id), {}, {}};
    if (const auto answered = answered_.of(row.record)) {
      entry.answers = answered->whom.empty() ? answered->id : answered->whom;
      entry.answers_link = link_to(*answered, row);
      if (!answered->is_stored) entry.answers_url = url_of(*answered);
    }
    pages_.add(entry);
    ++page_.entries;
    if (++entries_ % kProgressInterval == 0) on_progress_(entries_);
  }

  /// Adds media that the record names and the archive has no row for: they were not requested, or came
  /// without a file.
  void add_unkept(QueryRow& row) {
    const auto named = unkept_.of(row.record);
    std::vector<std::string> known = named.known;
    for (const auto& form : named.forms)
      for (const auto& found : media_(connector_, form)) {
        if (std::ranges::find(known, found.key) != known.end()) continue;
        known.push_back(found.key);
        row.media.push_back({.kind = found.kind, .url = found.url, .alt = found.alt});
      }
  }

  /// Returns the page and the anchor of the answered record. Messages are on the page of their conversation.
  static std::string link_to(const store::Answered& answered, const QueryRow& from) {
    if (!answered.is_stored) return {};
    const std::string anchor = "#" + anchor_of(answered.type, answered.id);
    if (is_message(answered.type)) return anchor;
    if (!answered.time) return {};
    return month_path(std::string(from.account), month_of(*answered.time)) + anchor;
  }

  std::string url_of(const store::Answered& answered) const {
    QueryRow row;
    row.id = answered.id;
    row.facts = registry_.type(answered.type);
    return row.url();
  }

  const store::Database& database_;
  const connector::Registry& registry_;
  Pages& pages_;
  const FindMedia& media_;
  const std::function<void(std::int64_t)>& on_progress_;
  const std::stop_token& stop_;
  store::RecordStreams streams_;
  store::ReplyTargets answered_;
  store::UnstoredMedia unkept_;
  std::string connector_;
  std::string owner_;
  std::vector<store::Conversation> conversations_;
  std::vector<std::int64_t> in_conversations_;  ///< record numbers, sorted
  Listed page_;
  std::vector<Owned> accounts_;
  std::vector<Listed> months_, others_;
  std::int64_t entries_ = 0;
};

}  // namespace

std::int64_t write_book(const store::Database& database, const connector::Registry& registry, Pages& pages,
                        const FindMedia& media, const std::function<void(std::int64_t entries)>& on_progress,
                        const std::stop_token& stop) {
  return Book(database, registry, pages, media, on_progress, stop).write();
}

}  // namespace locker::exchange
