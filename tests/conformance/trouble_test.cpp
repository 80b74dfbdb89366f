// What a sync makes of a service and a network in trouble.
#include <algorithm>

#include "loopback/spoilt_json.hpp"
#include "tests/conformance/suite.hpp"

namespace locker::conformance {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::Ge;
using ::testing::HasSubstr;

loopback::Fault fault(std::string kind) {
  loopback::Fault made;
  made.kind = std::move(kind);
  return made;
}

class Trouble : public Suite {
 protected:
  /// What the archive holds after a sync of which nothing went wrong, and what that asked for.
  struct Whole {
    std::string dump;
    Words targets;
  };
  Whole without_trouble(const Words& arguments) {
    keep_as_beginning();
    relay->forget();
    sync(arguments);
    Whole whole{dump(), {}};
    for (const auto& one : relay->passed()) whole.targets.push_back(one.target);
    back_to_the_beginning();
    return whole;
  }
  /// The paged stream alone. Under a cap nothing is asked for ahead: the targets are its pages in order.
  Whole page_by_page() {
    Whole whole = without_trouble(only_paged({"--max-items", "1000000"}));
    std::erase_if(whole.targets, [&](const std::string& target) {
      return target.find(stage->paged_target()) == std::string::npos;
    });
    EXPECT_GE(whole.targets.size(), 4u);
    return whole;
  }

  /// One fault in any of the requests changes nothing.
  void expect_no_loss(const loopback::Fault& kind, const Variables& further = {}, long share = kShare) {
    const Whole whole = without_trouble({});
    const auto attempt = [&](long number) {
      back_to_the_beginning();
      loopback::Fault one = kind;
      one.after = number;
      relay->order(one);
      const Outcome outcome = locker({"sync", id()}, further);
      EXPECT_EQ(outcome.code, kDone) << outcome.err << outcome.out;
      relay->remove_faults();
      ASSERT_EQ(dump(), whole.dump) << kind.kind << " in request " << number << ": " << outcome.err;
    };
    for_some(static_cast<long>(whole.targets.size()), attempt, share);
  }

  /// In whichever order requests come.
  static loopback::Fault in_second_page(std::string kind, const Whole& whole) {
    loopback::Fault made = fault(std::move(kind));
    made.match = whole.targets.at(1);
    return made;
  }

