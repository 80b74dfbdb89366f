#include "lib/store/text_matcher.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include "lib/base/error.hpp"
#include "lib/store/searchable.hpp"
#include "lib/store/sql.hpp"

namespace locker::store {
namespace {

SQLite::Database memory_with_schema() {
  SQLite::Database memory(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  memory.exec(sql::schema);
  return memory;
}

}  // namespace

struct TextMatcher::State {
  SQLite::Database memory = memory_with_schema();
  SQLite::Statement put{memory, "INSERT OR REPLACE INTO search(rowid, text) VALUES (1, ?)"};
  SQLite::Statement find{memory, "SELECT 1 FROM search WHERE search MATCH ?"};
  std::string match;
};

TextMatcher::TextMatcher(std::string match) try : state_(std::make_unique<State>()) {
  state_->match = std::move(match);
  state_->find.bindNoCopy(1, state_->match);
  state_->find.executeStep();
  state_->find.reset();
} catch (const SQLite::Exception& error) {
  throw Error(ErrorKind::usage, std::string("the search cannot be read: ") + error.what(),
              "quote words that are meant literally");
}

TextMatcher::~TextMatcher() = default;

bool TextMatcher::matches(std::string_view text, std::string_view name) {
  state_->put.reset();
  state_->put.bind(1, searchable(text, name));
  state_->put.exec();
  state_->find.reset();
  state_->find.bindNoCopy(1, state_->match);
  const bool found = state_->find.executeStep();
  state_->find.reset();
  return found;
}

}  // namespace locker::store
