#include <regex>

#include "tests/unit/cli/cli_fixture.hpp"

/// Which file may include which library: the distribution has all headers in one folder, so the compiler
/// would not report violations.
namespace locker {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

/// True for files in the tests of a connector, which are not part of the product.
bool is_of_tests(const std::filesystem::path& file) {
  return std::ranges::any_of(file, [](const auto& folder) { return folder == "tests"; });
}

/// Returns the paths of the product's files that match.
std::vector<std::string> files_with(const std::string& pattern) {
  const std::filesystem::path sources(LOCKER_SOURCES);
  const std::regex form(pattern);
  std::vector<std::string> found;
  for (const char* folder : {"cli", "lib", "connectors", "cmake"})
    for (const auto& entry : std::filesystem::recursive_directory_iterator(sources / folder)) {
      const auto file = entry.path().lexically_relative(sources);
      if (!entry.is_regular_file() || is_of_tests(file)) continue;
      const std::string text = test::text_of(entry.path());
      if (std::regex_search(text, form)) found.push_back(file.string());
    }
  std::ranges::sort(found);
  return found;
}

std::vector<std::string> files_including(const std::string& header) {
  return files_with("#include\\s*[<\"]" + header);
}

TEST(Includes, one_file_knows_libcurl) {
  EXPECT_THAT(files_including("curl/"), ElementsAre("lib/http/curl_transport.cpp"));
}

TEST(Includes, the_http_folder_alone_knows_cpp_httplib) {
  const auto files = files_including("httplib\\.h");
  EXPECT_THAT(files, Not(IsEmpty()));
  EXPECT_THAT(files, Each(StartsWith("lib/http/")));
}

TEST(Includes, the_store_alone_knows_sqlite) {
  const auto files = files_including("(SQLiteCpp/|sqlite3\\.h)");
  EXPECT_THAT(files, Not(IsEmpty()));
  EXPECT_THAT(files, Each(StartsWith("lib/store/")));
}

TEST(Includes, the_command_line_alone_knows_cli11) {
  const auto files = files_including("CLI/");
  EXPECT_THAT(files, Not(IsEmpty()));
  EXPECT_THAT(files, Each(StartsWith("cli/")));
  EXPECT_THAT(files, Each(Not(StartsWith("cli/writer/"))));
}

TEST(Includes, the_json_reader_alone_knows_simdjson) {
  const auto files = files_including("simdjson");
  EXPECT_THAT(files, Not(IsEmpty()));
  EXPECT_THAT(files, Each(StartsWith("lib/json/")));
}

TEST(Includes, headers_leave_heavy_headers_to_their_sources) {
  // These headers are only included by files that use the library anyway.
  const std::set<std::string> excepted{"cli/commands/checks.hpp", "lib/json/tokens.hpp",
                                       "lib/serve/state/object.hpp", "lib/store/write/statements.hpp",
                                       "lib/store/write/write_transaction.hpp"};
  for (const auto& file :
       files_including("(CLI/CLI|nlohmann/json|simdjson|httplib|curl/curl|SQLiteCpp/SQLiteCpp)\\.h")) {
    EXPECT_TRUE(!file.ends_with(".hpp") || excepted.contains(file)) << file;
  }
}

TEST(Includes, one_file_reads_the_environment) {
  EXPECT_THAT(files_with("\\b(secure_)?getenv\\s*\\(|\\benviron\\b"),
              ElementsAre("lib/base/environment.cpp"));
}

TEST(Includes, the_program_takes_nothing_of_what_only_its_module_may_load) {
  for (const auto& file : files_including("lib/(http|auth|sync|json|media|exchange|store/write)/")) {
    EXPECT_FALSE(file.starts_with("cli/") && !file.starts_with("cli/writer/")) << file;
  }
}

}  // namespace
}  // namespace locker
