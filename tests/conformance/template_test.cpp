// Templates are to be copied, and no service of anybody's.
#include "tests/conformance/suite.hpp"

namespace locker::conformance {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Template : public Suite {};
LOCKER_OVER_EVERY_CONNECTOR(Template);

TEST_P(Template, is_in_the_program_of_this_suite_alone) {
  const Variables nothing{{"HOME", folder.path().string()}};
  const auto told = [&](const std::string& program) {
    return test::run({program, "connectors", "--json"}, nothing).out;
  };
  const std::string own = "\"" + id() + "\"";
  EXPECT_THAT(told(command({}).front()), HasSubstr(own));
  if (GetParam().is_template) {
    EXPECT_THAT(told(test::program_path()), Not(HasSubstr(own)));
  }
}

}  // namespace
}  // namespace locker::conformance
