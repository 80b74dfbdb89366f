#include "lib/serve/body_reader.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "lib/base/error.hpp"
#include "lib/base/unnamed_file.hpp"

namespace locker::serve {
namespace {

constexpr std::size_t kSmall = 64 * 1024, kLargest = 16 * 1024 * 1024;
constexpr int kSmallAtOnce = 16;
constexpr std::chrono::minutes kLongestWaitForBody{2};

/// A large body, stored in a file until it is processed.
class KeptBody {
 public:
  explicit KeptBody(const std::filesystem::path& folder) : folder_(folder), file_(open_unnamed_file(folder)) {
    if (file_ < 0) fail();
  }
  ~KeptBody() { close(file_); }
  KeptBody(const KeptBody&) = delete;
  KeptBody& operator=(const KeptBody&) = delete;

  void append(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto written = pwrite(file_, bytes.data(), bytes.size(), static_cast<off_t>(size_));
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) fail();
      size_ += static_cast<std::size_t>(written);
      bytes.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  [[nodiscard]] std::string whole() const {
    std::string all(size_, '\0');
    for (std::size_t had = 0; had < size_;) {
      const auto got = pread(file_, all.data() + had, size_ - had, static_cast<off_t>(had));
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) fail();
      had += static_cast<std::size_t>(got);
    }
    return all;
  }

  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  [[noreturn]] void fail() const {
    throw Error(ErrorKind::internal,
                "a large body cannot be kept in " + folder_.string() + ": " + std::strerror(errno),
                "check free space and permissions");
  }
  const std::filesystem::path& folder_;
  const int file_;
  std::size_t size_ = 0;
};

FairSemaphore::Permit turn_in(FairSemaphore& semaphore) {
  auto turn = semaphore.take({}, kLongestWaitForBody);
  if (!turn) throw http::BadMessage(503, "too many large bodies at once");
  return std::move(*turn);
}

/// Reads up to the limit of a small body, and returns what was read; the whole body if it is smaller.
std::string beginning_of(http::Body& body) {
  std::string bytes;
  for (auto piece = body.next(); !piece.empty(); piece = body.next())
    if ((bytes += piece).size() > kSmall) break;
  return bytes;
}

}  // namespace

BodyReader::BodyReader(std::filesystem::path folder)
    : folder_(std::move(folder)), small_(kSmallAtOnce, kSmallAtOnce), large_(1, 1) {}

BodyReader::Read BodyReader::read(http::Exchange& exchange) {
  const auto framing = http::framing_of(exchange.request());
  if (framing.kind == http::Framing::Kind::length && framing.length > kLargest)
    throw http::BadMessage(413, "the body is too large");
  http::Body& body = exchange.body();
  std::string beginning = beginning_of(body);
  if (beginning.size() <= kSmall) {
    if (beginning.empty()) return {};
    return {std::move(beginning), turn_in(small_)};
  }
  KeptBody kept(folder_);
  kept.append(beginning);
  for (auto piece = body.next(); !piece.empty(); piece = body.next()) {
    if (kept.size() + piece.size() > kLargest) throw http::BadMessage(413, "the body is too large");
    kept.append(piece);
  }
  auto turn = turn_in(large_);
  return {kept.whole(), std::move(turn)};
}

}  // namespace locker::serve
