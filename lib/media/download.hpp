#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>

#include "lib/http/transport.hpp"
#include "lib/http/waiter.hpp"
#include "lib/media/incoming.hpp"

namespace locker::media {

/// The result of a download.
struct Downloaded {
  enum class End {
    whole,    ///< the file is complete
    gone,     ///< the service no longer has it
    refused,  ///< permanently refused: too large, or a URL that must not be requested
    page,     ///< an HTML page came instead, as from a captive portal
    trouble,  ///< the host did not respond, or not in time
  };
  End end = End::whole;
  std::string problem;  ///< one line; empty if complete
};

struct DownloadLimits {
  std::uint64_t most_bytes = 0;
  int redirects = 5;
  int retries = 5;
};

/// Downloads public media, without a token and only by https, or http on this machine, redirects included.
/// Resumes after what `file` already holds, if the host supports it. Broken connections and 5xx are retried
/// from where they broke, if waiting is allowed. Throws Error{interrupted} after a stop request.
[[nodiscard]] Downloaded download(http::Transport& transport, http::Waiter& waiter, std::string_view address,
                                  Incoming& file, const DownloadLimits& limits, const std::stop_token& stop);

}  // namespace locker::media
