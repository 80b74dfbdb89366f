#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lib/http/server/body.hpp"

namespace locker::http {

/// One request and its response. A handler responds once: with `answer`, or in pieces with `begin`, `write`
/// and `end`. This class writes the lengths, `Date`, `Connection` and the framing.
class Exchange {
 public:
  Exchange(Connection& connection, RequestHead head, bool last);

  [[nodiscard]] const RequestHead& request() const { return head_; }
  [[nodiscard]] std::string_view method() const { return head_.method; }
  /// Returns the decoded path. To be forwarded, use the raw target instead.
  [[nodiscard]] const std::string& path() const { return path_; }
  /// Returns the body; the first call answers `Expect: 100-continue`.
  Body& body();

  /// Sends an interim response (1xx). Only before the response; HTTP/1.0 clients are sent none.
  void send_interim(int status);
  /// Sends a complete response. `more` must not contain a length or a transfer coding.
  void answer(int status, std::string_view type, std::string_view body, const Headers& more = {});
  void answer(int status, const Headers& headers, std::string_view body);
  /// Begins a response of unknown length: chunked, or for HTTP/1.0 until the connection closes.
  void begin(int status, const Headers& headers);
  /// Begins a response received from another server, with its status and headers, framed anew for this
  /// client.
  void begin_forwarded(const ResponseHead& head, Framing framing);
  /// Writes a piece of the body. Throws Disconnected if the client is gone or does not accept it in time.
  void write(std::string_view piece);
  void end();
  /// Sends a head that still waits for the first piece of the body.
  void flush();
  /// Closes the connection after this exchange.
  void make_last() { close_ = true; }
  /// Aborts the connection, so that the client can tell that the response is truncated.
  void break_off();

  [[nodiscard]] bool has_begun() const { return begun_; }
  [[nodiscard]] bool has_ended() const { return ended_; }
  [[nodiscard]] Connection& connection() { return connection_; }
  /// Ends the exchange; true if another request may follow on this connection.
  [[nodiscard]] bool finish();
  /// Returns the status that was sent; 0: none yet.
  [[nodiscard]] int status() const { return status_; }

 private:
  void send_head(int status, std::string_view reason, const Headers& headers);
  void send(std::string_view bytes);
  Connection& connection_;
  RequestHead head_;
  std::string path_;
  Body body_;
  bool close_ = false;  ///< closes the connection after this exchange
  bool continued_ = false;
  bool begun_ = false, chunked_ = false, ended_ = false, broken_ = false;
  std::string head_text_;  ///< sent with the first piece
  int status_ = 0;
};

/// Parameters by name, from the query and, where a route allows it, a form or JSON body.
using Parameters = std::map<std::string, std::string, std::less<>>;
/// Returns the decoded fields of a query string or a form; of a repeated field the first.
[[nodiscard]] Parameters parse_form(std::string_view text);
/// Returns the decoded path. Throws BadMessage{400} for a broken escape, NUL or a `..` segment.
[[nodiscard]] std::string checked_path(std::string_view raw);

}  // namespace locker::http
