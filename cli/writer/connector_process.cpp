#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/commands/auth.hpp"
#include "cli/commands/serve.hpp"
#include "cli/commands/sync.hpp"
#include "cli/writer/service_access.hpp"
#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "lib/service/process.hpp"

namespace locker::cli {
namespace {

using nlohmann::json;

/// The longest time that a sync waits for its service while a client waits for the sync.
constexpr char kLongestWaitOfSync[] = "20s";

/// The context of a command run within this process: in the account's home, with its output and messages
/// captured.
class CapturedContext {
 public:
  CapturedContext(const service::Account& account, Context& around, const std::string& input = {})
      : in_(input),
        context_{.home = account.home(),
                 .connectors = around.connectors,
                 .environment = around.environment,
                 .clock = around.clock,
                 .in = in_,
                 .out = out_,
                 .err = err_,
                 .no_input = true,
                 .json = true,
                 .quiet = true,
                 .stop = around.stop} {}

  [[nodiscard]] Context& context() { return context_; }
  [[nodiscard]] std::string last_line() const {
    std::istringstream lines(out_.str());
    std::string last;
    for (std::string line; std::getline(lines, line);)
      if (!line.empty()) last = line;
    return last;
  }
  [[nodiscard]] std::string talk() const {
    std::string text = err_.str();
    while (text.ends_with('\n')) text.pop_back();
    return text;
  }

 private:
  std::istringstream in_;
  std::ostringstream out_, err_;
  Context context_;
};

/// Returns the token response that `auth --token-stdin` reads.
std::string token_answer(const auth::Token& token, Instant now) {
  json answer{{"access_token", token.access.reveal()}, {"token_type", "bearer"}};
  if (!token.refresh.empty()) answer["refresh_token"] = token.refresh.reveal();
  if (token.expires)
    answer["expires_in"] = std::chrono::duration_cast<std::chrono::seconds>(*token.expires - now).count();
  std::string scopes;
  for (const auto& scope : token.scopes.value_or(std::vector<std::string>()))
    scopes += (scopes.empty() ? "" : " ") + scope;
  if (!scopes.empty()) answer["scope"] = scopes;
  return answer.dump();
}

/// A file with the app's secret that the user typed, since the command takes it from a file. There are two
/// alternating files; the one that the previous sign-in refers to is not overwritten. The destructor removes
/// the old file if the sign-in succeeded, else the new one.
class SecretFile {
 public:
  SecretFile(const service::Account& account, const Secret& secret) {
    account.home().create_account(account.id());
    if (secret.empty()) return;
    const auto folder = std::filesystem::absolute(account.home().account(account.id()));
    path_ = folder / "client_secret";
    other_ = folder / "client_secret_2";
    if (account.me().client_secret_file == path_) std::swap(path_, other_);
    write_file_atomically(path_, Secret(secret.reveal() + "\n").reveal());
  }
  ~SecretFile() {
    std::error_code error;
    if (!path_.empty()) std::filesystem::remove(kept_ ? other_ : path_, error);
  }
  SecretFile(const SecretFile&) = delete;
  SecretFile& operator=(const SecretFile&) = delete;
  [[nodiscard]] std::string path() const { return path_.string(); }
  void keep() { kept_ = true; }

 private:
  std::filesystem::path path_, other_;
  bool kept_ = false;
};

void store_sign_in(const service::Account& account, const service::AllowedSignIn& allowed, Context& around) {
  SecretFile secret(account, allowed.client.secret);
  AuthOptions options;
  options.connector = account.connector().id;
  options.account = account.id();
  options.client_id = allowed.client.id;
  options.client_secret_file = secret.path();
  options.budget = allowed.budget;
  options.token_stdin = options.token_is_ours = true;
  CapturedContext inner(account, around, token_answer(allowed.token, account.now()));
  run_auth(options, inner.context());
  secret.keep();
}

service::SyncEnd sync(const service::Account& account, const connector::Stream& stream, Context& around) {
  SyncOptions options;
  options.accounts = {account.id()};
  options.one_account = true;
  options.only = {stream.name};
  options.max_wait = kLongestWaitOfSync;
  CapturedContext inner(account, around);
  const int code = run_sync(options, inner.context());
  return {code, inner.last_line(), inner.talk()};
}

service::SignInAddresses sign_in_addresses(const connector::Descriptor& connector, const Context& context) {
  const auto& way = connector.sign_in.authorization_code;
  return {way ? authorize_url(*way, context) : std::string(), token_endpoints(connector, context)};
}

}  // namespace

int run_connector_process(const std::string& id, Context& context) {
  const auto* connector = context.connectors.find(id);
  if (!connector) throw Error(ErrorKind::usage, "there is no connector \"" + id + "\"");
  const auto commands = [&](const service::Account& account) {
    return service::Commands{
        .store_sign_in =
            [&](const service::AllowedSignIn& allowed) { store_sign_in(account, allowed, context); },
        .sync = [&](const connector::Stream& stream) { return sync(account, stream, context); }};
  };
  service::run_process({.connector = *connector,
                        .registry = context.connectors,
                        .abilities = service::abilities_of(id),
                        .sign_in = sign_in_addresses(*connector, context),
                        .usual_home = context.home,
                        .clock = context.clock,
                        .in = context.in,
                        .out = context.out,
                        .log = context.err,
                        .stop = context.stop,
                        .commands = commands});
  return 0;
}

}  // namespace locker::cli
