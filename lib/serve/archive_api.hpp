#pragma once

#include <ostream>

#include "lib/serve/core.hpp"
#include "lib/serve/fair_semaphore.hpp"
#include "lib/serve/request.hpp"
#include "lib/serve/state/schedule.hpp"
#include "lib/serve/state/services.hpp"

namespace locker::serve {

/// `/query`, `/history`, `/status` and `/connectors`: the output of the commands of the same names, with
/// their options as parameters (design 8). Responses are streamed, whatever their size.
class ArchiveApi {
 public:
  struct Parts {
    const Home& home;
    const Services& services;
    const Schedule& schedule;
    const Supervisor& supervisor;
  };
  /// A stop request ends the commands that are running.
  ArchiveApi(RunLine run_line, Parts parts, std::stop_token stop);

  void query(Request& request);
  void history(Request& request);
  void status(Request& request);
  void connectors(Request& request);

  /// Returns the content of `/status`; also used for the overview page.
  [[nodiscard]] Object status_object() const;
  /// Returns the rows of a query as an array.
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
  FairSemaphore statements_, statements_of_services_;  ///< limits on those running at once
};

/// Converts parameters to a command line: `since=7d` becomes `--since=7d`. Throws Error{usage} for a
/// parameter that the command does not have, or that clients may not set.
[[nodiscard]] std::vector<std::string> command_line(const std::string& command,
                                                    const http::Parameters& parameters);

/// Returns the names of the parameters of `/query` or `/history`; empty for other commands.
[[nodiscard]] std::vector<std::string> parameters_of(std::string_view command);

}  // namespace locker::serve
