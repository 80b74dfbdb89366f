#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <mutex>
#include <set>
#include <thread>

#include "lib/auth/authorized.hpp"
#include "lib/auth/stored_tokens.hpp"
#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "tests/unit/support/manual_clock.hpp"
#include "tests/unit/support/scripted_transport.hpp"
#include "tests/unit/support/temporary_folder.hpp"

namespace locker::auth {
namespace {

constexpr char kAnswerWithScopes[] =
    R"({"token_type":"bearer","expires_in":7200,"access_token":"access-2","refresh_token":"refresh-2","scope":"a b"})";

class Tokens : public ::testing::Test {
 protected:
  Tokens() : home(folder.path() / "home"), store(home, "twitter") {
    credentials.client.id = "client";
    credentials.token.access = Secret("access-1");
    credentials.token.refresh = Secret("refresh-1");
    credentials.token.expires = clock.time + std::chrono::hours(2);
    credentials.token.scopes = {"a"};
    credentials.user_id = "7";
    store.save(credentials);
  }
  TokenEndpoint endpoint() {
    return {wire, {"https://api.example.com/token", "https://api.example.com/revoke"}};
  }
  std::unique_ptr<TokenSource> source() {
    return make_stored_tokens(store, endpoint(), clock, "locker auth twitter");
  }

  /// The file to which new tokens are written before they are moved into place.
  std::filesystem::path next() const { return home.account("twitter") / "auth.json.next"; }
  void leave(const std::string& text) const { std::ofstream(next()) << text; }

