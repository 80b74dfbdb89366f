#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lib/http/server/body.hpp"

namespace locker::http {

/// One request and its answer. A handler answers it once: whole with `answer`, or piece by piece with
/// `begin`, `write` and `end`. Lengths, `Date`, `Connection` and the framing are written here.
class Exchange {
 public:
  Exchange(Connection& connection, RequestHead head, bool last);

  [[nodiscard]] const RequestHead& request() const { return head_; }
  [[nodiscard]] std::string_view method() const { return head_.method; }
  /// The path in decoded form. Not for what is passed on.
  [[nodiscard]] const std::string& path() const { return path_; }
  /// The body; the first look at it answers `Expect: 100-continue`.
  Body& body();

  /// Says in between (1xx) that the request is being worked on; before the answer, and not to HTTP/1.0.
  void say_interim(int status);
  /// Headers must not name a length or coding.
  void answer(int status, std::string_view type, std::string_view body, const Headers& more = {});
  void answer(int status, const Headers& headers, std::string_view body);
  /// Begins an answer of unknown length (chunked; until the end of the connection for HTTP/1.0).
  void begin(int status, const Headers& headers);
  /// Begins an answer as another server gave it: its status and headers, framed anew for this client.
  void begin_passed_on(const ResponseHead& head, Framing framing);
  /// Throws Disconnected if the client is gone or does not take it in time.
  void write(std::string_view piece);
  void end();
  /// Sends what was begun but still waits for its first piece.
  void flush();
  /// No other request follows on this connection.
  void make_last() { close_ = true; }
  /// Breaks the connection off, so that the client sees that the answer is not whole.
  void break_off();

  [[nodiscard]] bool has_begun() const { return begun_; }
  [[nodiscard]] bool has_ended() const { return ended_; }
  [[nodiscard]] Connection& connection() { return connection_; }
  /// True if another request may follow on this connection.
  [[nodiscard]] bool finish();
  /// The status that was sent; 0: none yet.
  [[nodiscard]] int status() const { return status_; }

 private:
  void send_head(int status, std::string_view reason, const Headers& headers);
  void send(std::string_view bytes);
  Connection& connection_;
  RequestHead head_;
  std::string path_;
  Body body_;
  bool close_ = false;  ///< after this exchange
  bool continued_ = false;
  bool begun_ = false, chunked_ = false, ended_ = false, broken_ = false;
  std::string head_text_;  ///< written with the first piece
  int status_ = 0;
};

/// Parameters by name, from the query and, where wanted, a form or JSON body.
using Parameters = std::map<std::string, std::string, std::less<>>;
/// Decoded fields of a query string or a form; of a repeated one the first.
[[nodiscard]] Parameters parse_form(std::string_view text);
/// A path in decoded form. Throws BadMessage{400} for what none should hold: broken escapes, NUL, a step up.
[[nodiscard]] std::string checked_path(std::string_view raw);

}  // namespace locker::http
