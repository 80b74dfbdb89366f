#include <future>

#include "sandbox/sandbox_fixture.hpp"

namespace sandbox {
namespace {

class SandboxFaults : public SandboxTest {
 protected:
  void fault(json what) { order("fault", std::move(what)); }
  std::string page(const std::string& token = "") {
    return of_me("tweets") + "?max_results=5" + (token.empty() ? "" : "&pagination_token=" + token);
  }
};

TEST_F(SandboxFaults, answer_a_storm_of_errors_and_then_recover) {
  start();
  fault({{"match", "/tweets"}, {"kind", "status"}, {"status", 503}, {"times", 2}, {"after", 1}});
  EXPECT_EQ(status(page()), 200);
  EXPECT_EQ(status(page()), 503);
  EXPECT_EQ(status(of_me("followers")), 200);
  EXPECT_EQ(status(page()), 503);
  EXPECT_EQ(status(page()), 200);
}

TEST_F(SandboxFaults, reset_and_cut_connections) {
  start();
  client_->set_keep_alive(false);
  fault({{"match", "/tweets"}, {"kind", "reset"}});
  EXPECT_FALSE(get(page()));
  fault({{"match", "/tweets"}, {"kind", "cut"}});
  EXPECT_FALSE(get(page()));
  EXPECT_EQ(status(page()), 200);
}

TEST_F(SandboxFaults, spoil_bodies) {
  start();
  fault({{"match", "/tweets"}, {"kind", "garbage"}});
  fault({{"match", "/tweets"}, {"kind", "half"}});
  for (int i = 0; i < 2; ++i) EXPECT_FALSE(json::accept(get(page())->body));
}

TEST_F(SandboxFaults, lose_the_answer_of_a_request_that_was_carried_out) {
  start();
  client_->set_keep_alive(false);
  const json pair = order("token", {});
  fault({{"match", "oauth2/token"}, {"kind", "lost_answer"}});
  const httplib::Params form = {{"grant_type", "refresh_token"},
                                {"refresh_token", pair["refresh_token"]},
                                {"client_id", "sandbox-client"}};
  EXPECT_FALSE(post_form("/2/oauth2/token", form));
  EXPECT_EQ(post_form("/2/oauth2/token", form)->status, 400);
}

TEST_F(SandboxFaults, bend_pages_without_losing_anything) {
  start();
  const auto all = truth("tweets");
  for (const char* kind : {"empty_page", "short_page"}) {
    fault({{"match", "/tweets"}, {"kind", kind}, {"after", 1}});
    EXPECT_EQ(walk(page()), all) << kind;
  }
}

TEST_F(SandboxFaults, repeat_a_page_and_then_go_on) {
  start();
  const auto all = truth("tweets");
  fault({{"match", "/tweets"}, {"kind", "duplicate_page"}, {"after", 1}});
  const auto ids = walk(page());
  EXPECT_EQ(ids.size(), all.size() + 5);
  EXPECT_EQ(std::vector<std::string>(ids.begin() + 10, ids.begin() + 15),
            std::vector<std::string>(all.begin() + 5, all.begin() + 10));
}

TEST_F(SandboxFaults, repeat_or_refuse_a_cursor) {
  start();
  const std::string token = get_json(page())["meta"]["next_token"];
  fault({{"match", "/tweets"}, {"kind", "repeat_cursor"}});
  EXPECT_EQ(get_json(page(token))["meta"]["next_token"], token);
  fault({{"match", "/tweets"}, {"kind", "refuse_token"}});
  EXPECT_EQ(status(page()), 200);
  EXPECT_EQ(status(page(token)), 400);
}

TEST_F(SandboxFaults, tell_both_kinds_of_429_apart) {
  start();
  fault({{"match", "/tweets"}, {"kind", "rate_limit"}, {"reset_in", 60}});
  const auto window = get(page());
  EXPECT_EQ(window->status, 429);
  EXPECT_EQ(window->get_header_value("x-rate-limit-remaining"), "0");
  fault({{"match", "/tweets"}, {"kind", "usage_cap"}});
  const auto cap = get(page());
  EXPECT_EQ(cap->status, 429);
  EXPECT_NE(cap->get_header_value("x-rate-limit-remaining"), "0");
  EXPECT_EQ(body_of(cap)["title"], "UsageCapExceeded");
}

TEST_F(SandboxFaults, refuse_for_credits_enrolment_scope_and_expiry) {
  start();
  for (const auto& [kind, expected] : std::vector<std::pair<std::string, int>>{
           {"credits", 402}, {"not_enrolled", 403}, {"missing_scope", 403}, {"expire_token", 401}}) {
    fault({{"match", "/tweets"}, {"kind", kind}});
    EXPECT_EQ(status(page()), expected) << kind;
  }
  EXPECT_EQ(status(page()), 401);
}

TEST_F(SandboxFaults, hang_until_removed) {
  start();
  fault({{"match", "/tweets"}, {"kind", "hang"}});
  auto held = std::async(std::launch::async, [&] {
    loopback::Client other("127.0.0.1", server_->port());
    return other.Get(page(), {{"Authorization", "Bearer " + token_}})->status;
  });
  EXPECT_EQ(question("holding?wait_ms=5000")["holding"], 1);
  client_->Delete("/_control/faults");
  EXPECT_EQ(held.get(), 200);
}

TEST_F(SandboxFaults, do_nothing_for_a_hanging_client_that_went_away) {
  start();
  const json pair = order("token", {});
  const httplib::Params form = {{"grant_type", "refresh_token"},
                                {"refresh_token", pair["refresh_token"]},
                                {"client_id", "sandbox-client"}};
  fault({{"match", "oauth2/token"}, {"kind", "hang"}});
  {
    loopback::Client impatient("127.0.0.1", server_->port());
    impatient.set_read_timeout(0, 20000);
    EXPECT_FALSE(impatient.Post("/2/oauth2/token", form));
  }
  EXPECT_EQ(question("holding?wait_ms=5000")["holding"], 1);
  client_->Delete("/_control/faults");
  EXPECT_EQ(post_form("/2/oauth2/token", form)->status, 200);
}

TEST_F(SandboxFaults, are_refused_when_unknown) {
  start();
  EXPECT_EQ(client_->Post("/_control/fault", R"({"kind":"earthquake"})", "application/json")->status, 400);
}

}  // namespace
}  // namespace sandbox
