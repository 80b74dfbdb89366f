#include "lib/media/download.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "lib/base/error.hpp"
#include "lib/base/trim.hpp"
#include "lib/http/address.hpp"
#include "lib/http/date.hpp"
#include "lib/http/status.hpp"

namespace locker::media {
namespace {

constexpr int kOk = 200, kPartial = 206, kNotFound = 404, kGone = 410, kRangeNotSatisfiable = 416,
              kServerTrouble = 500;

bool is_redirect(int status) { return status >= 300 && status < 400 && status != 304; }

bool may_be_asked(std::string_view address) {
  const auto parts = http::parse_address(address);
  return parts && (parts->scheme == "https" || http::is_loopback(parts->host));
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

/// The parsed `bytes 100-199/200`: the beginning of the part, and the total length.
struct Piece {
  std::optional<std::uint64_t> begin, whole;
};

Piece piece_of(const http::Response& response) {
  const auto header = response.header("Content-Range");
  Piece piece;
  if (!header || !header->starts_with("bytes ")) return piece;
  const std::string_view range = header->substr(6);
  const auto slash = range.find('/');
  if (slash == std::string_view::npos) return piece;
  piece.begin = number(range.substr(0, range.find('-')));
  piece.whole = number(range.substr(slash + 1));
  return piece;
}

bool begins_like(std::string_view text, std::string_view begin) {
  return http::same_name(text.substr(0, begin.size()), begin);
}

/// Text is never the requested medium, whatever the URL looks like.
bool is_page(const http::Response& head, std::string_view begin) {
  const std::string_view type = head.header("Content-Type").value_or("");
  for (const char* text : {"text/", "application/json", "application/xhtml", "application/xml"})
    if (begins_like(type, text)) return true;
  begin = trimmed(begin);
  return begins_like(begin, "<!doctype html") || begins_like(begin, "<html");
}

class Download {
 public:
  Download(http::Transport& transport, http::Waiter& waiter, Incoming& file, const DownloadLimits& limits,
           const std::stop_token& stop)
      : transport_(transport), waiter_(waiter), file_(file), limits_(limits), stop_(stop) {}

  Downloaded run(std::string address) {
    int hops = 0;
    for (int attempt = 0;;) {
      if (!may_be_asked(address))
        return refused("its address is not asked: neither https nor on this machine");
      std::optional<http::Response> response;
      try {
        response = ask(address);
      } catch (const Error& error) {
        if (error.kind() != ErrorKind::network) throw;
        if (!may_try_again(attempt++, error.what(), ErrorKind::network)) return trouble(error.what());
        continue;
      }
      if (is_redirect(response->status)) {
        if (++hops > limits_.redirects) return refused("it is redirected without end");
        address = response->redirect_to;
      } else if (is_trouble(response->status)) {
        const std::string reason =
            http::host_of(address).value_or("the host") + " answered " + std::to_string(response->status);
        const auto cause =
            response->status == http::kTooManyRequests ? ErrorKind::rate_limit : ErrorKind::network;
        if (!may_try_again(attempt++, reason, cause, http::retry_after(*response, waiter_.now())))
          return trouble(reason);
      } else if (auto end = ended(*response)) {
        return *end;
      }
    }
  }

 private:
  http::Response ask(const std::string& address) {
    http::Request request{.url = address};
    request.anonymous = true;
    if (file_.size() > 0)
      request.headers.emplace_back("Range", "bytes=" + std::to_string(file_.size()) + "-");
    too_large_ = is_page_ = has_begun_ = false;
    request.take_body = [&](const http::Response& head, std::string_view bytes) {
      return take(head, bytes, !std::exchange(has_begun_, true));
    };
    return transport_.send(request, stop_);
  }

  /// Appends a piece of a body. A host that does not resume where requested sends everything.
  bool take(const http::Response& head, std::string_view bytes, bool first) {
    if (head.status != kOk && head.status != kPartial)
      return true;  // the body of an error response is
                    // discarded
    is_page_ = first && is_page(head, bytes);
    if (is_page_) return false;
    if (first && head.status == kOk) file_.restart();
    if (first && head.status == kPartial && piece_of(head).begin != file_.size()) return false;
    too_large_ = file_.size() + bytes.size() > limits_.most_bytes;
    if (!too_large_) file_.append(bytes);
    return !too_large_;
  }

  /// Returns the result; absent: another request is needed.
  std::optional<Downloaded> ended(const http::Response& response) {
    if (is_page_)
      return Downloaded{
          Downloaded::End::page,
          "its host answered with a page in place of the file (does this network ask to be signed in to?)"};
    if (too_large_) return refused("it is larger than " + std::to_string(limits_.most_bytes >> 20) + " MB");
    switch (response.status) {
      case kOk:
        if (!has_begun_) file_.restart();
        return Downloaded{};
      case kPartial:
      case kRangeNotSatisfiable:
        // If the total length equals what is stored, the file is complete; else it is downloaded from the
        // beginning.
        if (piece_of(response).whole == file_.size()) return Downloaded{};
        if (file_.size() == 0 || ++has_restarted_ > std::max(limits_.retries, 1))
          return refused("its host answers with pieces that were not asked for");
        file_.restart();
        return std::nullopt;
      case kNotFound:
      case kGone:
        return Downloaded{Downloaded::End::gone, "it is gone (" + std::to_string(response.status) + ")"};
      default:
        return refused("its host answered " + std::to_string(response.status));
    }
  }

  static bool is_trouble(int status) { return status >= kServerTrouble || status == http::kTooManyRequests; }

  static Downloaded refused(std::string why) { return {Downloaded::End::refused, std::move(why)}; }
  static Downloaded trouble(std::string why) { return {Downloaded::End::trouble, std::move(why)}; }

  /// Waits before a retry; false if there were enough, or if waiting is not allowed.
  bool may_try_again(int attempt, const std::string& reason, ErrorKind cause,
                     std::optional<std::chrono::milliseconds> asked = std::nullopt) {
    if (attempt >= limits_.retries) return false;
    const std::chrono::milliseconds span = std::chrono::seconds(1 << std::min(attempt, 5));
    try {
      waiter_.wait_until(waiter_.now() + std::max(span, asked.value_or(span)), reason, cause, stop_);
      return true;
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::interrupted) throw;
      return false;
    }
  }

  http::Transport& transport_;
  http::Waiter& waiter_;
  Incoming& file_;
  const DownloadLimits& limits_;
  const std::stop_token& stop_;
  bool too_large_ = false, is_page_ = false, has_begun_ = false;  ///< of the current response
  int has_restarted_ = 0;
};

}  // namespace

Downloaded download(http::Transport& transport, http::Waiter& waiter, std::string_view address,
                    Incoming& file, const DownloadLimits& limits, const std::stop_token& stop) {
  return Download(transport, waiter, file, limits, stop).run(std::string(address));
}

}  // namespace locker::media
