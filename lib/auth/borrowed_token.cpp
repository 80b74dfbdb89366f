#include "lib/auth/borrowed_token.hpp"

#include <filesystem>

#include "lib/auth/printed_line.hpp"
#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "lib/base/replace.hpp"

namespace locker::auth {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kPatience{10};
constexpr char kHost[] = "{host}";

std::vector<std::string> command_for(const connector::BorrowedToken& from, const std::string& host) {
  std::vector<std::string> words = from.command;
  for (auto& word : words) word = replaced(std::move(word), kHost, host);
  return words;
}

/// Returns the path of the program's file; empty if the environment does not determine it.
fs::path file_of(const connector::BorrowedToken& from, const Environment& environment) {
  if (const auto folder = environment.get(from.folder_variable))
    return fs::path(*folder) / fs::path(from.file).filename();
  if (const auto folder = environment.get("XDG_CONFIG_HOME")) return fs::path(*folder) / from.file;
  if (const auto folder = environment.get("HOME")) return fs::path(*folder) / ".config" / from.file;
  return {};
}

std::optional<Secret> from_file(const fs::path& file, const connector::BorrowedToken& from,
                                const std::string& host) {
  if (file.empty()) return std::nullopt;
  const auto text = read_file(file);
  if (!text) return std::nullopt;
  auto token = from.token_in(*text, host);
  if (!token || token->empty()) return std::nullopt;
  return Secret(std::move(*token));
}

}  // namespace

Secret borrow_token(const connector::BorrowedToken& from, const std::string& host,
                    const Environment& environment, const std::stop_token& stop) {
  if (auto token = printed_line(command_for(from, host), kPatience, stop)) return std::move(*token);
  const fs::path file = file_of(from, environment);
  if (auto token = from_file(file, from, host)) return std::move(*token);
  throw Error(ErrorKind::sign_in,
              from.program + " has no token for " + host + " (neither \"" + from.command.front() +
                  "\" printed one, nor is one in " + file.string() + ")",
              "sign in to " + from.program + " first, or leave out --from-" + from.program);
}

}  // namespace locker::auth
