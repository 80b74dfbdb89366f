#pragma once

#include <array>
#include <functional>
#include <istream>
#include <stop_token>
#include <streambuf>

namespace locker::cli {

/// Standard input that does not delay a stop: a blocked read throws Error{interrupted} through whatever reads
/// from the stream.
class StandardInput : private std::streambuf {
 public:
  StandardInput(int descriptor, std::stop_token stop);
  ~StandardInput() override;
  StandardInput(const StandardInput&) = delete;
  StandardInput& operator=(const StandardInput&) = delete;

  [[nodiscard]] std::istream& stream() { return stream_; }

 private:
  /// Wakes the waiting thread; callable from any thread.
  class Wake {
   public:
    Wake();
    ~Wake();
    Wake(const Wake&) = delete;
    Wake& operator=(const Wake&) = delete;
    void operator()() const;
    [[nodiscard]] int descriptor() const { return descriptor_; }

   private:
    int descriptor_;
  };

  int underflow() override;
  void wait() const;

  int descriptor_;
  std::stop_token stop_;
  Wake wake_;
  std::stop_callback<std::function<void()>> when_stopped_;
  std::array<char, 4096> buffer_;
  std::istream stream_;
};

}  // namespace locker::cli
