#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "cli/commands/serve.hpp"
#include "lib/auth/pkce.hpp"
#include "lib/base/secret.hpp"
#include "lib/http/server/exchange.hpp"
#include "lib/serve/state/manifests.hpp"

namespace locker::cli {

/// What core writes to a connector's standard input (design 8, step 3).
struct ProcessInfo {
  int port = 0;  ///< a suggestion
  std::string working_directory;
  std::string locker_url;  ///< with this process's capability
  std::string base;        ///< as a browser knows core
  std::string account;
};

/// A compiled-in connector under core: the data API always, the sign-in endpoints only before sign-in,
/// the sync endpoints only after it, each without a restart. What an endpoint does is what the command
/// line does.
class ConnectorProcess {
 public:
  ConnectorProcess(const connector::Connector& connector, ProcessInfo info, Context& context,
                   RunLine run_line);

  /// Answers one request.
  void handle(http::Exchange& exchange);
  /// Asks core for the first call of each stream that is to be read regularly.
  void auth_complete();

 private:
  [[nodiscard]] bool is_signed_in() const;
  [[nodiscard]] std::string uri(const std::string& path) const;
  [[nodiscard]] bool is_paid_without_budget(const connector::Stream& stream) const;
  [[nodiscard]] const connector::Stream* stream_at(const std::string& path) const;
  bool answer_data(http::Exchange& exchange);
  bool answer_sign_in(http::Exchange& exchange);
  bool answer_sync(http::Exchange& exchange);

  void front(http::Exchange& exchange);
  void current(http::Exchange& exchange, const std::string& what);
  void record(http::Exchange& exchange, const std::string& reference);
  void all_contacts(http::Exchange& exchange);
  void sign_in_form(http::Exchange& exchange, const std::string& trouble);
  void save_auth(http::Exchange& exchange);
  void come_back(http::Exchange& exchange);
  void sync(http::Exchange& exchange, const connector::Stream& stream);
  void run_line(const std::vector<std::string>& words, std::ostream& out) const;
  void call_again(const std::string& path, std::chrono::milliseconds in);

  /// What a person began: good once, for the code that comes back.
  struct Begun {
    std::string client_id, secret_file, budget, redirect_uri;
    auth::Pkce pkce;
  };

  const connector::Connector& connector_;
  const ProcessInfo info_;
  Context& context_;
  const RunLine run_line_;
  std::mutex sync_mutex_;  ///< one stream after the other
  std::mutex begun_mutex_;
  std::map<std::string, Begun> begun_;  ///< by state
};

}  // namespace locker::cli