  /// After a sync of the paged stream that was let read one page.
  std::string dump_after_the_first_page() {
    const int size = facts().stream(stage->paged_stream())->page_most;
    sync(only_paged({"--max-items", std::to_string(size)}), kBudgetReached);
    return dump();
  }
};
LOCKER_OVER_EVERY_CONNECTOR(Trouble);

TEST_P(Trouble, of_the_service_in_any_request_is_waited_out) {
  begin();
  loopback::Fault trouble = fault("status");
  expect_no_loss(trouble);
  trouble.status = 503;
  trouble.headers = {{"Retry-After", "40"}};
  expect_no_loss(trouble);
}

TEST_P(Trouble, of_a_connection_that_is_reset_in_any_request_is_waited_out) {
  begin();
  expect_no_loss(fault("reset"));
  expect_no_loss(fault("lost"));
}

TEST_P(Trouble, of_an_answer_that_is_cut_in_any_request_is_waited_out) {
  begin();
  expect_no_loss(fault("cut"));
}

TEST_P(Trouble, of_an_answer_that_stalls_in_any_request_is_waited_out) {
  begin();
  constexpr long kFew = 4;  // each takes a real second, a sixtieth of what is waited for
  expect_no_loss(fault("stall"), {{"LOCKER_HASTE", "60"}}, kFew);
}

TEST_P(Trouble, that_does_not_end_is_given_up_after_several_attempts) {
  begin();
  loopback::Fault trouble = fault("status");
  trouble.times = 0;
  relay->order(trouble);
  (void)waits();
  Words lines = lines_of(sync({}, kTemporary).err);
  ASSERT_FALSE(lines.empty());
  EXPECT_THAT(lines.back(), HasSubstr(id()));
  lines.pop_back();
  EXPECT_THAT(lines, Each(HasSubstr("waiting until"))) << "one line a wait, and one for the failure";
  EXPECT_THAT(waits().size(), Ge(5u));
}

TEST_P(Trouble, with_limits_is_waited_out_as_told) {
  begin(Size::paged);
  const Whole whole = page_by_page();
  for (const Limit& limit : stage->limits()) {
    back_to_the_beginning();
    (void)waits();
    loopback::Fault refused = in_second_page("status", whole);
    refused.status = limit.refusal.status;
    refused.body = limit.refusal.body;
    refused.headers = limit.refusal.headers;
    relay->order(refused);
    const Outcome outcome = sync(only_paged());
    EXPECT_EQ(dump(), whole.dump) << limit.name;
    EXPECT_THAT(waits(), Contains(Ge(limit.least_wait_s * 1000L))) << limit.name;
    if (limit.least_wait_s >= 10) {
      EXPECT_THAT(outcome.err, HasSubstr("until")) << limit.name;
    }
    back_to_the_beginning();
    relay->order(refused);
    sync(only_paged({"--no-wait"}), kTemporary);
    relay->remove_faults();
  }
}

TEST_P(Trouble, with_a_token_is_ended_by_a_refresh_or_a_sign_in) {
  begin();
  const Whole whole = without_trouble({});
  stage->expire_tokens();
  if (stage->can_refresh()) {
    sync();
    EXPECT_EQ(dump(), whole.dump);
  }
  stage->revoke_consent();
  relay->forget();
  const Outcome outcome = sync({}, kSignInNeeded);
  EXPECT_THAT(outcome.err, HasSubstr("locker auth " + id()));
  EXPECT_EQ(lines_of(outcome.err).size(), 1u) << outcome.err;
  EXPECT_LE(relay->requests(), 2 + facts().requests_at_once)
      << "what is refused is not asked again and again";
}

TEST_P(Trouble, in_a_page_that_is_no_json_stores_nothing_of_it_and_loses_nothing) {
  begin(Size::paged);
  const Whole whole = page_by_page();
  const std::string first_page = dump_after_the_first_page();
  ASSERT_NE(first_page, whole.dump);
  back_to_the_beginning();
  // The first comes in the middle of a walk, each further one where that was left.
  for (const auto& kind : loopback::spoilt_kinds()) {
    loopback::Fault spoilt = in_second_page("spoilt", whole);
    spoilt.body = kind;
    spoilt.times = 0;  // what was cut is asked for once more
    relay->order(spoilt);
    const Outcome outcome = sync(only_paged(), kPartly);
    EXPECT_THAT(outcome.err, HasSubstr(stage->paged_stream())) << kind;
    EXPECT_EQ(dump(), first_page) << kind;
    relay->remove_faults();
  }
  sync(only_paged());
  EXPECT_EQ(dump(), whole.dump);
}

TEST_P(Trouble, in_one_stream_does_not_hinder_the_others) {
  begin();
  loopback::Fault spoilt = fault("spoilt");
  spoilt.match = stage->paged_target();
  spoilt.body = "half";
  spoilt.times = 0;
  relay->order(spoilt);
  sync({}, kPartly);
  for (const auto& stream : facts().streams)
    if (stream.on_by_default && stream.name != stage->paged_stream() && stream.parts_of.empty())
      expect_all_of(stream.name);
}

TEST_P(Trouble, with_paging_that_leads_in_a_circle_is_bounded) {
  begin(Size::paged);
  stage->lead_in_a_circle();
  relay->forget();
  sync(only_paged(), kPartly);
  EXPECT_LE(relay->requests(), 150);
  stage->remove_faults();
  sync(only_paged());
  expect_all_of(stage->paged_stream());
}

TEST_P(Trouble, with_short_and_empty_pages_is_not_the_end) {
  for (const bool empty : {true, false}) {
    begin(Size::paged);
    if (empty)
      stage->send_an_empty_page();
    else
      stage->send_a_short_page();
    sync(only_paged());
    expect_all_of(stage->paged_stream());
    std::filesystem::remove_all(home);
  }
}

}  // namespace
}  // namespace locker::conformance
