#include <gtest/gtest.h>

#include <random>

#include "lib/http/message.hpp"
#include "lib/http/server/exchange.hpp"

namespace locker::http {
namespace {

TEST(Form, what_was_encoded_is_read_back_whatever_its_bytes) {
  std::mt19937 random{20261120};
  const auto some_text = [&] {
    std::string text(random() % 20, '\0');
    for (char& c : text) c = random() % 2 == 0 ? "&=+% %2"[random() % 7] : static_cast<char>(random());
    return text;
  };
  for (int i = 0; i < 3'000; ++i) {
    Headers fields;
    Parameters expected;
    for (auto left = random() % 5; left > 0; --left)
      if (const std::string name = "n" + some_text(); !expected.contains(name))
        fields.emplace_back(name, expected[name] = some_text());
    const std::string form = form_encode(fields);
    ASSERT_EQ(parse_form(form), expected) << form;
    ASSERT_EQ(form.find_first_of(" +\"<>\r\n"), std::string::npos) << form;
  }
}

TEST(Form, as_browsers_send_it_is_read) {
  EXPECT_EQ(parse_form("a=1+2&b=caf%c3%A9"), (Parameters{{"a", "1 2"}, {"b", "caf\xC3\xA9"}}));
  EXPECT_EQ(parse_form(""), Parameters());
  EXPECT_EQ(parse_form("a&&b="), (Parameters{{"a", ""}, {"b", ""}}));
  EXPECT_EQ(parse_form("a=b=c"), (Parameters{{"a", "b=c"}}));
}

TEST(Form, of_a_repeated_field_the_first_counts_and_one_with_a_broken_escape_is_left_out) {
  EXPECT_EQ(parse_form("a=1&a=2&%61=3"), (Parameters{{"a", "1"}}));
  EXPECT_EQ(parse_form("a=100%&b=%2&c=%zz&d=%-1&e%=1&f=1"), (Parameters{{"f", "1"}}));
}

}  // namespace
}  // namespace locker::http
