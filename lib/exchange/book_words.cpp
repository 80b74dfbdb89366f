#include "lib/exchange/book.hpp"

/// The wording of the pages, common to all formats.
namespace locker::exchange {

bool is_silent(const Entry& entry) {
  const auto& row = entry.row;
  return row.type.starts_with("status/") && row.text.empty() && row.media.empty();
}

const char* answer_word(const Entry& entry) {
  return entry.row.type.starts_with("event/") ? "a reaction" : "an answer";
}

std::string title_of_index(const std::vector<Owned>& accounts) {
  const bool is_ones = accounts.size() == 1 && !accounts.front().who.empty();
  return is_ones ? "The archive of " + accounts.front().who : "Your archive";
}

std::string in_words(const Owned& owned) {
  std::string words = owned.who;
  if (!owned.oldest || !owned.newest) return words;
  if (!words.empty()) words += ", ";
  return words + format_rfc3339(*owned.oldest).substr(0, 10) + " to " +
         format_rfc3339(*owned.newest).substr(0, 10);
}

}  // namespace locker::exchange
