#include "lib/auth/account_settings.hpp"

#include <gtest/gtest.h>

#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "tests/unit/support/temporary_folder.hpp"

namespace locker::auth {
namespace {

using Names = std::vector<std::string>;

connector::Descriptor service() {
  connector::Descriptor service;
  service.id = "paper";
  service.title = "Paper";
  service.sign_in.scopes = {"read"};
  for (const char* name : {"notes", "stars", "mail"}) {
    connector::Stream stream;
    stream.name = name;
    stream.scopes = {std::string(name) + ".read"};
    stream.on_by_default = stream.name != "mail";
    service.streams.push_back(stream);
  }
  return service;
}

TEST(AccountSettings, come_back_as_they_were_and_leave_the_rest_of_the_file) {
  const test::TemporaryFolder folder;
  const Home home(folder.path());
  EXPECT_FALSE(load_settings(home, "paper"));
  home.create_account("paper");
  write_file_atomically(home.account("paper") / "me.json", R"({"id":"paper","srcdir":"../old","streams":7})");
  AccountSettings settings;
  settings.connector = "paper";
  settings.streams = Names{"stars"};
  settings.client_id = "id";
  save_settings(home, "paper", service(), settings);
  const auto read = load_settings(home, "paper");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->connector, "paper");
  EXPECT_EQ(read->streams, Names{"stars"});
  EXPECT_EQ(read->client_id, "id");
  EXPECT_EQ(read->redirect_uri, "");
  EXPECT_NE(read_file(home.account("paper") / "me.json")->find("../old"), std::string::npos);
}

TEST(AccountSettings, that_cannot_be_understood_name_the_file) {
  const test::TemporaryFolder folder;
  const Home home(folder.path());
  home.create_account("paper");
  write_file_atomically(home.account("paper") / "me.json", "not json");
  EXPECT_THROW((void)load_settings(home, "paper"), Error);
}

TEST(ChoiceOfStreams, is_replaced_or_changed_and_stands_in_the_connectors_order) {
  EXPECT_EQ(choose_streams(service(), "stars,notes", std::nullopt), (Names{"notes", "stars"}));
  EXPECT_EQ(choose_streams(service(), "+mail", std::nullopt), (Names{"notes", "stars", "mail"}));
  EXPECT_EQ(choose_streams(service(), "-notes,+mail", std::nullopt), (Names{"stars", "mail"}));
  EXPECT_EQ(choose_streams(service(), "+mail", Names{"stars"}), (Names{"stars", "mail"}));
  EXPECT_THROW((void)choose_streams(service(), "+male", std::nullopt), Error);
}

TEST(ChoiceOfStreams, decides_the_scopes) {
  EXPECT_EQ(scopes_of(service(), std::nullopt), (Names{"read", "notes.read", "stars.read"}));
  EXPECT_EQ(scopes_of(service(), Names{"mail"}), (Names{"read", "mail.read"}));
  auto wider = service();
  wider.streams[0].optional_scopes = {"secret", "read"};
  EXPECT_EQ(scopes_of(wider, Names{"notes"}), (Names{"read", "notes.read", "secret"}));
}

}  // namespace
}  // namespace locker::auth
