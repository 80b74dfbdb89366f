#include "lib/media/incoming.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <vector>

#include "lib/base/atomic_file.hpp"
#include "lib/base/file_error.hpp"
#include "lib/base/hex.hpp"
#include "lib/media/hasher.hpp"

namespace locker::media {
namespace {

namespace fs = std::filesystem;

constexpr mode_t kPrivateFolder = 0700, kPrivateFile = 0600;
constexpr char kFresh[] = "file.";

void make_folder(const fs::path& folder) {
  if (mkdir(folder.c_str(), kPrivateFolder) == 0 || errno == EEXIST) return;
  if (errno != ENOENT) throw_file_error(folder, "made", errno);
  make_folder(folder.parent_path());
  if (mkdir(folder.c_str(), kPrivateFolder) != 0 && errno != EEXIST) throw_file_error(folder, "made", errno);
}

}  // namespace

struct Incoming::State {
  State(fs::path file, int opened, bool stays)
      : path(std::move(file)), descriptor(opened), resumable(stays) {}
  ~State() {
    if (descriptor >= 0) close(descriptor);
    if ((!resumable || size == 0) && !path.empty()) unlink(path.c_str());
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  /// Adds the content left by an earlier run to the hash and the size.
  void take_what_is_there() {
    char buffer[1 << 16];
    ssize_t got = 0;
    while ((got = read(descriptor, buffer, sizeof buffer)) > 0) {
      hasher.add({buffer, static_cast<std::size_t>(got)});
      size += static_cast<std::uint64_t>(got);
    }
    if (got < 0) throw_file_error(path, "read", errno);
  }

  fs::path path;
  int descriptor;
  bool resumable;
  std::uint64_t size = 0;
  Hasher hasher;
};

Incoming::Incoming(std::unique_ptr<State> state) : state_(std::move(state)) {}
Incoming::Incoming(Incoming&&) noexcept = default;
Incoming& Incoming::operator=(Incoming&&) noexcept = default;
Incoming::~Incoming() = default;

Incoming Incoming::fresh(const fs::path& media_folder) {
  const fs::path folder = media_folder / kIncomingFolder;
  make_folder(folder);
  std::string name = (folder / (std::string(kFresh) + "XXXXXX")).string();
  const int descriptor = mkostemp(name.data(), O_CLOEXEC);  // mode 0600
  if (descriptor < 0) throw_file_error(name, "written", errno);
  return Incoming(std::make_unique<State>(name, descriptor, false));
}

Incoming Incoming::resumed(const fs::path& media_folder, std::string_view what) {
  const fs::path folder = media_folder / kIncomingFolder;
  make_folder(folder);
  const fs::path path = folder / to_hex(store::sha256(what));
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, kPrivateFile);
  if (descriptor < 0) throw_file_error(path, "written", errno);
  auto state = std::make_unique<State>(path, descriptor, true);
  state->take_what_is_there();
  return Incoming(std::move(state));
}

void Incoming::remove_left_over(const fs::path& media_folder) {
  std::error_code none;
  std::vector<fs::path> left;
  for (const auto& entry : fs::directory_iterator(media_folder / kIncomingFolder, none))
    if (entry.path().filename().string().starts_with(kFresh)) left.push_back(entry.path());
  for (const auto& file : left) fs::remove(file, none);
}

void Incoming::append(std::string_view bytes) {
  state_->hasher.add(bytes);
  state_->size += bytes.size();
  while (!bytes.empty()) {
    const ssize_t written = ::write(state_->descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) throw_file_error(state_->path, "written", errno);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

std::uint64_t Incoming::size() const { return state_->size; }

void Incoming::restart() {
  if (ftruncate(state_->descriptor, 0) != 0 || lseek(state_->descriptor, 0, SEEK_SET) != 0)
    throw_file_error(state_->path, "written", errno);
  state_->hasher.restart();
  state_->size = 0;
}

store::Digest Incoming::digest() { return state_->hasher.finish(); }

void Incoming::move_to(const fs::path& target) {
  make_folder(target.parent_path());
  if (fsync(state_->descriptor) != 0) throw_file_error(state_->path, "written", errno);
  if (rename(state_->path.c_str(), target.c_str()) != 0) throw_file_error(target, "written", errno);
  state_->path.clear();
  sync_folder(target.parent_path());
}

void Incoming::discard() {
  if (!state_->path.empty()) unlink(state_->path.c_str());
  state_->path.clear();
}

}  // namespace locker::media
