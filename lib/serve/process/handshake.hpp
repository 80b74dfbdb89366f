#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace locker::serve {

/// What a service wrote before it was ready, and what is wrong with that.
struct BadHandshake : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Finds the handshake in a service's standard output: the first complete JSON object, in any number
/// of writes, over any lines; white space may stand before it (forms, "Handshake").
class HandshakeReader {
 public:
  explicit HandshakeReader(int suggested_port) : port_(suggested_port) {}

  /// The port, once the object is complete; what came behind it is then in rest(). Throws BadHandshake
  /// for anything that cannot begin one, for broken JSON, for a port that is none, beyond 64 KB.
  std::optional<int> take(std::string_view bytes);
  [[nodiscard]] const std::string& rest() const { return rest_; }

 private:
  [[nodiscard]] std::size_t scan();
  [[nodiscard]] int read_port(std::string_view object) const;

  int port_;
  std::string text_, rest_;
  std::size_t looked_ = 0;
  int depth_ = 0;
  bool in_string_ = false, escaped_ = false;
};

}  // namespace locker::serve
