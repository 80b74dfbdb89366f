#include "lib/http/prefetching.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "lib/base/error.hpp"

namespace locker::http {
namespace {

constexpr std::size_t kMostKept = 4 << 20;  // bytes
/// Limit for the responses that wait to be taken, together with the received parts of pending ones and the
/// expected size of those to come.
constexpr std::size_t kMostWaiting = 8 << 20;

/// Requests with equal keys have the same response.
std::string key_of(const Request& request) {
  std::string key = request.method + " " + request.url;
  for (const auto& [name, value] : request.headers) key.append("\n").append(name).append(": ").append(value);
  return key;
}

struct Expected {
  Request request;
  std::shared_ptr<std::atomic<std::int64_t>> sends = std::make_shared<std::atomic<std::int64_t>>(0);
  enum class State { queued, under_way, done } state = State::queued;
  Response response;
  std::exception_ptr error;
  std::size_t coming = 0;  ///< bytes of the pending response
  bool is_wanted = false;  ///< a caller waits for it, or it was dropped: it is completed regardless of the
                           ///< limit
};

class Threads final : public PrefetchingTransport {
 public:
  Threads(Transport& inner, const Clock& clock, int at_once)
      : inner_(inner), clock_(clock), at_once_(at_once) {}

  ~Threads() override {
    stop_.request_stop();
    changed_.notify_all();
  }

  bool prefetch(const Request& request, std::size_t most) override {
    if (at_once_ < 2) return false;
    const std::lock_guard alone(mutex_);
    const std::string key = key_of(request);
    if (expected_.contains(key) || kept_.contains(key)) return true;
    if (expected_.size() >= most) return false;
    auto expected = std::make_shared<Expected>();
    expected->request = request;
    expected->request.sends = expected->sends;
    expected->request.make_room = [this, one = expected.get()](std::size_t bytes) {
      return make_room(*one, bytes);
    };
    expected_.emplace(key, expected);
    queue_.push_back(std::move(expected));
    if (threads_.size() < static_cast<std::size_t>(at_once_)) threads_.emplace_back([this] { work(); });
    changed_.notify_all();
    return true;
  }

  void keep(const Request& request, Response response) override {
    const std::lock_guard alone(mutex_);
    if (kept_bytes_ + response.body.size() > kMostKept) return;
    const auto [kept, added] = kept_.try_emplace(key_of(request), std::move(response));
    if (added) kept_bytes_ += kept->second.body.size();
  }

  void invalidate() override {
    const std::lock_guard alone(mutex_);
    for (const auto& [key, expected] : expected_) expected->is_wanted = true;
    changed_.notify_all();
    expected_.clear();
    queue_.clear();
    kept_.clear();
    kept_bytes_ = 0;
  }

  Response send(const Request& request, const std::stop_token& stop) override {
    if (auto kept = take_kept(request)) return std::move(*kept);
    const auto expected = take(request);
    if (!expected) return send_now(request, stop);
    {
      std::unique_lock lock(mutex_);
      if (!changed_.wait(lock, stop, [&] { return expected->state == Expected::State::done; }))
        throw Error(ErrorKind::interrupted, "interrupted");
    }
    if (request.sends) *request.sends += *expected->sends;
    // Moved out, so that the exception is destroyed on the thread that saw it.
    if (expected->error) std::rethrow_exception(std::exchange(expected->error, nullptr));
    return std::move(expected->response);
  }

 private:
  using Shared = std::shared_ptr<Expected>;

  /// Decrements the count of requests in progress.
  class UnderWay {
   public:
    explicit UnderWay(Threads& threads) : threads_(threads) {}
    ~UnderWay() {
      const std::lock_guard alone(threads_.mutex_);
      --threads_.under_way_;
      threads_.changed_.notify_all();
    }
    UnderWay(const UnderWay&) = delete;
    UnderWay& operator=(const UnderWay&) = delete;

   private:
    Threads& threads_;
  };

  /// Sends at once, ahead of all prefetched requests, when a slot is free.
  Response send_now(const Request& request, const std::stop_token& stop) {
    {
      std::unique_lock lock(mutex_);
      ++waiting_callers_;
      const bool has_room =
          changed_.wait(lock, stop, [this] { return under_way_ - paused_transfers_ < at_once_; });
      --waiting_callers_;
      if (!has_room) throw Error(ErrorKind::interrupted, "interrupted");
      ++under_way_;
    }
    const UnderWay until_sent(*this);
    Response response = inner_.send(request, stop);
    const std::lock_guard alone(mutex_);
    note_size(response);
    return response;
  }

