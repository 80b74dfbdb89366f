#include "lib/http/metered.hpp"

namespace locker::http {
namespace {

class Metered final : public Transport {
 public:
  Metered(Transport& inner, RequestMeter& meter) : inner_(inner), meter_(meter) {}
  Response send(const Request& request, const std::stop_token& stop) override {
    ++meter_.sent;
    if (request.sends) ++*request.sends;
    return inner_.send(request, stop);
  }

 private:
  Transport& inner_;
  RequestMeter& meter_;
};

}  // namespace

std::unique_ptr<Transport> make_metered(Transport& inner, RequestMeter& meter) {
  return std::make_unique<Metered>(inner, meter);
}

}  // namespace locker::http
