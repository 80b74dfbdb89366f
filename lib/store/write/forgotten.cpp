#include "lib/store/write/forgotten.hpp"

namespace locker::store {
namespace {

/// Precedes the number of the walk in a row that states which walk first met a listed id. All other rows
/// contain a whole digest.
constexpr std::size_t kListedPrefix = 16;

std::string big_endian(std::int64_t number) {
  std::string bytes(8, '\0');
  for (std::size_t i = bytes.size(); i-- > 0; number >>= 8) bytes[i] = static_cast<char>(number & 0xff);
  return bytes;
}

std::int64_t from_big_endian(std::string_view bytes) {
  std::int64_t number = 0;
  for (const char byte : bytes) number = (number << 8) | static_cast<unsigned char>(byte);
  return number;
}

std::string prefix_of(const Salted& salted, const Forgotten::Listed& listed) {
  const Digest digest = salted.digest({listed.account, listed.stream, listed.type, listed.key});
  return {reinterpret_cast<const char*>(digest.data()), kListedPrefix};
}

}  // namespace

Forgotten::Forgotten(WriteContext& context) : context_(context), salted_(context) {
  any_ = context.statement.number("SELECT 1 FROM forgotten LIMIT 1").has_value();
}

Digest Forgotten::digest(std::string_view account, std::string_view type, std::string_view key) const {
  return salted_.digest({account, type, key});
}

bool Forgotten::contains(std::string_view account, std::string_view type, std::string_view key) const {
  return any_ &&
         context_.statement.number("SELECT 1 FROM forgotten WHERE digest = ?", digest(account, type, key));
}

void Forgotten::add(std::string_view account, std::string_view type, std::string_view key) {
  any_ = true;
  context_.statement.run("INSERT OR IGNORE INTO forgotten(digest) VALUES (?)", digest(account, type, key));
}

std::optional<std::int64_t> Forgotten::first_walk(const Listed& listed) const {
  const std::string first = prefix_of(salted_, listed) + big_endian(0);
  const std::string last = first.substr(0, kListedPrefix) + big_endian(INT64_MAX);
  auto& row = context_.statement("SELECT digest FROM forgotten WHERE digest BETWEEN ? AND ?");
  Statements::bind_all(row, Blob{first}, Blob{last});
  std::optional<std::int64_t> walk;
  if (row.step()) walk = from_big_endian(row.bytes(0).substr(kListedPrefix));
  row.reset();
  return walk;
}

void Forgotten::keep_first_walk(const Listed& listed, std::int64_t walk) {
  const std::string first = prefix_of(salted_, listed) + big_endian(0);
  const std::string last = first.substr(0, kListedPrefix) + big_endian(INT64_MAX);
  const std::string kept = first.substr(0, kListedPrefix) + big_endian(walk);
  context_.statement.run("DELETE FROM forgotten WHERE digest BETWEEN ? AND ?", Blob{first}, Blob{last});
  context_.statement.run("INSERT INTO forgotten(digest) VALUES (?)", Blob{kept});
}

}  // namespace locker::store
