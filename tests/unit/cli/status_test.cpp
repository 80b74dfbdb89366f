#include "cli/commands/status.hpp"

#include "lib/text/terminal.hpp"
#include "tests/unit/cli/cli_fixture.hpp"

namespace locker::cli {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::ResultOf;

class Status : public test::CliFixture {
 protected:
  Status() {
    make_locker();
    walk({"tweets", ""});
    walk({"bookmark-folders", "2083323288875958272"});
    walk({"bookmark-folders", "2083332600230838272"});
  }

  /// Stores a completed walk.
  void walk(
      const store::StreamName& stream,
      const char* gap =
          "X tells at most about 20 posts of a folder, and only their ids, of which some may be missing") {
    const auto run = writer().begin_run("twitter", stream, now);
    auto page = writer().begin_page("twitter", stream, 1, run, now, now);
    store::Cursor cursor;
    cursor.complete_to = now;
    cursor.gap = gap;
    page.save_cursor(cursor);
    page.commit();
    writer().end_run(run, {}, now);
  }

  std::vector<std::string> lines(int columns, bool json = false) {
    const auto registry = connector::compiled_in();
    const auto clock = make_system_clock();
    const Environment variables(std::map<std::string, std::string, std::less<>>{});
    std::ostringstream out, err;
    std::istringstream in;
    Context context{.home = home,
                    .connectors = registry,
                    .environment = variables,
                    .clock = *clock,
                    .in = in,
                    .out = out,
                    .err = err,
                    .out_terminal = {.is_tty = true, .columns = columns},
                    .err_terminal = {},
                    .json = json};
    EXPECT_EQ(run_status(context), 0);
    return test::lines_of(out.str());
  }
};

TEST_F(Status, shows_coverage_on_a_narrow_terminal_though_ids_of_parts_are_long) {
  const auto shown = lines(80);
  EXPECT_THAT(shown, Each(ResultOf(&text::display_width, ::testing::Le(80))));
  EXPECT_THAT(shown, Contains(AllOf(HasSubstr("bookmark-folders/…8272"), HasSubstr("complete to "),
                                    Not(HasSubstr("complete to …")))));
  EXPECT_THAT(shown, Contains(AllOf(HasSubstr("tweets "), HasSubstr("complete to "))));
}

TEST_F(Status, shows_ids_of_parts_whole_where_there_is_room) {
  EXPECT_THAT(lines(150), Contains(HasSubstr("bookmark-folders/2083323288875958272 ")));
}

TEST_F(Status, escapes_what_could_steer_the_terminal_in_json_too) {
  walk({"likes", ""},
       "of \xC2\x9B"
       "31m late");
  const auto shown = lines(80, true);
  EXPECT_THAT(shown, Each(Not(HasSubstr("\xC2\x9B"))));
  EXPECT_THAT(shown, Contains(HasSubstr("of \\u009b31m late")));
}

}  // namespace
}  // namespace locker::cli
