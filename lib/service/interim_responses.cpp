#include "lib/service/interim_responses.hpp"

#include "lib/http/server/connection.hpp"

namespace locker::service {

InterimResponses::InterimResponses(http::Exchange& exchange, std::chrono::milliseconds pause)
    : thread_([this, &exchange, pause](const std::stop_token& stop) {
        constexpr int kProcessing = 102;
        std::unique_lock lock(mutex_);
        try {
          while (!ended_.wait_for(lock, stop, pause, [&] { return stop.stop_requested(); }))
            exchange.send_interim(kProcessing);
        } catch (const http::Disconnected&) {
          // The client is gone; the operation continues.
        }
      }) {}

}  // namespace locker::service
