#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lib/http/server/connection.hpp"
#include "lib/http/server/message_head.hpp"

namespace locker::http {

/// The body of a message, piece by piece.
class Body {
 public:
  Body(Connection& connection, Framing framing);

  /// The next piece, valid until the next call; empty at the end. Throws BadMessage for broken
  /// chunks, Disconnected if it ends too early.
  std::string_view next();
  /// What is left of it, whole. Throws BadMessage{413} beyond `most` bytes.
  std::string whole(std::size_t most);
  [[nodiscard]] bool at_end() const { return at_end_; }
  /// Reads and drops what is left; false if that is more than `most`.
  bool drain(std::size_t most);

 private:
  void begin_chunk();
  Connection& connection_;
  Framing::Kind kind_;
  std::uint64_t left_ = 0;  ///< of the body or the chunk
  std::size_t given_ = 0;   ///< of the connection's buffer, to consume at the next call
  bool first_chunk_ = true;
  bool at_end_ = false;
};

}  // namespace locker::http
