#include "lib/http/curl_transport.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <mutex>
#include <vector>

#include "lib/base/error.hpp"
#include "lib/base/trim.hpp"
#include "lib/http/address.hpp"

namespace locker::http {
namespace {

/// A header list for libcurl, wiped on destruction: one of the lines contains the token.
class HeaderList {
 public:
  HeaderList() = default;
  ~HeaderList() {
    for (curl_slist* line = lines_; line; line = line->next) explicit_bzero(line->data, strlen(line->data));
    curl_slist_free_all(lines_);
  }
  HeaderList(const HeaderList&) = delete;
  HeaderList& operator=(const HeaderList&) = delete;

  void add(const std::string& line) {
    if (curl_slist* longer = curl_slist_append(lines_, line.c_str())) lines_ = longer;
  }
  [[nodiscard]] curl_slist* get() const { return lines_; }

 private:
  curl_slist* lines_ = nullptr;
};

/// The target of the callbacks of one transfer.
struct Transfer {
  Response response;
  const TakeBody* take_body = nullptr;  ///< null: into the response
  bool refused = false;                 ///< `take_body` ended the transfer
  const MakeRoom* make_room = nullptr;  ///< null: unlimited
  const std::stop_token* stop = nullptr;
  std::size_t most_bytes = 0;
  bool too_large = false;
};

constexpr std::size_t kLarge = 1 << 20;

/// Reserves space for the announced length: a string that grows by itself takes twice its size, and three
/// times that while it grows.
void make_room(Response& response, std::size_t most) {
  const auto reported = response.header("Content-Length");
  std::size_t length = 0;
  if (reported && std::from_chars(reported->data(), reported->data() + reported->size(), length).ec == std::errc())
    response.body.reserve(std::min(length, most));
}

/// Releases excess capacity, if that is worth a copy.
void fit(std::string& body) {
  if (body.capacity() - body.size() > kLarge) body.shrink_to_fit();
}

std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* context) {
  auto& transfer = *static_cast<Transfer*>(context);
  if (transfer.take_body) {
    transfer.refused = !(*transfer.take_body)(transfer.response, {bytes, size * count});
    return transfer.refused ? 0 : size * count;
  }
  if (transfer.response.body.size() + size * count > transfer.most_bytes) {
    transfer.too_large = true;
    return 0;
  }
  if (transfer.make_room && !(*transfer.make_room)(transfer.response.body.size() + size * count)) return 0;
  if (transfer.response.body.empty()) make_room(transfer.response, transfer.most_bytes);
  transfer.response.body.append(bytes, size * count);
  return size * count;
}

std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* context) {
  Response& response = static_cast<Transfer*>(context)->response;
  auto& headers = response.headers;
  const std::string_view line(bytes, size * count);
  if (line.starts_with("HTTP/")) {
    headers.clear();  // discards those of a 100 Continue or of a proxy's own response
    const auto space = line.find(' ');
    if (space != std::string_view::npos)
      std::from_chars(line.data() + space + 1, line.data() + line.size(), response.status);
  }
  if (const auto colon = line.find(':'); colon != std::string_view::npos)
    headers.emplace_back(line.substr(0, colon), trimmed(line.substr(colon + 1)));
  return size * count;
}

int keep_going(void* context, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Transfer*>(context)->stop->stop_requested() ? 1 : 0;
}

/// Sends one request at a time, and keeps its connections open for reuse.
class Channel {
 public:
  Channel() : easy_(curl_easy_init()), multi_(curl_multi_init()) {
    if (!easy_ || !multi_) throw Error(ErrorKind::internal, "libcurl could not be set up");
  }
  ~Channel() {
    curl_easy_cleanup(easy_);
    curl_multi_cleanup(multi_);
  }
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;

