#pragma once

#include <SQLiteCpp/SQLiteCpp.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "lib/store/write/verify.hpp"
#include "tests/unit/support/store_fixture.hpp"

namespace locker::test {

inline std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Returns the bytes of all files except SQLite's shared memory, to which readers write too.
inline std::string all_bytes(const std::filesystem::path& folder) {
  std::string bytes;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder))
    if (file.is_regular_file() && !file.path().native().ends_with("-shm")) bytes += bytes_of(file.path());
  return bytes;
}

/// Two notes, one of which was updated.
class CareFixture : public StoreFixture {
 protected:
  CareFixture() {
    page("notes", 1,
         {note("1", R"({"id":"1","text":"keepsake apple"})", "keepsake apple"),
          note("2", R"({"id":"2","text":"xylophone secret"})", "xylophone secret")});
    later();
    page("notes", 1, {note("2", R"({"id":"2","text":"zeppelin secret"})", "zeppelin secret")});
  }
  std::vector<std::string> problems() {
    return store::verify(store::Database::open_for_writing(home), {}).problems;
  }
  void damage(const std::string& sql) {
    SQLite::Database database(home.database().string(), SQLite::OPEN_READWRITE);
    database.exec(sql);
  }
};

}  // namespace locker::test
