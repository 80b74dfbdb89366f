#include "lib/import/account.hpp"

#include <algorithm>

#include "lib/base/error.hpp"
#include "lib/base/reserved.hpp"

namespace locker::imports {
namespace {

[[noreturn]] void belongs_to_another(const store::Account& account, const Owner& owner) {
  throw Error(ErrorKind::usage,
              "account \"" + account.name + "\" is @" + account.handle + "'s, and this archive is @" +
                  owner.handle + "'s",
              "use --account NAME for a second account");
}

/// Returns the stored accounts of the service, and the one named like the connector if it has only signed in
/// so far.
std::vector<store::Account> known_accounts(const Tools& tools) {
  std::vector<store::Account> known;
  if (tools.home.exists()) {
    store::Writer writer(tools.home, tools.registry);
    known = writer.accounts(tools.facts.id);
  }
  for (const auto& name : tools.home.accounts()) {
    const bool stored = std::ranges::find(known, name, &store::Account::name) != known.end();
    if (!stored && name == tools.facts.id) known.push_back({.name = name, .connector = tools.facts.id});
  }
  return known;
}

const store::Account* named(const std::vector<store::Account>& known, std::string_view name) {
  const auto found = std::ranges::find(known, name, &store::Account::name);
  return found == known.end() ? nullptr : &*found;
}

/// Returns the account of a file that does not identify its owner.
store::Account existing_account(const std::vector<store::Account>& known, const Request& request,
                                const Tools& tools) {
  const std::string& wanted = request.account;
  if (const auto* account = named(known, wanted.empty() ? tools.facts.id : wanted)) return *account;
  if (wanted.empty() && known.size() == 1) return known.front();
  throw Error(ErrorKind::usage,
              wanted.empty() ? "nothing in it tells whose it is, and there is no account of " +
                                   tools.facts.title + " that is meant"
                             : "nothing in it tells whose it is, and there is no account \"" + wanted + "\"",
              "import the whole archive, or name an account that exists with --account");
}

store::Account new_account(const std::string& name, const Tools& tools) {
  refuse_reserved_id(name);
  if (!is_account_id(name))
    throw Error(ErrorKind::usage, "\"" + name + "\" is no name of an account",
                "use small letters, digits, - and _");
  return {.name = name, .connector = tools.facts.id};
}

store::Account account_of_owner(const Owner& owner, const std::vector<store::Account>& known,
                                const Request& request, const Tools& tools) {
  if (request.account.empty()) {
    const auto bound = std::ranges::find(known, owner.id, &store::Account::user_id);
    if (bound != known.end()) return *bound;
  }
  const std::string& name = request.account.empty() ? tools.facts.id : request.account;
  const auto* account = named(known, name);
  if (!account) return new_account(name, tools);
  if (!account->user_id.empty() && account->user_id != owner.id) belongs_to_another(*account, owner);
  return *account;
}

}  // namespace

store::Account account_for(const Request& request, const Owner& owner, const Tools& tools) {
  const auto known = known_accounts(tools);
  return owner.id.empty() ? existing_account(known, request, tools)
                          : account_of_owner(owner, known, request, tools);
}

store::Account prepared(const store::Account& account, const Owner& owner, Instant told,
                        store::Writer& writer, const Tools& tools) {
  const store::Account made =
      writer.ensure_account(account.name, tools.facts.id, tools.facts.default_budget, tools.clock.now());
  if (made.connector != tools.facts.id)
    throw Error(ErrorKind::usage, "account \"" + made.name + "\" is one of " + made.connector,
                "name another with --account");
  const bool is_news =
      made.user_id.empty() || (!owner.handle.empty() && told >= writer.handle_reported_at(account.name));
  if (!owner.id.empty() && is_news) writer.bind_account(account.name, owner.id, owner.handle);
  return writer.account(account.name).value();
}

}  // namespace locker::imports
