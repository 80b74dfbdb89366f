// Whether the archive holds what the service sent, to the byte.
#include <algorithm>
#include <map>
#include <set>

#include "tests/conformance/sent.hpp"
#include "tests/conformance/spelling.hpp"
#include "tests/conformance/suite.hpp"

namespace locker::conformance {
namespace {

using ::testing::IsEmpty;

constexpr int kOk = 200;

/// A form of a record, or of something beside it, as it is stored.
struct Stored {
  Words ids;  ///< of its record, with its former ones
  std::string shape, raw;
};

void collect(const Sent& sent, std::set<std::string_view>& bytes) {
  if (sent.is_object()) bytes.insert(sent.bytes);
  for (const auto& inner : sent.inner) collect(inner, bytes);
}

/// Whether one of the ids stands in an object, as a text or a number of its own or of an object right in it.
bool tells(const json& object, const Words& ids, int depth = 2) {
  return std::ranges::any_of(object, [&](const json& member) {
    if (member.is_object()) return depth > 1 && tells(member, ids, depth - 1);
    const std::string text = member.is_string() ? member.get<std::string>() : member.dump();
    return std::ranges::find(ids, text) != ids.end();
  });
}

class Bytes : public Suite {
 protected:
  /// A first sync of all, of a service that writes so.
  void sync_all_in(Spelling spelling) {
    begin(Size::small, 0, spelling);
    sync(all_streams());
    told_ = relay->passed();
    std::erase_if(told_, [](const Passed& one) { return one.status != kOk || one.told.empty(); });
    for (const auto& one : told_) documents_.push_back(sent_in(one.told));
    read_stored();
  }

  void read_stored() {
    std::map<std::string, Words> ids;
    for (const auto& line : lines_of(dump())) {
      const json row = json::parse(line);
      const std::string record = row.value("record", row.value("version", ""));
      if (row.contains("aliases")) {
        ids[record] = row["aliases"].get<Words>();
        ids[record].push_back(record.substr(record.find(' ') + 1));
      }
      if (!row.contains("version")) continue;
      stored_.push_back({ids[record], row["shape"], row["raw"]});
      for (const auto& part : row["parts"]) beside_.insert(part.back());
    }
    all_bytes_ = beside_;
    for (const auto& one : stored_) all_bytes_.insert(one.raw);
  }

  /// Each form that is stored is an object that was sent: a whole answer, or one in which its id stands.
  void expect_stored_was_sent() const {
    ASSERT_FALSE(stored_.empty());
    std::set<std::string_view> sent, whole;
    for (const auto& document : documents_) {
      collect(document, sent);
      whole.insert(document.bytes);
    }
    for (const auto& raw : beside_) EXPECT_TRUE(sent.contains(raw)) << raw;
    for (const auto& one : stored_) {
      EXPECT_TRUE(sent.contains(one.raw)) << one.shape << ": " << one.raw;
      EXPECT_TRUE(whole.contains(one.raw) || tells(json::parse(without_oddities(one.raw)), one.ids))
          << one.shape << " of another record: " << one.raw;
    }
  }

  /// The innermost objects that were sent and are neither stored nor in anything that is.
  void collect_lost(const std::string& target, const Sent& sent, std::vector<std::string>& lost) const {
    const Words asides = stage->asides();
    const bool is_aside = std::ranges::find(asides, sent.name) != asides.end();
    if (is_aside || all_bytes_.contains(std::string(sent.bytes))) return;
    if (sent.is_object() && stage->is_told_elsewhere(target, sent.bytes)) return;
    if (sent.is_object() && sent.inner.empty()) lost.push_back(target + ": " + std::string(sent.bytes));
    for (const auto& inner : sent.inner) collect_lost(target, inner, lost);
  }

  std::vector<Passed> told_;
  std::vector<Sent> documents_;
  std::vector<Stored> stored_;
  std::set<std::string> all_bytes_, beside_;
};
LOCKER_OVER_EVERY_CONNECTOR(Bytes);

TEST_P(Bytes, are_stored_as_they_were_sent_and_all_of_them) {
  sync_all_in(Spelling::plain);
  expect_stored_was_sent();
  std::vector<std::string> lost;
  for (std::size_t i = 0; i < told_.size(); ++i) collect_lost(told_[i].target, documents_[i], lost);
  EXPECT_THAT(lost, IsEmpty());
}

TEST_P(Bytes, are_kept_where_there_is_space_between_and_escapes_in_texts) {
  sync_all_in(Spelling::airy);
  expect_stored_was_sent();
  for (const auto& stream : facts().streams) expect_all_of(stream.name);
}

TEST_P(Bytes, are_kept_where_names_are_escaped) {
  sync_all_in(Spelling::hidden);
  expect_stored_was_sent();
  for (const auto& stream : facts().streams) expect_all_of(stream.name);
}

TEST_P(Bytes, are_kept_where_numbers_and_texts_are_beyond_all_types) {
  sync_all_in(Spelling::extreme);
  expect_stored_was_sent();
  for (const auto& stream : facts().streams) expect_all_of(stream.name);
  EXPECT_EQ(locker({"verify"}).code, kDone);
}

TEST_P(Bytes, are_what_a_person_gets_by_a_query) {
  sync_all_in(Spelling::airy);
  std::string told = locker({"query", "--raw", "--all"}).out;
  ASSERT_FALSE(told.empty());
  // Each may have line breaks inside; what is left when all that is stored was taken away is what stood
  // between.
  std::vector<std::string> longest_first(all_bytes_.begin(), all_bytes_.end());
  std::ranges::sort(longest_first, std::ranges::greater(), &std::string::size);
  for (const auto& raw : longest_first)
    for (auto at = told.find(raw); at != std::string::npos; at = told.find(raw, at))
      told.erase(at, raw.size());
  EXPECT_EQ(told.find_first_not_of('\n'), std::string::npos) << told;
}

TEST_P(Bytes, that_are_written_otherwise_are_no_change) {
  begin();
  sync();
  const json changes = history({"--after", "0"});
  for (const Spelling spelling : {Spelling::airy, Spelling::hidden}) {
    relay->spell(spelling);
    sync({"--full"});
    EXPECT_EQ(history({"--after", "0"}), changes);
  }
}

}  // namespace
}  // namespace locker::conformance
