#include "lib/media/check.hpp"

#include <cstring>
#include <fstream>

#include "lib/base/error.hpp"
#include "lib/media/hasher.hpp"
#include "lib/store/write/media.hpp"

namespace locker::media {
namespace {

/// Returns what is wrong with a file; empty if nothing is.
std::string trouble(const std::filesystem::path& path, const store::ListedFile& file,
                    const std::stop_token& stop) {
  std::error_code missing;
  const auto size = std::filesystem::file_size(path, missing);
  if (missing) return "is missing";
  if (static_cast<std::int64_t>(size) != file.size) return "has another size than what was kept";
  std::ifstream stream(path, std::ios::binary);
  std::string buffer(1 << 16, '\0');
  Hasher hasher;
  while (stream.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || stream.gcount() > 0) {
    if (stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
    hasher.add(std::string_view(buffer).substr(0, static_cast<std::size_t>(stream.gcount())));
  }
  const store::Digest digest = hasher.finish();
  const bool same = file.sha256.size() == digest.size() &&
                    std::memcmp(file.sha256.data(), digest.data(), digest.size()) == 0;
  return same ? "" : "is not what was kept";
}

}  // namespace

Checked check_files(const store::Database& database, const std::stop_token& stop) {
  Checked checked;
  store::list_files(database, [&](const store::ListedFile& file) {
    const auto path = database.home().account(file.account) / "media" / file.path;
    ++checked.files;
    checked.bytes += file.size;
    if (const std::string what = trouble(path, file, stop); !what.empty())
      checked.problems.push_back("the file " + path.string() + " of " +
                                 (file.shown_by.empty() ? "no record" : file.shown_by) + " " + what);
  });
  return checked;
}

}  // namespace locker::media
