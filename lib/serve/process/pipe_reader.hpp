#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string_view>
#include <thread>

namespace locker::serve {

/// Reads all pipes from services in one thread, so that none of them ever blocks in writing.
class PipeReader {
 public:
  /// Gets what came, from the reader's thread; nothing at the end.
  using Take = std::function<void(std::string_view bytes)>;

  PipeReader();
  ~PipeReader();
  PipeReader(const PipeReader&) = delete;
  PipeReader& operator=(const PipeReader&) = delete;

  /// Takes the descriptor over, which must not block, and closes it at its end.
  void add(int descriptor, Take take);
  /// Nothing is taken any more.
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
