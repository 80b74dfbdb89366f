#include "lib/store/write/prepared.hpp"

#include "lib/store/searchable.hpp"

namespace locker::store {

IndexedWords words_of(std::string_view text, std::string_view name) {
  const bool as_it_is = needs_no_entry(text, name);
  return {as_it_is ? shown_words(text, name) : searchable(text, name), !as_it_is};
}

Prepared::Prepared(const Observation& what)
    : sha256(store::sha256(what.raw)),
      text(locate_text(what.raw, what.text)),
      words(words_of(what.text, what.name)) {}

}  // namespace locker::store
