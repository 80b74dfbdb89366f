#include "lib/import/container.hpp"

#include <algorithm>

#include "lib/base/error.hpp"

namespace locker::imports {
namespace {

bool is_single(const std::filesystem::path& file) {
  std::string ending = file.extension().string();
  std::ranges::transform(ending, ending.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return ending == ".js" || ending == ".json";
}

}  // namespace

std::unique_ptr<Container> open_container(const std::filesystem::path& file) {
  std::error_code error;
  const auto status = std::filesystem::status(file, error);
  if (error || !std::filesystem::exists(status))
    throw Error(ErrorKind::usage, "there is no file \"" + file.string() + "\"");
  if (std::filesystem::is_directory(status)) return open_folder(file);
  return is_single(file) ? open_single_file(file) : open_zip(file);
}

bool stays_inside(std::string_view name) {
  constexpr std::string_view kSeparators = "/\\";
  if (name.empty() || kSeparators.find(name.front()) != std::string_view::npos) return false;
  if (name.size() > 1 && name[1] == ':') return false;
  for (std::size_t at = 0; at <= name.size();) {
    const auto end = std::min(name.find_first_of(kSeparators, at), name.size());
    if (name.substr(at, end - at) == "..") return false;
    at = end + 1;
  }
  return true;
}

std::string read_whole(const Container& container, std::size_t member, std::size_t most) {
  constexpr std::size_t kStep = 1 << 16;
  const auto reader = container.open(member);
  std::string bytes;
  for (;;) {
    const std::size_t before = bytes.size();
    bytes.resize(before + kStep);
    const std::size_t got = reader->read(bytes.data() + before, kStep);
    bytes.resize(before + got);
    if (got == 0) return bytes;
    if (bytes.size() > most)
      throw Error(ErrorKind::internal, std::string(container.member(member).name) + " is far too large");
  }
}

}  // namespace locker::imports