  std::optional<Response> take_kept(const Request& request) {
    const std::lock_guard alone(mutex_);
    const auto found = kept_.find(key_of(request));
    if (found == kept_.end()) return std::nullopt;
    kept_bytes_ -= found->second.body.size();
    return std::move(kept_.extract(found).mapped());
  }

  /// Returns null if the request was not prefetched, or is still queued: it is then dequeued, and the caller
  /// sends it.
  Shared take(const Request& request) {
    const std::lock_guard alone(mutex_);
    const auto found = expected_.find(key_of(request));
    if (found == expected_.end()) return nullptr;
    Shared expected = found->second;
    expected_.erase(found);
    expected->is_wanted = true;
    changed_.notify_all();
    if (expected->state != Expected::State::queued) return expected;
    std::erase(queue_, expected);
    return nullptr;
  }

  void work() {
    while (const Shared expected = next()) {
      const UnderWay until_sent(*this);
      try {
        const Instant sent = clock_.now();
        expected->response = inner_.send(expected->request, stop_.get_token());
        expected->response.sent = sent;
      } catch (...) {
        expected->error = std::current_exception();
      }
      const std::lock_guard alone(mutex_);
      expected->state = Expected::State::done;
      expected->coming = 0;
      note_size(expected->response);
      changed_.notify_all();
    }
  }

  /// The next response is assumed to be about as large as the largest recent one.
  void note_size(const Response& response) {
    likely_bytes_ = std::max(response.body.capacity(), likely_bytes_ - likely_bytes_ / 8);
  }

  /// Returns the bytes of responses that nobody has taken yet, complete or not.
  [[nodiscard]] std::size_t waiting_bytes() const {
    std::size_t waiting = 0;
    for (const auto& [key, expected] : expected_)
      waiting +=
          expected->state == Expected::State::done ? expected->response.body.capacity() : expected->coming;
    return waiting;
  }

  /// Pauses a response that is larger than expected, until earlier ones have been taken or it is wanted
  /// itself.
  bool make_room(Expected& one, std::size_t bytes) {
    std::unique_lock lock(mutex_);
    one.coming = bytes;
    const auto has_room = [&] {
      const std::size_t waiting = waiting_bytes();
      return one.is_wanted || waiting <= kMostWaiting || waiting == one.coming;
    };
    if (has_room()) return true;
    ++paused_transfers_;
    changed_.notify_all();
    const bool goes_on = changed_.wait(lock, stop_.get_token(), has_room);
    --paused_transfers_;
    return goes_on;
  }

  /// True if another request may be sent; always if it is the only one, however large its response.
  [[nodiscard]] bool has_memory() const {
    const std::size_t waiting = waiting_bytes();
    const auto coming = static_cast<std::size_t>(under_way_ + 1) * likely_bytes_;
    return (waiting == 0 && under_way_ == 0) || waiting + coming <= kMostWaiting;
  }

  Shared next() {
    std::unique_lock lock(mutex_);
    const auto may_send = [this] {
      return !queue_.empty() && waiting_callers_ == 0 && under_way_ < at_once_ && has_memory();
    };
    if (!changed_.wait(lock, stop_.get_token(), may_send)) return nullptr;
    ++under_way_;
    Shared expected = queue_.front();
    queue_.pop_front();
    expected->state = Expected::State::under_way;
    return expected;
  }

  Transport& inner_;
  const Clock& clock_;
  const int at_once_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::map<std::string, Shared, std::less<>> expected_;
  std::deque<Shared> queue_;
  std::map<std::string, Response, std::less<>> kept_;
  std::size_t kept_bytes_ = 0;
  std::size_t likely_bytes_ = 0;  ///< expected size of the next response
  int under_way_ = 0;
  int paused_transfers_ = 0;  ///< paused responses among them
  int waiting_callers_ = 0;   ///< callers with a request that was not prefetched, waiting for a slot
  std::stop_source stop_;
  std::vector<std::jthread> threads_;
};

}  // namespace

std::unique_ptr<PrefetchingTransport> make_prefetching(Transport& inner, const Clock& clock, int at_once) {
  return std::make_unique<Threads>(inner, clock, at_once);
}

}  // namespace locker::http
