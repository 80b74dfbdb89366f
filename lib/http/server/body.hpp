#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "lib/http/server/connection.hpp"
#include "lib/http/server/message_head.hpp"

namespace locker::http {

/// The body of a message, read in pieces.
class Body {
 public:
  Body(Connection& connection, Framing framing);

  /// Returns the next piece, valid until the next call; empty at the end. Throws BadMessage for malformed
  /// chunks, Disconnected if the body is truncated.
  std::string_view next();
  /// Returns the rest of the body. Throws BadMessage{413} beyond `most` bytes.
  std::string whole(std::size_t most);
  [[nodiscard]] bool at_end() const { return at_end_; }
  /// Reads and discards the rest; false if that is more than `most` bytes.
  bool drain(std::size_t most);

 private:
  void begin_chunk();
  Connection& connection_;
  Framing::Kind kind_;
  std::uint64_t left_ = 0;  ///< bytes left in the body or the chunk
  std::size_t given_ = 0;   ///< bytes of the connection's buffer in the last piece; consumed by the next call
  bool first_chunk_ = true;
  bool at_end_ = false;
};

}  // namespace locker::http
