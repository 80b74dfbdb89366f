#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string_view>
#include <thread>

namespace locker::serve {

/// Reads all services' output pipes on one thread, so that no service blocks while writing.
class PipeReader {
 public:
  /// Receives the output, on the reader's thread; empty at the end.
  using Take = std::function<void(std::string_view bytes)>;

  PipeReader();
  ~PipeReader();
  PipeReader(const PipeReader&) = delete;
  PipeReader& operator=(const PipeReader&) = delete;

  /// Takes ownership of the descriptor, which must be non-blocking, and closes it at its end.
  void add(int descriptor, Take take);
  /// Stops the callbacks.
  void stop();

 private:
  void run(const std::stop_token& stop);
  void read_from(int descriptor);

  int epoll_ = -1, wake_ = -1;
  std::mutex mutex_;
  std::map<int, Take> takers_;
  std::jthread thread_;
};

}  // namespace locker::serve
