#include <gmock/gmock.h>

#include <set>

#include "tests/integration/raw_client.hpp"
#include "tests/integration/serve_fixture.hpp"

namespace locker::test {
namespace {

using ::testing::HasSubstr;

/// Stored data as returned by a connector's process, requested through core.
class DataApi : public Serve {
 protected:
  /// Signed in without a budget, so that the schedule reads nothing that is charged.
  void serve_signed_in(sandbox::Settings settings = {}) {
    start(std::move(settings));
    ASSERT_EQ(sign_in(json::object(), {"--budget", "none"}).code, 0);
  }
  httplib::Result get(const std::string& path, const httplib::Headers& headers = {}) {
    return client->Get("/Me/twitter" + path, headers);
  }
  json rows(const std::string& path) {
    const auto answer = get(path);
    EXPECT_EQ(answer->status, 200) << path << answer->body;
    return json::parse(answer->body);
  }
  static Words ids_of(const json& rows, const char* key = "id") {
    Words ids;
    for (const auto& row : rows) ids.push_back(row[key]);
    return ids;
  }
  void publish_one() {
    EXPECT_EQ(
        client->Post("/core/twitter/event", R"({"type":"note/x","obj":{"id":1}})", "application/json")->body,
        "OKTHXBI");
  }
  /// Returns the request of a client that reads the response byte by byte.
  [[nodiscard]] std::string request_of(const std::string& target) const {
    return "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
           "\r\nAuthorization: Bearer " + token + "\r\n\r\n";
  }
  json trouble(const std::string& path, int status) {
    const auto answer = get(path);
    EXPECT_EQ(answer->status, status) << path << answer->body;
    EXPECT_EQ(answer->get_header_value("Content-Type"), "application/json") << path;
    return json::parse(answer->body)["error"];
  }
};

TEST_F(DataApi, gives_a_stream_or_a_type_as_the_command_line_does) {
  serve_signed_in();
  sync({"--only", "likes,tweets"});
  serve();
  EXPECT_EQ(ids_of(rows("/current/likes")), members("likes"));
  EXPECT_EQ(rows("/current/status"), rows("/current/status/twitter"));
  const json by_shell = query({"--type", "status", "--fields", "id,text,public_metrics.like_count"});
  EXPECT_EQ(rows("/current/status?fields=id,text,public_metrics.like_count"), by_shell);
  const json first = rows("/current/likes?limit=1")[0];
  for (const char* field : {"account", "type", "id", "time", "text", "name", "author", "url", "json"})
    EXPECT_TRUE(first.contains(field)) << field;
  EXPECT_EQ(first["json"]["id"], first["id"]);
}

TEST_F(DataApi, gives_a_part_of_the_rows_by_number_and_by_time) {
  serve_signed_in();
  sync({"--only", "tweets"});
  serve();
  const Words all = ids_of(rows("/current/tweets"));
  ASSERT_GT(all.size(), 12u);
  EXPECT_EQ(ids_of(rows("/current/tweets?limit=5&offset=7")), Words(all.begin() + 7, all.begin() + 12));
  EXPECT_EQ(rows("/current/tweets?offset=100000"), json::array());
  EXPECT_EQ(rows("/current/tweets?limit=0"), json::array());
  const std::string tenth = rows("/current/tweets?limit=1&offset=9")[0]["time"];
  EXPECT_EQ(
      ids_of(rows("/current/tweets?" + httplib::detail::params_to_query_str({{"since", tenth}}))).size(),
      10u);
  EXPECT_EQ(
      ids_of(rows("/current/tweets?" + httplib::detail::params_to_query_str({{"until", tenth}}))).size(),
      all.size() - 10);
}

TEST_F(DataApi, is_described_as_it_is) {
  serve_signed_in();
  sync({"--only", "tweets"});
  serve();
  const std::string some = "status/twitter/" + members("tweets").front();
  const std::map<std::string, std::string> samples{
      {"{id}", "twitter"}, {"{of}", "tweets"}, {"{reference}", some}, {"limit", "3"},    {"offset", "1"},
      {"since", "7000d"},  {"until", "1d"},    {"fields", "id"},      {"stream", "true"}};
  int described = 0;
  const json document = json::parse(client->Get("/openapi.json")->body);
  for (const auto& [pattern, methods] : document["paths"].items()) {
    if (!pattern.starts_with("/Me/{id}/") || pattern.ends_with("{path}")) continue;
    if (methods.front().contains("x-connectors")) continue;  // varies with the connector
    std::string path = pattern;
    for (const auto& [name, value] : samples)
      if (const auto at = path.find(name); name.front() == '{' && at != std::string::npos)
        path.replace(at, name.size(), value);
    if (methods.contains("post")) {
      EXPECT_EQ(client->Post(path)->status, 200) << path;
      ++described;
      continue;
    }
    EXPECT_EQ(client->Get(path)->status, 200) << path;
    for (const auto& parameter : methods["get"]["parameters"]) {
      if (parameter["in"] == "path") continue;
      const std::string name = parameter["name"];
      EXPECT_EQ(client->Get(path + "?" + name + "=" + samples.at(name))->status, 200) << path << name;
    }
    ++described;
  }
  EXPECT_EQ(described, 5);
  const std::string known = trouble("/current/tweets?limt=1", 400).dump();
  EXPECT_THAT(known, HasSubstr("limit"));
}

TEST_F(DataApi, streams_lines_to_who_asks_for_them) {
  serve_signed_in();
  sync({"--only", "likes"});
  serve();
  const auto answer = get("/current/likes?fields=id", {{"Accept", "application/x-ndjson"}});
  EXPECT_EQ(answer->get_header_value("Content-Type"), "application/x-ndjson");
  Words ids;
  for (const auto& line : lines_of(answer->body)) ids.push_back(json::parse(line)["id"]);
  EXPECT_EQ(ids, members("likes"));
  const auto head = client->Head("/Me/twitter/current/likes");
  EXPECT_EQ(head->status, 200);
  EXPECT_EQ(head->body, "");
}

TEST_F(DataApi, is_there_before_sign_in_and_before_there_is_an_archive) {
  serve();
  for (const char* path : {"/current/likes", "/current/status/twitter", "/current/list-members/12",
                           "/allContacts", "/get_home_timeline", "/get_mentions"})
    EXPECT_EQ(get(path)->body, "[]\n") << path;
  EXPECT_EQ(get("/current/likes", {{"Accept", "application/x-ndjson"}})->body, "");
  EXPECT_EQ(trouble("/record/status/1", 404)["kind"], "not-found");
  EXPECT_FALSE(std::filesystem::exists(home / "locker.db")) << "reading makes no archive";
}

TEST_F(DataApi, says_what_is_wrong_with_a_question) {
  serve_signed_in();
  sync({"--only", "likes"});
  serve();
  const json unknown = trouble("/current/lkies", 404);
  EXPECT_EQ(unknown["kind"], "not-found");
  EXPECT_THAT(unknown["hint"].get<std::string>(), HasSubstr("likes"));
  for (const char* path :
       {"/current/", "/current/issue/github", "/current/lists/third", "/current/likes/12",
        "/record/status/nobody", "/record/nonsense/12", "/record/12", "/record/", "/no/such/thing"})
    EXPECT_EQ(trouble(path, 404)["kind"], "not-found") << path;
  for (const char* path :
       {"/current/likes?limit=many", "/current/likes?limit=-1", "/current/likes?offset=1.5",
        "/current/likes?since=someday", "/current/likes?fields=id,,text",
        "/current/likes?fields=", "/current/likes?limt=5"})
    EXPECT_EQ(trouble(path, 400)["kind"], "usage") << path;
  EXPECT_THAT(trouble("/current/likes?limt=5", 400)["hint"].get<std::string>(), HasSubstr("limit"));
  const auto post = client->Post("/Me/twitter/current/likes", "", "text/plain");
  EXPECT_EQ(post->status, 405);
  EXPECT_EQ(post->get_header_value("Allow"), "GET, HEAD");
}

TEST_F(DataApi, gives_a_record_by_any_of_its_ids_and_its_history) {
  serve_signed_in();
  const std::string first = order("post", {{"text", "Fresh bred at the bakery"}})["id"];
  sync({"--only", "tweets"});
  const std::string later = order("edit", {{"id", first}, {"text", "Fresh bread at the bakery"}})["id"];
  sync({"--only", "tweets"});
  serve();
  for (const auto& id : {first, later})
    for (const char* type : {"status/twitter", "status"}) {
      const std::string path = std::string("/record/") + type + "/" + id;
      EXPECT_EQ(rows(path)["text"], "Fresh bread at the bakery") << path;
      const json history = rows(path + "/history");
      ASSERT_GE(history.size(), 2u) << path;
      EXPECT_EQ(history.front()["action"], "update");
      EXPECT_EQ(history.front()["id"], first);
      EXPECT_EQ(history.front()["changed"]["text"]["before"], "Fresh bred at the bakery");
      EXPECT_EQ(history.back()["action"], "new");
    }
}

TEST_F(DataApi, says_of_a_deleted_record_where_it_is_still_to_be_seen) {
  serve_signed_in();
  const std::string id = order("post", {{"text", "Soon gone"}})["id"];
  sync({"--only", "tweets"});
  order("delete", {{"id", id}});
  sync({"--only", "tweets", "--check-deleted"});
  serve();
  const json error = trouble("/record/status/" + id, 404);
  EXPECT_EQ(error["kind"], "deleted");
  EXPECT_THAT(error["hint"].get<std::string>(), HasSubstr("/record/status/twitter/" + id + "/history"));
  EXPECT_EQ(rows("/record/status/" + id + "/history").front()["action"], "delete");
}

TEST_F(DataApi, answers_to_the_names_of_2011) {
  serve_signed_in();
  sync({"--only", "mentions,following,followers,home"});
  serve();
  EXPECT_EQ(ids_of(rows("/get_mentions")), members("mentions"));
  EXPECT_EQ(ids_of(rows("/get_home_timeline")), members("home"));
  const Words friends = members("following"), followers = members("followers");
  const std::set<std::string> friend_ids(friends.begin(), friends.end()),
      follower_ids(followers.begin(), followers.end());
  std::set<std::string> all = friend_ids;
  all.insert(follower_ids.begin(), follower_ids.end());
  const json people = rows("/allContacts");
  EXPECT_EQ(people.size(), all.size()) << "each person once";
  for (const auto& person : people) {
    const std::string id = person["id_str"];
    EXPECT_EQ(person["isFriend"], friend_ids.contains(id));
    EXPECT_EQ(person["isFollower"], follower_ids.contains(id));
    EXPECT_EQ(person["screen_name"], person["username"]);
  }
}

/// Sends a request and does not read the response.
class LazyClient {
 public:
  LazyClient(int port, const std::string& token, const std::string& path)
      : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const std::string request = "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                                "\r\nAuthorization: Bearer " + token + "\r\n\r\n";
    char first = 0;
    has_begun_ = connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0 &&
                 send(socket_, request.data(), request.size(), 0) == static_cast<ssize_t>(request.size()) &&
                 recv(socket_, &first, 1, MSG_PEEK) == 1;
  }
  ~LazyClient() { close(socket_); }
  LazyClient(const LazyClient&) = delete;
  LazyClient& operator=(const LazyClient&) = delete;
  /// True if the first byte of the response has arrived.
  [[nodiscard]] bool has_begun() const { return has_begun_; }

