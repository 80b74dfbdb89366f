#include "lib/store/write/kept_text.hpp"

#include <cstdint>
#include <cstring>

#include "lib/store/write/statements.hpp"

namespace locker::store {
namespace {

/// Shorter ones take no more room than their place would. exchange.cpp has the same number.
constexpr std::size_t kLeast = 16;

constexpr std::size_t kTogether = sizeof(std::uint64_t);

/// True if the next bytes are a character each.
bool are_ascii(const char* bytes) {
  std::uint64_t together = 0;
  std::memcpy(&together, bytes, kTogether);
  return (together & 0x8080808080808080) == 0;
}

/// As SQLite's substr() counts them, whatever the bytes.
std::int64_t characters(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  std::int64_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) {
    for (; at + kTogether < text.size() && are_ascii(text.data() + at); at += kTogether) count += kTogether;
    if (byte(at++) >= 0xc0)
      while (at < text.size() && (byte(at) & 0xc0) == 0x80) ++at;
  }
  return count;
}

}  // namespace

KeptText keep_text(std::string_view raw, std::string_view text) {
  // memmem() looks at few of the bytes, find() stops at each that may begin it.
  const void* found =
      text.size() < kLeast ? nullptr : memmem(raw.data(), raw.size(), text.data(), text.size());
  if (!found) return {or_null(text), {}, {}};
  const auto before = static_cast<std::size_t>(static_cast<const char*>(found) - raw.data());
  return {{}, characters(raw.substr(0, before)) + 1, characters(text)};
}

}  // namespace locker::store