  test::TemporaryFolder folder;
  Home home;
  test::ManualClock clock;
  test::ScriptedTransport wire;
  TokenStore store;
  Credentials credentials;
};

TEST_F(Tokens, keep_that_they_have_no_scopes_apart_from_that_nothing_is_known_of_them) {
  credentials.token.scopes = std::vector<std::string>();
  store.save(credentials);
  EXPECT_EQ(store.load()->token.scopes, std::vector<std::string>());
  credentials.token.scopes.reset();
  store.save(credentials);
  EXPECT_FALSE(store.load()->token.scopes);
}

TEST_F(Tokens, are_stored_for_their_owner_alone) {
  const auto read = store.load();
  ASSERT_TRUE(read);
  EXPECT_EQ(read->token.access.reveal(), "access-1");
  EXPECT_EQ(read->token.refresh.reveal(), "refresh-1");
  EXPECT_EQ(read->token.expires, credentials.token.expires);
  EXPECT_EQ(read->token.scopes, std::vector<std::string>{"a"});
  EXPECT_EQ(read->user_id, "7");
  struct stat file {};
  stat((home.account("twitter") / "auth.json").c_str(), &file);
  EXPECT_EQ(file.st_mode & 0777, 0600u);
}

TEST_F(Tokens, that_are_good_are_used_as_they_are) { EXPECT_EQ(source()->token({}).reveal(), "access-1"); }

TEST_F(Tokens, that_expired_are_refreshed_and_on_the_disk_before_use) {
  clock.time += std::chrono::hours(3);
  wire.then(200, {}, kAnswerWithScopes);
  EXPECT_EQ(source()->token({}).reveal(), "access-2");
  EXPECT_EQ(wire.requests.at(0).body, "grant_type=refresh_token&refresh_token=refresh-1&client_id=client");
  const auto stored = store.load();
  EXPECT_EQ(stored->token.access.reveal(), "access-2");
  EXPECT_EQ(stored->token.refresh.reveal(), "refresh-2");
  EXPECT_EQ(stored->user_id, "7");
  EXPECT_EQ(stored->client.id, "client");
}

TEST_F(Tokens, of_a_confidential_client_are_asked_for_with_its_secret_in_the_header) {
  credentials.client.secret = Secret("s:1");
  store.save(credentials);
  clock.time += std::chrono::hours(3);
  wire.then(200, {}, kAnswerWithScopes);
  (void)source()->token({});
  EXPECT_EQ(wire.requests.at(0).authorization.reveal(), "Basic Y2xpZW50OnMlM0Ex");
  EXPECT_EQ(wire.requests.at(0).body.find("client_id"), std::string::npos);
}

TEST_F(Tokens, that_another_process_refreshed_are_taken_from_the_disk) {
  const auto first = source();
  EXPECT_EQ(first->token({}).reveal(), "access-1");
  credentials.token.access = Secret("access-9");
  store.save(credentials);
  EXPECT_EQ(first->replacement(Secret("access-1"), {}).reveal(), "access-9");
}

TEST_F(Tokens, are_not_asked_for_where_no_room_is_for_them) {
  std::filesystem::create_directory(next());
  TokenEndpoint service = endpoint();
  EXPECT_THROW(refresh_now(store, service, clock, "locker auth twitter", {}), Error);
  EXPECT_TRUE(wire.requests.empty());
  EXPECT_EQ(store.load()->token.refresh.reveal(), "refresh-1");
}

TEST_F(Tokens, have_room_on_the_disk_while_they_are_asked_for_and_none_afterwards) {
  TokenEndpoint service = endpoint();
  wire.then(503);
  wire.sees([&](const http::Request&) { EXPECT_EQ(std::filesystem::file_size(next()), 16384u); });
  EXPECT_THROW(refresh_now(store, service, clock, "locker auth twitter", {}), Error);
  EXPECT_FALSE(std::filesystem::exists(next()));
}

TEST_F(Tokens, that_were_written_and_not_in_place_when_the_process_died_are_used) {
  const std::string whole = R"({"access_token":"access-2","refresh_token":"refresh-2","client_id":"client"})"
                            "\n";
  struct {
    std::string left, refresh;
  } const kCases[] = {{whole, "refresh-2"},
                      {whole + std::string(500, ' '), "refresh-2"},
                      {whole.substr(0, 40) + std::string(500, ' '), "refresh-1"},
                      {std::string(500, ' '), "refresh-1"},
                      {"", "refresh-1"}};
  for (const auto& one : kCases) {
    store.save(credentials);
    leave(one.left);
    EXPECT_TRUE(store.was_interrupted());
    (void)store.lock(clock, {});
    EXPECT_EQ(store.load()->token.refresh.reveal(), one.refresh) << one.left;
    EXPECT_FALSE(std::filesystem::exists(next())) << one.left;
    EXPECT_FALSE(store.was_interrupted());
  }
}

TEST_F(Tokens, that_were_never_in_place_go_with_the_others) {
  leave("{}");
  store.erase();
  EXPECT_FALSE(std::filesystem::exists(next()));
  EXPECT_FALSE(store.load());
}

TEST_F(Tokens, that_were_refused_are_refreshed_even_if_young) {
  wire.then(200, {}, kAnswerWithScopes);
  EXPECT_EQ(source()->replacement(Secret("access-1"), {}).reveal(), "access-2");
}

TEST_F(Tokens, keep_what_an_answer_leaves_out) {
  wire.then(200, {}, R"({"access_token":"access-2"})");
  refresh_now(store, *std::make_unique<TokenEndpoint>(endpoint()), clock, "locker auth twitter", {});
  EXPECT_EQ(store.load()->token.refresh.reveal(), "refresh-1");
  EXPECT_EQ(store.load()->token.scopes, std::vector<std::string>{"a"});
  EXPECT_FALSE(store.load()->token.expires);
}

TEST_F(Tokens, that_cannot_be_refreshed_say_how_to_sign_in_and_hide_what_was_sent) {
  wire.then(400, {}, R"({"error":"invalid_grant","error_description":"refresh-1 was used\nalready"})");
  try {
    (void)source()->replacement(Secret("access-1"), {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::sign_in);
    EXPECT_EQ(error.hint(), "run \"locker auth twitter\"");
    const std::string message = error.what();
    EXPECT_NE(message.find("was used already"), std::string::npos) << message;
    EXPECT_EQ(message.find("refresh-1"), std::string::npos) << message;
  }
}

TEST_F(Tokens, that_are_refused_for_good_are_not_sent_again_until_the_next_sign_in) {
  clock.time += std::chrono::hours(3);
  wire.then(400, {}, R"({"error":"invalid_grant","error_description":"revoked"})");
  EXPECT_THROW((void)source()->token({}), Error);
  ASSERT_TRUE(store.load()->ended);
  EXPECT_EQ(store.load()->ended->time, clock.time);
  EXPECT_EQ(store.load()->token.refresh.reveal(), "refresh-1");
  for (const auto& other : {source(), source()}) {
    EXPECT_THROW((void)other->token({}), Error);
    EXPECT_THROW((void)other->replacement(Secret("access-1"), {}), Error);
  }
  EXPECT_EQ(wire.requests.size(), 1u);
  credentials.token.expires = clock.time + std::chrono::hours(2);
  store.save(credentials);
  EXPECT_EQ(source()->token({}).reveal(), "access-1");
}

TEST_F(Tokens, that_are_refused_for_another_reason_stay) {
  const std::string words = R"({"error":"invalid_request","error_description":"no such token."})";
  for (const auto& [status, body] : {std::pair<int, std::string>{401, R"({"error":"invalid_client"})"},
                                     {400, words},
                                     {429, R"({"error":"invalid_grant"})"}}) {
    wire.then(status, {}, body);
    EXPECT_THROW((void)source()->replacement(Secret("access-1"), {}), Error);
    EXPECT_FALSE(store.load()->ended) << body;
  }
  wire.then(400, {}, words);
  TokenEndpoint knows{
      wire, {.token_url = "https://api.example.com/token", .refused_token_message = "no such token"}};
  EXPECT_THROW(refresh_now(store, knows, clock, "locker auth twitter", {}), Error);
  EXPECT_TRUE(store.load()->ended);
}

TEST_F(Tokens, survive_a_service_in_trouble) {
  wire.then(503);
  try {
    (void)source()->replacement(Secret("access-1"), {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::network);
  }
  EXPECT_EQ(store.load()->token.refresh.reveal(), "refresh-1");
}

TEST_F(Tokens, that_came_in_no_readable_answer_are_a_matter_of_the_sign_in_and_not_of_a_stream) {
  wire.then(200, {}, "<html>Welcome to our network</html>");
  try {
    (void)source()->replacement(Secret("access-1"), {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::sign_in);
    EXPECT_NE(std::string(error.what()).find("could not be refreshed"), std::string::npos);
    EXPECT_NE(error.hint(), "");
  }
  EXPECT_FALSE(store.load()->ended);
}

TEST_F(Tokens, of_which_none_is_there_are_a_sign_in_error) {
  store.erase();
  EXPECT_FALSE(store.load());
  EXPECT_THROW((void)source()->token({}), Error);
}

TEST_F(Tokens, in_a_file_that_cannot_be_read_are_not_quoted) {
  write_file_atomically(home.account("twitter") / "auth.json", "{\"access_token\": 12345secret");
  try {
    (void)store.load();
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(std::string(error.what()).find("secret"), std::string::npos);
  }
}

TEST_F(Tokens, are_replaced_once_after_a_401_and_no_more) {
  test::ScriptedTransport service;
  wire.then(200, {}, kAnswerWithScopes);
  const auto tokens = source();
  const auto authorized = make_authorized(service, *tokens, "https://api.example.com");
  service.then(401).then(200);
  EXPECT_EQ(authorized->send({.url = "https://api.example.com/"}, {}).status, 200);
  EXPECT_EQ(service.requests.at(1).authorization.reveal(), "Bearer access-2");
}

TEST_F(Tokens, refused_again_right_after_a_refresh_leave_the_401) {
  test::ScriptedTransport service;
  wire.then(200, {}, kAnswerWithScopes);
  const auto tokens = source();
  service.then(401).then(401);
  EXPECT_EQ(make_authorized(service, *tokens, "https://api.example.com")
                ->send({.url = "https://api.example.com/"}, {})
                .status,
            401);
}

TEST_F(Tokens, go_nowhere_but_to_the_service) {
  test::ScriptedTransport service;
  const auto tokens = source();
  const auto authorized = make_authorized(service, *tokens, "https://api.example.com/api/v3");
  for (const char* elsewhere :
       {"https://api.example.com.evil.example/api/v3/x", "https://api.example.com@evil.example/api/v3/x",
        "https://api.example.com:8443/api/v3/x", "http://api.example.com/api/v3/x",
        "https://api.example.com/api/v3-not/x", "https://api.example.com/api/v3/../x",
        "https://api.example.com/api/v3/%2e%2E/x", "https://api.example.com/", "file:///etc/passwd"}) {
    service.then(401);
    EXPECT_EQ(authorized->send({.url = elsewhere}, {}).status, 401) << elsewhere;
    EXPECT_TRUE(service.requests.back().authorization.empty()) << elsewhere;
  }
  service.then(200);
  (void)authorized->send({.url = "https://api.example.com/api/v3/user?page=2"}, {});
  EXPECT_EQ(service.requests.back().authorization.reveal(), "Bearer access-1");
}

TEST_F(Tokens, that_a_refusal_repeats_are_taken_out_of_it) {
  test::ScriptedTransport service;
  const auto tokens = source();
  service.then(403, {}, R"({"message":"nope: Bearer access-1, access-1"})");
  EXPECT_EQ(make_authorized(service, *tokens, "https://api.example.com")
                ->send({.url = "https://api.example.com/"}, {})
                .body,
            R"_({"message":"nope: Bearer (token), (token)"})_");
}

TEST_F(Tokens, of_which_no_end_is_told_are_used_until_they_are_refused) {
  credentials.token.expires = std::nullopt;
  credentials.token.refresh = Secret();
  credentials.origin = Origin::borrowed;
  store.save(credentials);
  clock.time += std::chrono::hours(24 * 365 * 5);
  const auto tokens = source();
  EXPECT_EQ(tokens->token({}).reveal(), "access-1");
  EXPECT_EQ(store.load()->origin, Origin::borrowed);
  try {
    (void)tokens->replacement(Secret("access-1"), {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::sign_in);
    EXPECT_EQ(error.hint(), "run \"locker auth twitter\"");
  }
}

TEST_F(Tokens, of_a_service_that_wants_the_secret_in_the_form_are_refreshed_with_it_there) {
  credentials.client.secret = Secret("s:1");
  store.save(credentials);
  clock.time += std::chrono::hours(3);
  wire.then(
      200, {},
      R"({"access_token":"a","expires_in":"28800","refresh_token":"r","refresh_token_expires_in":15897600})");
  const auto tokens = make_stored_tokens(
      store, {wire, {.token_url = "https://a/t", .revoke_url = {}, .secret_in_body = true}}, clock, "");
  EXPECT_EQ(tokens->token({}).reveal(), "a");
  EXPECT_TRUE(wire.requests.at(0).authorization.empty());
  EXPECT_EQ(wire.requests.at(0).body,
            "grant_type=refresh_token&refresh_token=refresh-1&client_id=client&client_secret=s%3A1");
  EXPECT_EQ(store.load()->token.expires, clock.time + std::chrono::hours(8));
}

TEST_F(Tokens, that_are_refused_with_status_200_count_as_refused) {
  wire.then(200, {},
            R"({"error":"bad_refresh_token","error_description":"The refresh token passed is incorrect"})");
  try {
    (void)source()->replacement(Secret("access-1"), {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::sign_in);
    EXPECT_NE(std::string(error.what()).find("incorrect"), std::string::npos) << error.what();
  }
}

TEST_F(Tokens, are_revoked_by_their_app_where_that_is_the_services_way) {
  TokenEndpoint by_app(wire, {.token_url = "https://a/t",
                              .revoke_url = {},
                              .app_revoke_url = "https://api.example.com/applications/{client_id}/token"});
  EXPECT_FALSE(by_app.can_revoke({"client", {}}));
  const Client client{"client", Secret("secret")};
  ASSERT_TRUE(by_app.can_revoke(client));
  wire.then(204);
  by_app.revoke(client, Secret("access-1"), {});
  EXPECT_EQ(wire.requests.at(0).method, "DELETE");
  EXPECT_EQ(wire.requests.at(0).url, "https://api.example.com/applications/client/token");
  EXPECT_EQ(wire.requests.at(0).authorization.reveal(), "Basic Y2xpZW50OnNlY3JldA==");
  EXPECT_EQ(wire.requests.at(0).body, R"({"access_token":"access-1"})");
  wire.then(404, {}, R"({"message":"Not Found"})");
  EXPECT_THROW(by_app.revoke(client, Secret("access-1"), {}), Error);
}

/// Accepts each refresh request once and refuses repeated ones. Thread-safe.
class SpendOnce final : public http::Transport {
 public:
  http::Response send(const http::Request& request, const std::stop_token&) override {
    const std::lock_guard guard(mutex);
    const bool fresh = spent.insert(request.body).second;
    const std::string number = std::to_string(spent.size() + 1);
    return {fresh ? 200 : 400,
            {},
            R"({"expires_in":7200,"access_token":"access-)" + number + R"(","refresh_token":"refresh-)" +
                number + "\"}"};
  }
  std::mutex mutex;
  std::set<std::string> spent;
};

TEST_F(Tokens, are_spent_once_by_any_number_of_threads) {
  SpendOnce service;
  const auto system = make_system_clock();
  credentials.token.expires = system->now() - std::chrono::hours(1);
  store.save(credentials);
  std::vector<std::string> seen(8);
  {
    std::vector<std::jthread> threads;
    for (auto& token : seen)
      threads.emplace_back([&] {
        const auto own = make_stored_tokens(store, {service, {"https://a/t", "https://a/r"}}, *system, "");
        token = own->token({}).reveal();
      });
  }
  for (const auto& token : seen) EXPECT_EQ(token, "access-2");
  EXPECT_EQ(service.spent.size(), 1u);
}

TEST(TokenAnswer, is_read_strictly_and_never_quoted) {
  const Instant now = from_millis(0);
  EXPECT_EQ(parse_token_answer(kAnswerWithScopes, now).scopes, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(parse_token_answer(kAnswerWithScopes, now).expires, now + std::chrono::hours(2));
  const Token foreign = parse_token_answer(
      R"({"token_type":"Bearer","access_token":"a","expires_in":"7200","refresh_token":null,"scope":["x"],"id":{}})",
      now);
  EXPECT_EQ(foreign.expires, now + std::chrono::hours(2));
  EXPECT_TRUE(foreign.refresh.empty());
  EXPECT_FALSE(foreign.scopes);
  for (const char* unusual : {R"("soon")", "null", R"("")", "[]", R"("12x")"})
    EXPECT_FALSE(
        parse_token_answer(R"({"access_token":"a","expires_in":)" + std::string(unusual) + "}", now).expires)
        << unusual;
  for (const char* wrong : {"", "null", "[]", "{}", R"({"access_token":""})", R"({"access_token":5})"})
    EXPECT_THROW((void)parse_token_answer(wrong, now), Error) << wrong;
}

}  // namespace
}  // namespace locker::auth