 private:
  const int socket_;
  bool has_begun_ = false;
};

TEST_F(DataApi, lets_writers_and_checkpoints_go_on_while_a_client_reads_nothing) {
  serve();
  // More than all buffers in between can hold.
  constexpr int kPosts = 100;
  const auto write_posts = [&](int from) {
    for (int id = from; id < from + kPosts; ++id) {
      // In the format of an export, which is returned under the API's names.
      const std::string event = R"({"type":"status/twitter","obj":{"tweet":{"lang":"en"},"id":)" +
                                std::to_string(id) + R"(,"text":")" + std::string(300'000, 'x') + R"("}})";
      ASSERT_EQ(client->Post("/core/twitter/event", event, "application/json")->body, "OKTHXBI");
    }
  };
  write_posts(0);
  const LazyClient lazy(port, token, "/Me/twitter/current/status");
  const LazyClient raw(port, token, "/query?raw=true"), named(port, token, "/query?fields=id,json");
  ASSERT_TRUE(lazy.has_begun() && raw.has_begun() && named.has_begun());
  write_posts(kPosts);
  const std::string database = (home / "locker.db").string();
  const Outcome checkpoint =
      run({"sqlite3", database, "PRAGMA busy_timeout=5000; PRAGMA wal_checkpoint(TRUNCATE)"}, environment());
  EXPECT_THAT(checkpoint.out, HasSubstr("\n0|")) << "somebody holds the archive: " << checkpoint.out;
  EXPECT_EQ(std::filesystem::file_size(database + "-wal"), 0u);
  EXPECT_EQ(rows("/current/status?fields=id&limit=1000").size(), 2u * kPosts)
      << "others are answered meanwhile";
}

TEST_F(DataApi, lets_go_of_a_statements_rows_however_slowly_they_are_taken) {
  serve();
  // More than all buffers in between can hold.
  constexpr int kPosts = 50, kMore = 5;
  const auto write_posts = [&](int from, int count) {
    for (int id = from; id < from + count; ++id)
      ASSERT_EQ(
          client
              ->Post(
                  "/core/twitter/event",
                  json{{"type", "note/x"}, {"obj", {{"id", id}, {"text", std::string(300'000, 'x')}}}}.dump(),
                  "application/json")
              ->body,
          "OKTHXBI");
  };
  write_posts(0, kPosts);
  const RawClient slow(port);
  slow.send("GET /query?sql=SELECT+id,json+FROM+records HTTP/1.0\r\nHost: 127.0.0.1:" + std::to_string(port) +
            "\r\nAuthorization: Bearer " + token + "\r\n\r\n");
  std::string answer = slow.read("\r\n\r\n[");
  write_posts(kPosts, kMore);
  const std::string database = (home / "locker.db").string();
  const Outcome checkpoint =
      run({"sqlite3", database, "PRAGMA busy_timeout=20000; PRAGMA wal_checkpoint(TRUNCATE)"}, environment());
  EXPECT_THAT(checkpoint.out, HasSubstr("\n0|")) << "somebody holds the archive: " << checkpoint.out;
  answer += slow.read();
  const json rows = json::parse(answer.substr(answer.find("\r\n\r\n")));
  EXPECT_EQ(rows.size(), std::size_t{kPosts}) << "as they were when it was asked, and all of them";
  EXPECT_EQ(json::parse(rows.back()["json"].get<std::string>())["text"], std::string(300'000, 'x'));
}

constexpr char kEndless[] =
    "/query?sql=WITH+RECURSIVE+n(i)+AS+(SELECT+1+UNION+ALL+SELECT+i%2B1+FROM+n)+SELECT+count(*)+FROM+n";

TEST_F(DataApi, ends_a_statement_whose_client_has_left) {
  serve();
  publish_one();
  const std::string one = "/query?sql=SELECT+1";
  {
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 4; ++i) {
      clients.push_back(std::make_unique<RawClient>(port));
      clients.back()->send(request_of(kEndless));
    }
    ASSERT_TRUE(eventually([&] { return client->Get(one)->status == 503; }));
    EXPECT_EQ(client->Get(one)->get_header_value("Retry-After"), "1");
    EXPECT_EQ(client->Get("/query?limit=1")->status, 200) << "which is none";
  }
  EXPECT_TRUE(eventually([&] { return client->Get(one)->status == 200; }))
      << "and not after minutes of work for nobody";
}

TEST_F(DataApi, answers_a_statement_of_a_client_that_only_asks_for_nothing_more) {
  serve();
  publish_one();
  const RawClient half(port);
  half.send(request_of("/query?sql=SELECT+7+AS+n"));
  half.end();
  EXPECT_THAT(half.read(), HasSubstr(R"({"n":7})"));
}

TEST_F(DataApi, ends_a_statement_without_end_when_it_stops) {
  serve();
  publish_one();
  const RawClient endless(port);
  endless.send(request_of(kEndless));
  ASSERT_EQ(client->Get("/map")->status, 200);
  process->signal(SIGTERM);
  EXPECT_EQ(process->wait().code, 0) << "and not after its last patience";
  process.reset();
}

}  // namespace
}  // namespace locker::test
