#include "lib/foreign/document.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "lib/base/error.hpp"

namespace locker::foreign {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

std::string nested(std::size_t levels) { return std::string(levels, '[') + std::string(levels, ']'); }

TEST(Document, is_read_as_deep_as_anyone_would_write) {
  const auto read_back = read(nested(512));
  EXPECT_TRUE(read_back.is_array());
  EXPECT_EQ(read_back.dump(), nested(512));
  EXPECT_EQ(read_in_order(R"({"b":1,"a":2})").dump(), R"({"b":1,"a":2})");
}

TEST(Document, is_told_from_what_is_none_without_being_read) {
  for (const std::string& json :
       {std::string("{\"a\":[1,2.5e3,null,true,\"x\"]}"), std::string(" 7 "), nested(512),
        std::string("\"\\ud83d\""), std::string("[1e400,18446744073709551616]")})
    EXPECT_TRUE(is_json(json)) << json;
  for (const std::string& none : {std::string(), std::string("{"), std::string("[1,]"), std::string("{} {}"),
                                  std::string("tru"), std::string("\"\xff\""), nested(513)})
    EXPECT_FALSE(is_json(none)) << none;
}

TEST(Document, is_no_document_when_it_is_too_deep) {
  for (const std::size_t levels : {513, 100'000, 2'000'000}) {
    EXPECT_TRUE(read(nested(levels)).is_discarded()) << levels;
    EXPECT_TRUE(read_in_order(nested(levels)).is_discarded()) << levels;
    EXPECT_TRUE(read(R"({"unused":)" + nested(levels) + "}").is_discarded()) << levels;
  }
  std::string objects;
  for (int level = 0; level < 100'000; ++level) objects += R"({"a":)";
  EXPECT_TRUE(read(objects + "1" + std::string(100'000, '}')).is_discarded());
}

TEST(Document, may_have_any_number_of_brackets_side_by_side_and_within_texts) {
  std::string wide = "[[]";
  for (int one = 0; one < 2'000; ++one) wide += ",[]";
  EXPECT_EQ(read(wide + "]").size(), 2'001u);
  const std::string text = R"(\"[{\\)" + std::string(2'000, '[');
  EXPECT_TRUE(read("[\"" + text + "\"]").is_array());
  EXPECT_TRUE(is_too_deep(R"(["\\",)" + nested(513) + "]"));
}

TEST(Document, that_cannot_be_read_is_discarded) {
  for (const char* text : {"", "{", "tru", "[1,]", "{}x", "\"\xff\"", "1e999"})
    EXPECT_TRUE(read(text).is_discarded()) << text;
}

class ObjectInFile : public testing::Test {
 protected:
  ObjectInFile() { fs::create_directories(folder); }
  ~ObjectInFile() override { fs::remove_all(folder); }

  void write(const std::string& text) const { std::ofstream(file) << text; }
  std::string trouble() const {
    try {
      return read_object(file) ? "" : "absent";
    } catch (const Error& error) {
      return error.what();
    }
  }

  const fs::path folder =
      fs::path(testing::TempDir()) /
      (std::string("foreign_") + testing::UnitTest::GetInstance()->current_test_info()->name());
  const fs::path file = folder / "me.json";
};

TEST_F(ObjectInFile, is_read) {
  EXPECT_EQ(trouble(), "absent");
  write(R"({"id":"x"})");
  EXPECT_EQ(read_object(file)->dump(), R"({"id":"x"})");
}

TEST_F(ObjectInFile, is_kept_as_it_is_spelled) {
  EXPECT_EQ(read_object_text(file), std::nullopt);
  write(R"({ "n": 1.0e+2 })");
  EXPECT_EQ(read_object_text(file), R"({ "n": 1.0e+2 })");
  write("[1]");
  EXPECT_THROW((void)read_object_text(file), Error);
}

TEST_F(ObjectInFile, is_in_no_folder_no_pipe_and_no_device) {
  fs::create_directory(file);
  EXPECT_EQ(trouble(), "is no regular file");
  fs::remove(file);
  mkfifo(file.c_str(), S_IRUSR | S_IWUSR);
  EXPECT_EQ(trouble(), "is no regular file");
  fs::remove(file);
  fs::create_symlink("/dev/zero", file);
  EXPECT_EQ(trouble(), "is no regular file");
  fs::remove(file);
  fs::create_symlink(file, file);
  EXPECT_THAT(trouble(), HasSubstr("cannot be read: "));
}

TEST_F(ObjectInFile, is_short_and_one_document) {
  write("{\"x\":\"" + std::string(1 << 20, 'x') + "\"}");
  EXPECT_EQ(trouble(), "is longer than 1 MB");
  write(nested(400'000));
  EXPECT_EQ(trouble(), "is no readable JSON object");
  write("[1]");
  EXPECT_EQ(trouble(), "is no readable JSON object");
}

}  // namespace
}  // namespace locker::foreign
