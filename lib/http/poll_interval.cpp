#include "lib/http/poll_interval.hpp"

#include <charconv>
#include <cstdint>

namespace locker::http {

std::chrono::seconds poll_interval(const Response& response) {
  const auto said = response.header("X-Poll-Interval");
  std::uint32_t seconds = 0;
  if (!said || std::from_chars(said->data(), said->data() + said->size(), seconds).ec != std::errc())
    return {};
  return std::chrono::seconds(seconds);
}

}  // namespace locker::http
