#pragma once

#include <ostream>

#include "lib/serve/core.hpp"
#include "lib/serve/fair_semaphore.hpp"
#include "lib/serve/request.hpp"
#include "lib/serve/state/schedule.hpp"
#include "lib/serve/state/services.hpp"

namespace locker::serve {

/// `/query`, `/history`, `/status`, `/connectors`: what the commands of those names give, with their
/// options as parameters (design 8). Answers of any size are streamed.
class ArchiveApi {
 public:
  struct Parts {
    const Home& home;
    const Services& services;
    const Schedule& schedule;
    const Supervisor& supervisor;
  };
  /// On a stop what runs is ended.
  ArchiveApi(RunLine run_line, Parts parts, std::stop_token stop);

  void query(Request& request);
  void history(Request& request);
  void status(Request& request);
  void connectors(Request& request);

  /// What `/status` says, for the page as well.
  [[nodiscard]] Object status_object() const;
  /// The rows of a query, an array.
  [[nodiscard]] Object rows(const std::vector<std::string>& words) const;

 private:
  void stream(Request& request, const std::string& command);
  void stream_statement(Request& request, const std::vector<std::string>& line, const std::string& type);
  void run(const std::vector<std::string>& words, std::ostream& out) const;
  void answer(Request& request, const std::vector<std::string>& line, const std::string& type,
              const std::stop_token& stop) const;
  const RunLine run_line_;
  const Parts parts_;
  const std::stop_token stop_;
  FairSemaphore statements_, statements_of_services_;  ///< under way
};

/// A command line of parameters: `since=7d` is `--since=7d`. Throws Error{usage} for one that the
/// command does not have, or that is not for others to give.
[[nodiscard]] std::vector<std::string> command_line(const std::string& command,
                                                    const http::Parameters& parameters);

/// Names of the parameters of `/query` or `/history`; none for other commands.
[[nodiscard]] std::vector<std::string> parameters_of(std::string_view command);

}  // namespace locker::serve
