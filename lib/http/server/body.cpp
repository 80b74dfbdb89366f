#include "lib/http/server/body.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

namespace locker::http {
namespace {

constexpr std::size_t kChunkLine = 4096, kTrailers = 64;

/// Parses hexadecimal digits, perhaps followed by a chunk extension (RFC 9112 section 7.1), which is ignored.
std::uint64_t chunk_size(std::string_view line) {
  const std::string_view digits = line.substr(0, line.find_first_of("; \t"));
  std::uint64_t size = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), size, 16);
  constexpr std::size_t kMostDigits = 15;
  if (digits.empty() || digits.size() > kMostDigits || digits.front() == '-' || error != std::errc() ||
      end != digits.data() + digits.size())
    throw BadMessage(400, "a chunk's size cannot be read");
  return size;
}

}  // namespace

Body::Body(Connection& connection, Framing framing)
    : connection_(connection),
      kind_(framing.kind),
      left_(framing.length),
      at_end_(kind_ == Framing::Kind::none) {}

void Body::begin_chunk() {
  if (!first_chunk_ && !connection_.read_line(0).empty()) throw BadMessage(400, "a chunk has no end");
  first_chunk_ = false;
  left_ = chunk_size(connection_.read_line(kChunkLine));
  if (left_ > 0) return;
  for (std::size_t trailers = 0; !connection_.read_line(kChunkLine).empty(); ++trailers)
    if (trailers == kTrailers) throw BadMessage(400, "too many trailers");
  at_end_ = true;
}

std::string_view Body::next() {
  connection_.consume(std::exchange(given_, 0));
  if (at_end_) return {};
  if (kind_ == Framing::Kind::chunked && left_ == 0) begin_chunk();
  if (kind_ == Framing::Kind::length && left_ == 0) at_end_ = true;
  if (at_end_) return {};
  std::string_view piece = connection_.peek();
  if (piece.empty()) {
    if (kind_ != Framing::Kind::until_close) throw Disconnected("the body was cut off");
    at_end_ = true;
    return {};
  }
  if (kind_ != Framing::Kind::until_close) {
    piece = piece.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(piece.size(), left_)));
    left_ -= piece.size();
    // A body that ends with this piece is at its end now, without another read from the connection.
    if (kind_ == Framing::Kind::length && left_ == 0) at_end_ = true;
  }
  given_ = piece.size();
  return piece;
}

std::string Body::whole(std::size_t most) {
  std::string all;
  if (kind_ == Framing::Kind::length && left_ > most) throw BadMessage(413, "the body is too large");
  for (auto piece = next(); !piece.empty(); piece = next()) {
    if (all.size() + piece.size() > most) throw BadMessage(413, "the body is too large");
    all += piece;
  }
  return all;
}

bool Body::drain(std::size_t most) {
  if (kind_ == Framing::Kind::length && left_ > most) return false;
  std::size_t dropped = 0;
  for (auto piece = next(); !piece.empty(); piece = next())
    if ((dropped += piece.size()) > most) return false;
  return true;
}

}  // namespace locker::http
