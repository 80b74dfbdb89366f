#include "lib/serve/process/handshake.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace locker::serve {
namespace {

using ::testing::HasSubstr;

constexpr int kSuggested = 4'711;

/// Feeds the output in two pieces, split at `split`; stores the output after the handshake in `rest`.
std::optional<int> port_of(std::string_view output, std::size_t split, std::string& rest) {
  HandshakeReader reader(kSuggested);
  auto port = reader.take(output.substr(0, split));
  if (port)
    rest = reader.rest() + std::string(output.substr(split));
  else if ((port = reader.take(output.substr(split))))
    rest = reader.rest();
  return port;
}

TEST(Handshake, is_found_however_it_is_split) {
  for (const std::string_view output :
       {"{\"port\":18044}\nready\n",
        "\r\n\t {\n  \"x\": {\"port\": 1, \"a\": [1, {}]},\n  \"port\": 18044\n}\nready\n",
        "{\"port\":\"18044\",\"note\":\"} \\\" \\\\\"}\nready\n", "{\"port\":18044.0}\nready\n",
        "{\"port\":\"18044.0\"}\nready\n", "{\"port\":1.8044e4}\nready\n"})
    for (std::size_t split = 0; split <= output.size(); ++split) {
      std::string rest;
      EXPECT_EQ(port_of(output, split, rest), 18'044) << output << " at " << split;
      EXPECT_EQ(rest, "\nready\n") << output << " at " << split;
    }
}

TEST(Handshake, is_found_when_it_comes_byte_by_byte) {
  HandshakeReader reader(kSuggested);
  const std::string_view output = "{\"port\": 80, \"é\": \"\\u007d\"}";
  for (std::size_t at = 0; at + 1 < output.size(); ++at)
    EXPECT_FALSE(reader.take(output.substr(at, 1))) << at;
  EXPECT_EQ(reader.take(output.substr(output.size() - 1)), 80);
}

TEST(Handshake, without_a_port_means_the_suggested_one) {
  for (const char* output : {"{}", "{\"pid\":7}", "{\"port\":null}"}) {
    HandshakeReader reader(kSuggested);
    EXPECT_EQ(reader.take(output), kSuggested) << output;
  }
}

TEST(Handshake, takes_what_comes_behind_it_in_the_same_piece_for_output) {
  HandshakeReader reader(kSuggested);
  EXPECT_EQ(reader.take("{\"port\":1}{\"port\":2}\n"), 1);
  EXPECT_EQ(reader.rest(), "{\"port\":2}\n");
}

TEST(Handshake, is_bad_if_it_cannot_become_one) {
  for (const char* output :
       {"x", "[1]", "\"{\"", "Listening\n{\"port\":1}", "{\"port\":tru}", "{]", "{\"port\":0}",
        "{\"port\":-1}", "{\"port\":65536}", "{\"port\":1.5}", "{\"port\":\"x\"}", "{\"port\":{}}",
        "{\"port\":99999999999999999999}", "{port:1}", "\xff"}) {
    HandshakeReader reader(kSuggested);
    EXPECT_THROW((void)reader.take(output), BadHandshake) << output;
  }
}

TEST(Handshake, is_bad_if_it_names_the_port_of_core) {
  constexpr int kCore = 8'042;
  for (const char* output : {"{\"port\":8042}", "{\"port\":\"8042\"}", "{\"port\":8042.0}"}) {
    HandshakeReader reader(kSuggested, kCore);
    EXPECT_THROW((void)reader.take(output), BadHandshake) << output;
  }
  HandshakeReader other(kSuggested, kCore);
  EXPECT_EQ(other.take("{\"port\":8043}"), 8'043);
}

TEST(Handshake, may_be_of_some_size_and_no_more) {
  HandshakeReader reader(kSuggested);
  EXPECT_EQ(reader.take("{\"x\":\"" + std::string(60'000, 'x') + "\",\"port\":9}"), 9);
  HandshakeReader longer(kSuggested);
  EXPECT_THROW((void)longer.take("{\"x\":\"" + std::string(70'000, 'x')), BadHandshake);
  HandshakeReader blank(kSuggested);
  EXPECT_THROW((void)blank.take(std::string(70'000, '\n')), BadHandshake);
}

}  // namespace
}  // namespace locker::serve