  Response send(const Request& request, const CurlOptions& options, const std::stop_token& stop) {
    Transfer transfer;
    transfer.stop = &stop;
    transfer.most_bytes = options.most_bytes;
    HeaderList headers;
    prepare(request, options, headers, transfer);
    const CURLcode result = run(stop);
    if (stop.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
    if (result != CURLE_OK && !transfer.refused) fail(result, request, transfer);
    long status = 0;
    curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
    transfer.response.status = static_cast<int>(status);
    char* redirect = nullptr;
    if (curl_easy_getinfo(easy_, CURLINFO_REDIRECT_URL, &redirect) == CURLE_OK && redirect)
      transfer.response.redirect_to = redirect;
    fit(transfer.response.body);
    return std::move(transfer.response);
  }

 private:
  void prepare(const Request& request, const CurlOptions& options, HeaderList& headers, Transfer& transfer) {
    curl_easy_reset(easy_);  // does not close its connections
    for (const auto& [name, value] : request.headers) headers.add(name + ": " + value);
    if (!request.authorization.empty())
      headers.add(Secret("Authorization: " + request.authorization.reveal()).reveal());
    headers.add("Expect:");
    set(CURLOPT_URL, request.url.c_str());
    set(CURLOPT_HTTPHEADER, headers.get());
    set(CURLOPT_USERAGENT, options.user_agent.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_FOLLOWLOCATION, 0L);
    if (request.make_room) transfer.make_room = &request.make_room;
    if (request.take_body)
      transfer.take_body = &request.take_body;
    else
      set(CURLOPT_ACCEPT_ENCODING, "");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_TCP_NODELAY, 1L);
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
    set(CURLOPT_LOW_SPEED_LIMIT, 1L);
    set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(options.stall_timeout.count() / 1000));
    // A proxy from the environment is for other hosts; this machine is contacted directly.
    if (const auto address = parse_address(request.url); address && is_loopback(address->host))
      set(CURLOPT_PROXY, "");
    set(CURLOPT_WRITEFUNCTION, &take_body);
    set(CURLOPT_WRITEDATA, &transfer);
    set(CURLOPT_HEADERFUNCTION, &take_header);
    set(CURLOPT_HEADERDATA, &transfer);
    set(CURLOPT_NOPROGRESS, 0L);
    set(CURLOPT_XFERINFOFUNCTION, &keep_going);
    set(CURLOPT_XFERINFODATA, &transfer);
    if (request.method == "GET") return;
    set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
    // On a reused connection libcurl resends a request that got no response; a form may be valid only once.
    set(CURLOPT_FRESH_CONNECT, 1L);
    set(CURLOPT_POSTFIELDS, request.body.data());
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  }

  template <class Value>
  void set(CURLoption option, Value value) {
    curl_easy_setopt(easy_, option, value);
  }

  /// Uses the multi interface, whose wait ends soon after a stop request even if nothing is transferred.
  CURLcode run(const std::stop_token& stop) {
    constexpr int kPollMs = 200;
    curl_multi_add_handle(multi_, easy_);
    CURLcode result = CURLE_OK;
    for (int running = 1; running > 0 && !stop.stop_requested();) {
      const std::stop_callback wake(stop, [this] { curl_multi_wakeup(multi_); });
      if (curl_multi_perform(multi_, &running) != CURLM_OK) result = CURLE_FAILED_INIT;
      if (running > 0) curl_multi_poll(multi_, nullptr, 0, kPollMs, nullptr);
    }
    int left = 0;
    while (CURLMsg* message = curl_multi_info_read(multi_, &left))
      if (message->msg == CURLMSG_DONE) result = message->data.result;
    curl_multi_remove_handle(multi_, easy_);
    return result;
  }

  [[noreturn]] void fail(CURLcode result, const Request& request, const Transfer& transfer) const {
    const auto address = parse_address(request.url);
    const std::string host = address ? address->host : std::string("the service");
    if (transfer.too_large)
      throw Error(ErrorKind::malformed,
                  host + ": the answer is larger than " + std::to_string(transfer.most_bytes >> 20) + " MB");
    const bool cut =
        result == CURLE_PARTIAL_FILE || result == CURLE_RECV_ERROR || result == CURLE_GOT_NOTHING;
    throw Error(
        ErrorKind::network,
        host + ": " +
            (cut ? "the connection broke after " + std::to_string(transfer.response.body.size()) + " bytes"
                 : curl_easy_strerror(result)),
        "run it again; it goes on where it stopped");
  }

  CURL* easy_ = nullptr;
  CURLM* multi_ = nullptr;
};

class CurlTransport final : public Transport {
 public:
  explicit CurlTransport(CurlOptions options) : options_(std::move(options)) {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  }

  Response send(const Request& request, const std::stop_token& stop) override {
    auto channel = take();
    Response response = channel->send(request, options_, stop);
    give_back(std::move(channel));
    return response;
  }

 private:
  /// Returns the most recently used channel: its connections are the freshest.
  std::unique_ptr<Channel> take() {
    const std::lock_guard alone(mutex_);
    if (idle_.empty()) return std::make_unique<Channel>();
    auto channel = std::move(idle_.back());
    idle_.pop_back();
    return channel;
  }
  void give_back(std::unique_ptr<Channel> channel) {
    const std::lock_guard alone(mutex_);
    idle_.push_back(std::move(channel));
  }

  const CurlOptions options_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Channel>> idle_;
};

}  // namespace

std::unique_ptr<Transport> make_curl_transport(CurlOptions options) {
  return std::make_unique<CurlTransport>(std::move(options));
}

}  // namespace locker::http
