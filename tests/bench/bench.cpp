// The measurements that scripts/bench compares. Each command prints one JSON object.
//   generate COUNT FILE        writes the posts as JSON lines
//   floor COUNT PAGE DATABASE  inserts keys and texts into one table
//   ingest COUNT PAGE HOME [EDITION]  stores the posts as a sync does, from the page's bytes to the commit
//   size HOME                  bytes of the file, and of its parts
//   search HOME WORD           finds the newest 50 posts with a word, in process
#include <SQLiteCpp/SQLiteCpp.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <vector>

#include "lib/base/error.hpp"
#include "lib/base/memory.hpp"
#include "lib/store/query.hpp"
#include "lib/store/write/writer.hpp"
#include "lib/sync/connector.hpp"
#include "lib/sync/plan.hpp"
#include "lib/text/match.hpp"
#include "tests/bench/posts.hpp"

namespace locker::bench {
namespace {

using Words = std::vector<std::string>;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point began) {
  return std::chrono::duration<double>(Clock::now() - began).count();
}

long peak_kb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

void generate(const Words& words) {
  std::ofstream file(words.at(2));
  for (std::uint64_t i = 0; i < std::stoull(words.at(1)); ++i) file << post(i) << '\n';
}

/// Pages are generated before the clock starts, a few at a time, so that the peak memory is that of the
/// store.
class Pages {
 public:
  Pages(std::uint64_t count, std::uint64_t size, int edition = 1)
      : count_(count), size_(size), edition_(edition) {}
  /// Returns the next page, newest first as the service lists them; empty at the end.
  std::vector<std::string> next() {
    std::vector<std::string> posts;
    for (; next_ < count_ && posts.size() < size_; ++next_)
      posts.push_back(post(count_ - 1 - next_, edition_));
    return posts;
  }

