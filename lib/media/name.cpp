#include "lib/media/name.hpp"

#include <algorithm>

namespace locker::media {
namespace {

constexpr std::size_t kLongestId = 80;
constexpr std::size_t kLongestExtension = 5;

bool is_lower_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Replaces all characters that a file system may not accept, or that could form a path.
std::string plain(std::string_view id) {
  std::string text(id.substr(0, kLongestId));
  for (char& c : text)
    if (!is_lower_alphanumeric(lower(c)) && c != '-') c = '_';
  return text.empty() ? "_" : text;
}

}  // namespace

std::string browsable_name(const std::optional<Instant>& time, std::string_view record_id, int place,
                           std::string_view extension) {
  std::string folder = "undated/";
  if (time) {
    const std::string day = format_rfc3339(*time).substr(0, 10);
    folder = day.substr(0, 4) + "/" + day + "_";
  }
  return folder + plain(record_id) + "_" + std::to_string(place) + std::string(extension);
}

std::string numbered_name(std::string_view name, int number) {
  const auto dot = name.rfind('.');
  const auto stem = name.substr(0, dot);
  return std::string(stem) + "-" + std::to_string(number) +
         std::string(dot == std::string_view::npos ? std::string_view() : name.substr(dot));
}

std::string extension_of(std::string_view name, std::string_view kind) {
  name = name.substr(0, name.find_first_of("?#"));
  if (const auto host = name.find("://"); host != std::string_view::npos)
    name.remove_prefix(std::min(name.find('/', host + 3), name.size()));
  if (const auto slash = name.rfind('/'); slash != std::string_view::npos) name.remove_prefix(slash + 1);
  const auto dot = name.rfind('.');
  std::string extension(dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1));
  std::ranges::transform(extension, extension.begin(), lower);
  const bool told = !extension.empty() && extension.size() <= kLongestExtension &&
                    std::ranges::all_of(extension, is_lower_alphanumeric);
  if (told) return "." + extension;
  if (kind == "photo") return ".jpg";
  return kind == "video" || kind == "animated_gif" ? ".mp4" : ".bin";
}

}  // namespace locker::media
