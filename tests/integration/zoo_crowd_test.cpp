#include <gmock/gmock.h>
#include <sys/resource.h>

#include <list>

#include "tests/integration/raw_client.hpp"
#include "tests/integration/zoo_fixture.hpp"

/// Core where there are more requests and connections than it could carry.
namespace locker::test {
namespace {

class ZooCrowd : public Zoo {
 protected:
  int lines_of(const std::string& service, const std::string& name) const {
    std::ifstream file(home / "Me" / service / name);
    return static_cast<int>(std::count(std::istreambuf_iterator<char>(file), {}, '\n'));
  }
};

/// What is started meanwhile may have only so many files open, as on an ordinary machine.
class FewFiles {
 public:
  explicit FewFiles(rlim_t most) {
    getrlimit(RLIMIT_NOFILE, &before_);
    rlimit fewer = before_;
    fewer.rlim_cur = most;
    setrlimit(RLIMIT_NOFILE, &fewer);
  }
  ~FewFiles() { setrlimit(RLIMIT_NOFILE, &before_); }
  FewFiles(const FewFiles&) = delete;
  FewFiles& operator=(const FewFiles&) = delete;

 private:
  rlimit before_{};
};

TEST_F(ZooCrowd, ends_a_service_that_calls_itself_without_end) {
  keep({"animal", "calm"});
  serve();
  ASSERT_EQ(client->Get("/Me/calm/fine")->status, 200);
  auto answer = std::async(std::launch::async, [&] { return another().Get("/Me/animal/calls-itself"); });
  expect_calm_while(answer);
  const auto told = answer.get();
  ASSERT_TRUE(told);
  EXPECT_EQ(told->body, "503");
  EXPECT_EQ(lines_of("animal", "calls"), 65) << "a person's, and those of services";
  expect_in_diary("animal", "too many requests under way");
  EXPECT_EQ(client->Get("/Me/animal/fine")->body, "fine");
}

TEST_F(ZooCrowd, ends_two_services_that_call_each_other_without_end) {
  keep({"animal", "other", "calm"});
  serve();
  ASSERT_EQ(client->Get("/Me/calm/fine")->status, 200);
  auto answer = std::async(std::launch::async, [&] { return another().Get("/Me/animal/calls-another"); });
  expect_calm_while(answer);
  const auto told = answer.get();
  ASSERT_TRUE(told);
  EXPECT_EQ(told->body, "503");
  EXPECT_EQ(lines_of("animal", "calls"), 65);
  EXPECT_EQ(lines_of("other", "calls"), 64);
}

TEST_F(ZooCrowd, ends_early_a_loop_of_services_that_pass_on_where_a_request_has_been) {
  keep({"animal"});
  serve();
  EXPECT_EQ(client->Get("/Me/animal/passes-on")->body, "508");
  EXPECT_EQ(lines_of("animal", "calls"), 11);
  EXPECT_EQ(client->Get("/Me/animal/fine", {{"Locker-Hops", "99999999999999999999"}})->status, 508);
  for (const char* none : {"x", "-5", ""})
    EXPECT_EQ(client->Get("/Me/animal/fine", {{"Locker-Hops", none}})->status, 200) << none;
}

TEST_F(ZooCrowd, of_connections_that_ask_nothing_locks_nobody_out) {
  keep({"calm"});
  {
    const FewFiles few(400);  // a hundred connections
    serve();
  }
  ASSERT_EQ(client->Get("/Me/calm/fine")->status, 200);
  std::list<RawClient> idlers;
  for (int i = 0; i < 300; ++i) idlers.emplace_back(port).send(i % 2 == 0 ? "GET /st" : "");
  for (int again = 0; again < 5; ++again) EXPECT_EQ(another().Get("/Me/calm/fine")->body, "fine");
  EXPECT_EQ(idlers.front().read(), "") << "the one that waited longest had to go";
}

}  // namespace
}  // namespace locker::test
