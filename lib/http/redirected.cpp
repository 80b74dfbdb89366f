#include "lib/http/redirected.hpp"

#include "lib/http/address.hpp"

namespace locker::http {
namespace {

constexpr int kMostHops = 5;

bool is_redirect(const Response& response) {
  return response.status == 301 || response.status == 302 || response.status == 307 || response.status == 308;
}

class Redirected final : public Transport {
 public:
  explicit Redirected(Transport& inner) : inner_(inner) {}

  Response send(const Request& request, const std::stop_token& stop) override {
    Response response = inner_.send(request, stop);
    Request next = request;
    for (int hops = 0; hops < kMostHops && request.method == "GET" && is_redirect(response); ++hops) {
      const auto location = response.header("Location");
      const auto target = location ? resolved(*location, next.url) : std::nullopt;
      if (!target || !same_origin(*target, request.url)) break;
      next.url = *target;
      response = inner_.send(next, stop);
    }
    return response;
  }

 private:
  Transport& inner_;
};

}  // namespace

std::unique_ptr<Transport> make_redirected(Transport& inner) { return std::make_unique<Redirected>(inner); }

}  // namespace locker::http
