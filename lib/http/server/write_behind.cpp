#include "lib/http/server/write_behind.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>

#include "lib/base/error.hpp"
#include "lib/base/unnamed_file.hpp"

namespace locker::http {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& folder) {
  throw Error(
      ErrorKind::internal,
      "what a reader has not taken yet cannot be kept in " + folder.string() + ": " + std::strerror(errno),
      "check free space and permissions");
}

}  // namespace

/// A ring buffer of bytes in an unnamed file of limited size.
class WriteBehind::Ring {
 public:
  Ring(fs::path folder, std::uint64_t most) : folder_(std::move(folder)), most_(most) {}
  ~Ring() {
    if (file_ >= 0) close(file_);
  }
  Ring(const Ring&) = delete;
  Ring& operator=(const Ring&) = delete;

  [[nodiscard]] bool empty() const { return begin_ == end_; }

  /// Appends as many bytes as there is room for, and returns how many.
  std::size_t push(std::string_view bytes) {
    if (file_ < 0 && (file_ = open_unnamed_file(folder_)) < 0) fail(folder_);
    const auto room = most_ - (end_ - begin_);
    bytes = bytes.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), room)));
    const std::size_t taken = bytes.size();
    while (!bytes.empty()) {
      const auto written = pwrite(file_, bytes.data(), piece(end_, bytes.size()), place(end_));
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) fail(folder_);
      end_ += static_cast<std::uint64_t>(written);
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return taken;
  }

  /// Returns the oldest bytes.
  std::string_view front() {
    constexpr std::size_t kPiece = 64 * 1024;
    if (front_.empty()) {
      front_.resize(piece(begin_, std::min<std::uint64_t>(kPiece, end_ - begin_)));
      ssize_t got = 0;
      while ((got = pread(file_, front_.data(), front_.size(), place(begin_))) < 0 && errno == EINTR)
        continue;
      if (got <= 0) fail(folder_);
      front_.resize(static_cast<std::size_t>(got));
    }
    return front_;
  }

  /// Removes bytes from the front.
  void pop(std::size_t bytes) {
    begin_ += bytes;
    front_.erase(0, bytes);
    if (!empty()) return;
    begin_ = end_ = 0;
    [[maybe_unused]] const int cut = ftruncate(file_, 0);  // on failure the old bytes are overwritten later
  }

 private:
  [[nodiscard]] off_t place(std::uint64_t at) const { return static_cast<off_t>(at % most_); }
  /// Returns how many of these bytes are contiguous in the file from there on.
  [[nodiscard]] std::size_t piece(std::uint64_t at, std::uint64_t wanted) const {
    return static_cast<std::size_t>(std::min(wanted, most_ - at % most_));
  }

  const fs::path folder_;
  const std::uint64_t most_;
  int file_ = -1;
  std::uint64_t begin_ = 0, end_ = 0;  ///< positions in the stream since the ring was last empty
  std::string front_;                  ///< already read from the file
};

WriteBehind::WriteBehind(Connection& connection, fs::path folder, Bounds bounds)
    : connection_(connection),
      until_(std::chrono::steady_clock::now() + bounds.patience),
      kept_(std::make_unique<Ring>(std::move(folder), bounds.most)) {
  connection_.set_behind(this);
}

WriteBehind::~WriteBehind() { connection_.set_behind(nullptr); }

void WriteBehind::send_kept() {
  while (!kept_->empty()) {
    const std::size_t sent = connection_.send_some(kept_->front());
    if (sent == 0) return;
    kept_->pop(sent);
  }
}

void WriteBehind::write(std::string_view bytes) {
  for (;;) {
    send_kept();
    if (kept_->empty()) bytes.remove_prefix(connection_.send_some(bytes));
    bytes.remove_prefix(kept_->push(bytes));
    if (bytes.empty()) return;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until_ - std::chrono::steady_clock::now());
    if (left.count() <= 0 || !connection_.wait_writable(left))
      throw Disconnected("far too little was taken in time", Disconnected::Cause::timeout);
  }
}

void WriteBehind::finish() {
  for (send_kept(); !kept_->empty(); send_kept()) connection_.await_writable();
}

}  // namespace locker::http
