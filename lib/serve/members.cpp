#include "lib/serve/members.hpp"

#include <algorithm>

#include "lib/json/page.hpp"
#include "lib/store/fields.hpp"

namespace locker::serve {
namespace {

/// Returns the name that equals the key, which may contain escapes; null if there is none.
const std::string_view* name_of(std::string_view key, std::span<const std::string_view> names) {
  constexpr std::size_t kLongest = 256;  // greater than any requested name, even if fully escaped
  std::string unescaped;
  if (key.size() <= kLongest && key.find('\\') != std::string_view::npos)
    key = unescaped = text_of("\"" + std::string(key) + "\"").value_or(std::string());
  const auto found = std::ranges::find(names, key);
  return found == names.end() ? nullptr : &*found;
}

}  // namespace

Members members(std::string_view object, std::span<const std::string_view> names) {
  Members found;
  store::each_field(object, [&](const store::Field& field) {
    if (const auto* name = name_of(field.key, names)) found.insert_or_assign(*name, field.value);
  });
  return found;
}

std::optional<std::string> text_of(std::string_view spelled) {
  if (!spelled.starts_with('"')) return std::nullopt;
  const json::Page page(spelled);
  const auto text = page.root().string();
  return text ? std::optional(std::string(*text)) : std::nullopt;
}

}  // namespace locker::serve