 private:
  std::uint64_t count_, size_, next_ = 0;
  int edition_;
};

void floor(const Words& words) {
  SQLite::Database database(words.at(3), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  database.exec(
      "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
      "PRAGMA cache_size = -32768; PRAGMA journal_size_limit = 67108864; PRAGMA secure_delete = ON;"
      "CREATE TABLE post(key TEXT PRIMARY KEY, raw TEXT)");
  SQLite::Statement insert(database, "INSERT INTO post VALUES (?, ?)");
  Pages pages(std::stoull(words.at(1)), std::stoull(words.at(2)));
  double taken = 0;
  for (auto posts = pages.next(); !posts.empty(); posts = pages.next()) {
    const auto began = Clock::now();
    SQLite::Transaction transaction(database);
    for (const auto& one : posts) {
      const auto at = one.find("\"id\":\"") + 6;
      insert.bind(1, one.substr(at, one.find('"', at) - at));
      insert.bindNoCopy(2, one);
      insert.exec();
      insert.reset();
    }
    transaction.commit();
    taken += seconds_since(began);
  }
  std::cout << "{\"seconds\":" << taken << "}\n";
}

void ingest(const Words& words) {
  const Home home(words.at(3));
  const auto registry = connector::compiled_in();
  const auto twitter = sync::make_connector("twitter");
  store::Writer writer(home, registry);
  const Instant now = from_millis(1'790'000'000'000);
  writer.ensure_account("twitter", "twitter", std::nullopt, now);
  sync::PageQuery query;
  query.stream = twitter->facts().stream("tweets");
  const store::StreamName name{"tweets", {}};
  const std::int64_t run = writer.begin_run("twitter", name, now);
  store::Cursor cursor = writer.cursor("twitter", name);
  ++cursor.walk;
  cursor.met = 0;
  query.likely_stored = sync::is_repeated_walk(cursor);
  // As pages of the service or of an import: a few posts at a time, whatever the size of the transaction.
  const std::uint64_t in_transaction = std::stoull(words.at(2)),
                      in_page = std::min<std::uint64_t>(in_transaction, 100);
  Pages pages(std::stoull(words.at(1)), in_page, words.size() > 4 ? std::stoi(words[4]) : 1);
  double taken = 0;
  store::Counts counts;
  std::optional<store::Page> page;
  std::uint64_t open = 0;
  for (auto posts = pages.next(); !posts.empty(); posts = pages.next()) {
    http::Response answer{200, {}, "{\"data\":["};
    std::string& body = answer.body;
    for (const auto& one : posts) body.append(body.size() > 9 ? "," : "").append(one);
    body += "],\"meta\":{\"result_count\":" + std::to_string(posts.size()) + "}}";
    const auto began = Clock::now();
    const auto content = twitter->read_page(query, answer);
    if (!page) page.emplace(writer.begin_page("twitter", name, cursor.walk, run, now, now));
    counts += page->store(content.observations, content.members).counts;
    cursor.met += static_cast<std::int64_t>(content.members.size());
    open += posts.size();
    if (open >= in_transaction || posts.size() < in_page) {
      page->save_cursor(cursor);
      page->commit();
      page.reset();
      open = 0;
    }
    taken += seconds_since(began);
  }
  if (page) {
    const auto began = Clock::now();
    page->save_cursor(cursor);
    page->commit();
    taken += seconds_since(began);
  }
  std::cout << "{\"seconds\":" << taken << ",\"new\":" << counts.created
            << ",\"unchanged\":" << counts.unchanged << ",\"peak_kb\":" << peak_kb() << "}\n";
}

void size(const Words& words) {
  const Home home(words.at(1));
  const auto database = store::Database::open_for_reading(home);
  const auto sum = [&](const char* sql) { return database.sqlite().execAndGet(sql).getInt64(); };
  std::cout << "{\"file\":" << std::filesystem::file_size(home.database())
            << ",\"raw\":" << sum("SELECT total(length(CAST(plain(raw, dictionary) AS BLOB))) FROM version")
            << ",\"superseded_raw\":"
            << sum("SELECT total(length(CAST(plain(raw, dictionary) AS BLOB))) FROM version WHERE newest = 0")
            << ",\"superseded_stored\":"
            << sum("SELECT (SELECT total(length(CAST(raw AS BLOB))) FROM version WHERE newest = 0)"
                   " + (SELECT total(length(bytes)) FROM dictionary)")
            << "}\n";
}

void search(const Words& words) {
  const auto database = store::Database::open_for_reading(Home(words.at(1)));
  const auto registry = connector::compiled_in();
  store::QueryFilter filter;
  filter.match = text::fts_query({words.at(2)});
  constexpr int kTimes = 21, kRows = 50;
  std::vector<double> taken;
  int rows = 0;
  for (int i = 0; i < kTimes; ++i) {
    rows = 0;
    const auto began = Clock::now();
    store::query(database, registry, filter, [&](const store::QueryRow&) { return ++rows < kRows; });
    taken.push_back(seconds_since(began));
  }
  std::ranges::sort(taken);
  std::cout << "{\"median_ms\":" << taken[kTimes / 2] * 1000 << ",\"rows\":" << rows << "}\n";
}

int run(const Words& words) {
  const std::string command = words.empty() ? "" : words.front();
  if (command == "generate" && words.size() == 3)
    generate(words);
  else if (command == "floor" && words.size() == 4)
    floor(words);
  else if (command == "ingest" && (words.size() == 4 || words.size() == 5))
    ingest(words);
  else if (command == "size" && words.size() == 2)
    size(words);
  else if (command == "search" && words.size() == 3)
    search(words);
  else
    return std::cerr << "usage: see the head of bench.cpp\n", 2;
  return 0;
}

}  // namespace
}  // namespace locker::bench

int main(int argc, char** argv) try {
  locker::keep_freed_memory();
  return locker::bench::run({argv + 1, argv + argc});
} catch (const std::exception& error) {
  std::cerr << error.what() << "\n";
  return 1;
}
