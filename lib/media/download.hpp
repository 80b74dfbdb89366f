#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>

#include "lib/http/transport.hpp"
#include "lib/http/waiter.hpp"
#include "lib/media/incoming.hpp"

namespace locker::media {

/// What became of a download.
struct Downloaded {
  enum class End {
    whole,    ///< the file is there to its last byte
    gone,     ///< the service no longer has it
    refused,  ///< it will not be had: too large, or an address that is not asked
    page,     ///< somebody answered with a page to read, as networks do before one signs in to them
    trouble,  ///< its host did not answer, or not in time
  };
  End end = End::whole;
  std::string problem;  ///< one line, where it is not whole
};

struct DownloadLimits {
  std::uint64_t most_bytes = 0;
  int redirects = 5;
  int retries = 5;
};

/// Fetches public media: no token goes along, only https is asked, or http on this machine, also after
/// a redirect. What `file` already holds is not asked for again where the host can go on from there.
/// Broken connections and 5xx are tried again after a while, from where they broke, if waiting is
/// allowed. Throws Error{interrupted} after a stop.
[[nodiscard]] Downloaded download(http::Transport& transport, http::Waiter& waiter, std::string_view address,
                                  Incoming& file, const DownloadLimits& limits, const std::stop_token& stop);

}  // namespace locker::media
