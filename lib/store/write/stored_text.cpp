#include "lib/store/write/stored_text.hpp"

#include <cstring>

namespace locker::store {
namespace {

/// Shorter texts take no more space than a position. exchange_records.cpp has the same number.
constexpr std::size_t kLeast = 16;

}  // namespace

StoredText locate_text(std::string_view raw, std::string_view text) {
  // memmem() reads few of the bytes, find() stops at each possible first byte.
  const void* found =
      text.size() < kLeast ? nullptr : memmem(raw.data(), raw.size(), text.data(), text.size());
  if (!found) return {};
  const auto before = static_cast<const char*>(found) - raw.data();
  return {before + 1, static_cast<std::int64_t>(text.size())};
}

}  // namespace locker::store
