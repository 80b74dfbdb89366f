#include <gmock/gmock.h>
#include <sys/resource.h>

#include <list>

#include "tests/integration/misbehaving_services_fixture.hpp"
#include "tests/integration/raw_client.hpp"

/// Core with more requests and connections than it can serve.
namespace locker::test {
namespace {

class ServiceCrowd : public MisbehavingServices {
 protected:
  int lines_of(const std::string& service, const std::string& name) const {
    std::ifstream file(home / "Me" / service / name);
    return static_cast<int>(std::count(std::istreambuf_iterator<char>(file), {}, '\n'));
  }
};

/// Limits the open files of processes started during its lifetime, as on an ordinary machine.
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

TEST_F(ServiceCrowd, ends_a_service_that_calls_itself_without_end) {
  keep({"misbehaving", "calm"});
  serve();
  ASSERT_EQ(client->Get("/Me/calm/fine")->status, 200);
  auto answer = std::async(std::launch::async, [&] { return another().Get("/Me/misbehaving/calls-itself"); });
  expect_calm_while(answer);
  const auto told = answer.get();
  ASSERT_TRUE(told);
  EXPECT_EQ(told->body, "503");
  EXPECT_EQ(lines_of("misbehaving", "calls"), 65) << "a person's, and those of services";
  expect_in_diary("misbehaving", "too many requests under way");
  EXPECT_EQ(client->Get("/Me/misbehaving/fine")->body, "fine");
}

TEST_F(ServiceCrowd, ends_two_services_that_call_each_other_without_end) {
  keep({"misbehaving", "other", "calm"});
  serve();
  ASSERT_EQ(client->Get("/Me/calm/fine")->status, 200);
  auto answer =
      std::async(std::launch::async, [&] { return another().Get("/Me/misbehaving/calls-another"); });
  expect_calm_while(answer);
  const auto told = answer.get();
  ASSERT_TRUE(told);
  EXPECT_EQ(told->body, "503");
  EXPECT_EQ(lines_of("misbehaving", "calls"), 65);
  EXPECT_EQ(lines_of("other", "calls"), 64);
}

TEST_F(ServiceCrowd, ends_early_a_loop_of_services_that_pass_on_where_a_request_has_been) {
  keep({"misbehaving"});
  serve();
  EXPECT_EQ(client->Get("/Me/misbehaving/passes-on")->body, "508");
  EXPECT_EQ(lines_of("misbehaving", "calls"), 11);
  EXPECT_EQ(client->Get("/Me/misbehaving/fine", {{"Locker-Hops", "99999999999999999999"}})->status, 508);
  for (const char* none : {"x", "-5", ""})
    EXPECT_EQ(client->Get("/Me/misbehaving/fine", {{"Locker-Hops", none}})->status, 200) << none;
}

TEST_F(ServiceCrowd, of_connections_that_ask_nothing_locks_nobody_out) {
  keep({"calm"});
  {
    const FewFiles few(400);  // allows a hundred connections
    serve();
  }
  ASSERT_EQ(client->Get("/Me/calm/fine")->status, 200);
  std::list<RawClient> idlers;
  for (int i = 0; i < 300; ++i) idlers.emplace_back(port).send(i % 2 == 0 ? "GET /st" : "");
  for (int again = 0; again < 5; ++again) EXPECT_EQ(another().Get("/Me/calm/fine")->body, "fine");
  EXPECT_EQ(idlers.front().read(), "") << "the one that waited longest had to go";
}

TEST_F(ServiceCrowd, of_requests_by_one_service_locks_neither_people_nor_other_services_out) {
  keep({"calm", "other"});
  {
    const FewFiles few(400);  // allows a hundred connections
    serve();
  }
  const auto path_of = [&](const std::string& service) {
    const std::string url = client->Get("/Me/" + service + "/locker-url")->body;
    return url.substr(url.find("/cap/"));
  };
  const std::string greedy = path_of("calm"), other = path_of("other");
  std::list<RawClient> held;
  int followed = 0;
  for (int i = 0; i < 120; ++i) {
    held.emplace_back(port).send("GET " + greedy +
                                 "/events HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) + "\r\n\r\n");
    const std::string head = held.back().read("\r\n\r\n");
    if (status_of(head) == 200)
      ++followed;
    else
      EXPECT_THAT(head,
                  testing::AllOf(testing::StartsWith("HTTP/1.1 503"), testing::HasSubstr("Retry-After: 1"),
                                 testing::HasSubstr("application/json")));
  }
  EXPECT_EQ(followed, 50) << "half of all";
  for (int again = 0; again < 5; ++again) {
    EXPECT_EQ(another().Get("/status")->status, 200);
    EXPECT_EQ(another().Get("/Me/other/fine")->body, "fine");
    loopback::Client by_other("127.0.0.1", port);
    EXPECT_EQ(by_other.Get(other + "/status")->status, 200);
    EXPECT_EQ(by_other.Get(other + "/Me/calm/fine")->body, "fine");
  }
}

}  // namespace
}  // namespace locker::test
