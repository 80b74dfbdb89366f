#include "lib/foreign/document.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string>

#include "lib/base/error.hpp"
#include "lib/foreign/reach.hpp"

namespace locker::foreign {
namespace {

constexpr std::size_t kDeepest = 512;
constexpr std::size_t kUsualFile = 1 << 12;
constexpr std::size_t kLongestFile = 1 << 20;

template <class Json>
Json read_as(std::string_view text) {
  if (is_too_deep(text)) return Json(Json::value_t::discarded);
  Json read = Json::parse(text, nullptr, false);
  if (!read.is_discarded()) return read;
  std::string copy(text);
  replace_lone_surrogates(copy);
  return copy == text ? read : Json::parse(copy, nullptr, false);
}

[[noreturn]] void fail(const std::string& why) { throw Error(ErrorKind::malformed, why); }

/// A file opened for reading.
class File {
 public:
  /// Opens the file without waiting for a writer if it is a pipe.
  explicit File(const std::filesystem::path& path)
      : descriptor_(open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)), error_(errno) {}
  ~File() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  [[nodiscard]] bool is_absent() const { return descriptor_ < 0 && (error_ == ENOENT || error_ == ENOTDIR); }

  /// Reads the whole file, which may grow meanwhile. Throws Error{malformed} if it cannot be read, is not a
  /// regular file, or is too long.
  [[nodiscard]] std::string text() const {
    struct stat about {};
    if (descriptor_ < 0) fail(std::string("cannot be read: ") + std::strerror(error_));
    if (fstat(descriptor_, &about) != 0 || !S_ISREG(about.st_mode)) fail("is no regular file");
    std::string bytes;
    std::size_t had = 0;
    for (ssize_t got = 1; got != 0 && had <= kLongestFile; had += static_cast<std::size_t>(got)) {
      if (had == bytes.size()) bytes.resize(std::min(std::max(kUsualFile, 2 * had), kLongestFile + 1));
      if (got = read_some(bytes, had); got < 0) fail(std::string("cannot be read: ") + std::strerror(errno));
    }
    if (had > kLongestFile) fail("is longer than 1 MB");
    bytes.resize(had);
    return bytes;
  }

 private:
  [[nodiscard]] ssize_t read_some(std::string& bytes, std::size_t from) const {
    ssize_t got = 0;
    do got = ::read(descriptor_, bytes.data() + from, bytes.size() - from);
    while (got < 0 && errno == EINTR);
    return got;
  }
  const int descriptor_;
  const int error_;
};

nlohmann::ordered_json object_in(std::string_view text) {
  auto object = read_as<nlohmann::ordered_json>(text);
  if (!object.is_object()) fail("is no readable JSON object");
  return object;
}

}  // namespace

/// Recognizes strings as a parser does, as far as the text is valid JSON. Nothing reads what follows the
/// first error.
bool is_too_deep(std::string_view text) {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (in_string && c == '\\')
      ++at;
    else if (c == '"')
      in_string = !in_string;
    else if (!in_string && (c == '{' || c == '[') && ++depth > kDeepest)
      return true;
    else if (!in_string && (c == '}' || c == ']') && depth > 0)
      --depth;
  }
  return false;
}

bool is_json(std::string_view text) {
  if (is_too_deep(text)) return false;
  if (nlohmann::json::accept(text)) return true;
  std::string copy(text);
  replace_lone_surrogates(copy);
  blank_great_numbers(copy);
  return copy != text && nlohmann::json::accept(copy);
}

nlohmann::json read(std::string_view text) { return read_as<nlohmann::json>(text); }
nlohmann::ordered_json read_in_order(std::string_view text) { return read_as<nlohmann::ordered_json>(text); }

std::optional<nlohmann::ordered_json> read_object(const std::filesystem::path& path) {
  const File file(path);
  if (file.is_absent()) return std::nullopt;
  return object_in(file.text());
}

std::optional<std::string> read_object_text(const std::filesystem::path& path) {
  const File file(path);
  if (file.is_absent()) return std::nullopt;
  std::string text = file.text();
  (void)object_in(text);
  return text;
}

}  // namespace locker::foreign
