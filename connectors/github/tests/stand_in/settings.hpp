#pragma once

#include <cstdint>
#include <string>

namespace github_stand_in {

struct Settings {
  int stars = 12, repositories = 6, member_repositories = 2;
  int issues = 5;    ///< per repository; a third of them are pull requests
  int comments = 4;  ///< per repository and kind
  int commits = 7, releases = 2;
  int gists = 4, notifications = 5, events = 8, received_events = 6;
  int followers = 9, following = 7, organizations = 2, subscriptions = 4;
  int elsewhere = 6;  ///< issues in others' repositories that involve the user
  std::uint64_t seed = 1;
  std::int64_t core_limit = 5000, search_limit = 30;  ///< requests per hour and per minute
  std::string client_id = "stand-in-client";
  std::int64_t clock_offset = 0;
  int poll_interval = 0;  ///< seconds, reported for events and notifications; 0: not reported
  int port = 0;
  int max_page_size = 100;  ///< most elements of a page, whatever size is requested
  std::string api_path;     ///< prefix of the API's paths, such as /api/v3 on GitHub Enterprise Server
};

}  // namespace github_stand_in
