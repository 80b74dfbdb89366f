#include "lib/http/server/exchange.hpp"

#include <algorithm>
#include <ctime>

#include "lib/base/hex.hpp"
#include "lib/base/percent.hpp"
#include "lib/base/time.hpp"

namespace locker::http {
namespace {

/// The unread rest of a request's body is drained after the response only up to this size.
constexpr std::size_t kMostDrained = 256 * 1024;
/// A chunk is copied, and held in memory for as long as its client accepts no data.
constexpr std::size_t kLongestChunk = 16 * 1024;

struct Phrase {
  int status;
  std::string_view text;
};
constexpr Phrase kPhrases[] = {{102, "Processing"},
                               {200, "OK"},
                               {201, "Created"},
                               {204, "No Content"},
                               {302, "Found"},
                               {303, "See Other"},
                               {400, "Bad Request"},
                               {401, "Unauthorized"},
                               {402, "Payment Required"},
                               {403, "Forbidden"},
                               {404, "Not Found"},
                               {405, "Method Not Allowed"},
                               {409, "Conflict"},
                               {413, "Content Too Large"},
                               {415, "Unsupported Media Type"},
                               {421, "Misdirected Request"},
                               {429, "Too Many Requests"},
                               {431, "Request Header Fields Too Large"},
                               {500, "Internal Server Error"},
                               {501, "Not Implemented"},
                               {502, "Bad Gateway"},
                               {503, "Service Unavailable"},
                               {504, "Gateway Timeout"},
                               {508, "Loop Detected"},
                               {505, "HTTP Version Not Supported"}};

std::string_view phrase_of(int status) {
  for (const auto& [code, text] : kPhrases)
    if (code == status) return text;
  return "Other";
}

/// RFC 9110 section 5.6.7.
std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[64];
  return {text, std::strftime(text, sizeof(text), "%a, %d %b %Y %H:%M:%S GMT", &parts)};
}

}  // namespace

std::string checked_path(std::string_view raw) {
  auto path = percent_decode(raw, false);
  if (!path) throw BadMessage(400, "the address has a broken escape");
  if (path->find('\0') != std::string::npos) throw BadMessage(400, "the address holds a NUL");
  if (has_parent_segment(*path)) throw BadMessage(400, "the address leads out of its folder");
  return *std::move(path);
}

Parameters parse_form(std::string_view text) {
  Parameters fields;
  while (!text.empty()) {
    const auto end = text.find('&');
    const std::string_view pair = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (pair.empty()) continue;
    const auto sign = pair.find('=');
    const auto name = percent_decode(pair.substr(0, sign), true);
    const auto value =
        percent_decode(sign == std::string_view::npos ? std::string_view() : pair.substr(sign + 1), true);
    if (name && value) fields.emplace(*name, *value);
  }
  return fields;
}

Exchange::Exchange(Connection& connection, RequestHead head, bool last)
    : connection_(connection),
      head_(std::move(head)),
      path_(checked_path(head_.path())),
      body_(connection, framing_of(head_)),
      close_(last || !head_.keeps_connection()) {}

Body& Exchange::body() {
  if (!continued_ && !begun_ && !body_.at_end() && head_.minor_version == 1 &&
      lists_token(head_.headers, "Expect", "100-continue"))
    connection_.write("HTTP/1.1 100 Continue\r\n\r\n");
  continued_ = true;
  return body_;
}

void Exchange::send_interim(int status) {
  if (head_.minor_version == 0 || begun_) return;
  connection_.write("HTTP/1.1 " + std::to_string(status) + " " + std::string(phrase_of(status)) + "\r\n\r\n");
}

void Exchange::send_head(int status, std::string_view reason, const Headers& headers) {
  status_ = status;
  begun_ = true;
  std::string head = "HTTP/1.1 " + std::to_string(status) + " ";
  head += reason;
  head += "\r\n";
  for (const auto& [name, value] : headers) head.append(name).append(": ").append(value).append("\r\n");
  if (!find_header(headers, "Date")) head += "Date: " + http_date() + "\r\n";
  head += close_ ? "Connection: close\r\n" : head_.minor_version == 0 ? "Connection: keep-alive\r\n" : "";
  head_text_ = head + "\r\n";
}

void Exchange::send(std::string_view bytes) {
  if (head_text_.empty()) return connection_.write(bytes);
  // The head is sent with the first piece: one packet for a small response.
  std::string both = std::exchange(head_text_, {});
  both += bytes;
  connection_.write(both);
}

void Exchange::answer(int status, std::string_view type, std::string_view body, const Headers& more) {
  Headers headers = more;
  if (!type.empty()) headers.emplace_back("Content-Type", type);
  answer(status, headers, body);
}

void Exchange::answer(int status, const Headers& headers, std::string_view body) {
  Headers all = headers;
  if (status != 204 && status != 304) all.emplace_back("Content-Length", std::to_string(body.size()));
  send_head(status, phrase_of(status), all);
  send(head_.method == "HEAD" ? std::string_view() : body);
  ended_ = true;
}

void Exchange::begin(int status, const Headers& headers) {
  Headers all = headers;
  chunked_ = head_.minor_version == 1;
  if (chunked_)
    all.emplace_back("Transfer-Encoding", "chunked");
  else
    close_ = true;
  send_head(status, phrase_of(status), all);
}

void Exchange::begin_forwarded(const ResponseHead& head, Framing framing) {
  Headers headers = head.headers;
  // A 204 has no Content-Length (RFC 9110 section 8.6), whatever the upstream server sent.
  if (head.status == 204)
    std::erase_if(headers, [](const auto& header) { return same_name(header.first, "Content-Length"); });
  const bool open_ended =
      framing.kind == Framing::Kind::chunked || framing.kind == Framing::Kind::until_close;
  chunked_ = open_ended && head_.minor_version == 1;
  if (chunked_)
    headers.emplace_back("Transfer-Encoding", "chunked");
  else if (open_ended)
    close_ = true;
  else if (framing.kind == Framing::Kind::none && head_.method != "HEAD" && head.status >= 200 &&
           head.status != 204 && head.status != 304 && !find_header(headers, "Content-Length"))
    headers.emplace_back("Content-Length", "0");
  send_head(head.status, head.reason, headers);
}

void Exchange::write(std::string_view piece) {
  if (piece.empty() || head_.method == "HEAD") return;
  if (!chunked_) return send(piece);
  for (; !piece.empty(); piece.remove_prefix(std::min(piece.size(), kLongestChunk))) {
    const std::string_view part = piece.substr(0, kLongestChunk);
    std::string chunk = hex_number(part.size()) + "\r\n";
    chunk.append(part).append("\r\n");
    send(chunk);
  }
}

void Exchange::flush() {
  if (!head_text_.empty()) send({});
}

void Exchange::end() {
  if (chunked_ && head_.method != "HEAD")
    send("0\r\n\r\n");
  else
    flush();
  ended_ = true;
}

void Exchange::break_off() {
  begun_ = broken_ = true;
  connection_.reset();
}

bool Exchange::finish() {
  if (broken_ || !ended_) return false;
  if (!body_.at_end() && (!continued_ && lists_token(head_.headers, "Expect", "100-continue"))) return false;
  try {
    return !close_ && body_.drain(kMostDrained);
  } catch (const BadMessage&) {
    return false;  // the response was sent already
  }
}

}  // namespace locker::http
