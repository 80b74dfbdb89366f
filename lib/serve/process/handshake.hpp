#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace locker::serve {

/// An invalid handshake, with the reason.
struct BadHandshake : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Parses the handshake in a service's standard output: the first complete JSON object, in any number of
/// writes and lines, optionally preceded by white space (forms, "Handshake").
class HandshakeReader {
 public:
  /// `core_port` cannot be the service's: core would forward requests to itself. 0: unknown.
  explicit HandshakeReader(int suggested_port, int core_port = 0)
      : port_(suggested_port), core_port_(core_port) {}

  /// Returns the port once the object is complete; further output is then in rest(). Throws BadHandshake if
  /// the output cannot begin an object, for malformed JSON, an invalid port, or more than 64 KB.
  std::optional<int> take(std::string_view bytes);
  [[nodiscard]] const std::string& rest() const { return rest_; }

 private:
  [[nodiscard]] std::size_t scan();
  [[nodiscard]] int read_port(std::string_view object) const;

  const int port_, core_port_;
  std::string text_, rest_;
  std::size_t looked_ = 0;
  int depth_ = 0;
  bool in_string_ = false, escaped_ = false;
};

}  // namespace locker::serve
