#include "lib/http/traced.hpp"

#include <mutex>

#include "lib/base/error.hpp"

namespace locker::http {
namespace {

class Traced final : public Transport {
 public:
  Traced(Transport& inner, const Clock& clock, std::function<void(std::string_view)> tell)
      : inner_(inner), clock_(clock), tell_(std::move(tell)) {}

  Response send(const Request& request, const std::stop_token& stop) override {
    const Instant began = clock_.now();
    std::string line = request.method + " " + request.url + " ";
    try {
      Response response = inner_.send(request, stop);
      line += std::to_string(response.status) + " in " + taken(began) + ", " +
              std::to_string(response.body.size()) + " bytes";
      if (const auto left = response.header("x-rate-limit-remaining"))
        line.append(", ").append(*left).append(" left");
      tell(line);
      return response;
    } catch (const Error& error) {
      tell(line + error.what() + " after " + taken(began));
      throw;
    }
  }

 private:
  void tell(std::string_view line) {
    const std::lock_guard alone(mutex_);
    tell_(line);
  }

  [[nodiscard]] std::string taken(Instant began) const {
    return std::to_string((clock_.now() - began).count()) + " ms";
  }

  Transport& inner_;
  const Clock& clock_;
  std::mutex mutex_;
  std::function<void(std::string_view)> tell_;
};

}  // namespace

std::unique_ptr<Transport> make_traced(Transport& inner, const Clock& clock,
                                       std::function<void(std::string_view)> tell) {
  return std::make_unique<Traced>(inner, clock, std::move(tell));
}

}  // namespace locker::http
