#include "lib/store/write/version_compressor.hpp"

namespace locker::store {
namespace {

/// Versions compressed per call: some milliseconds.
constexpr int kCompressedAtOnce = 32;
/// The most records that a dictionary is trained from: a tenth of a second.
constexpr int kSamples = 400;
constexpr std::size_t kSampleBytes = 1 << 20;

using Rows = std::vector<std::pair<std::int64_t, std::string>>;  ///< version id, bytes

Rows read_rows(Scan& row) {
  Rows rows;
  while (row.step()) rows.emplace_back(row.number(0), row.text(1));
  row.reset();
  return rows;
}

}  // namespace

void VersionCompressor::put_away(std::int64_t version, const TypeRow& type) {
  context_.statement.run("UPDATE version SET newest = 0 WHERE id = ?", version);
  if (!renew_some()) (void)compress_some(type.id);
}

bool VersionCompressor::compress_some(std::int64_t type) {
  const auto& dictionary = dictionary_of(type);
  if (!dictionary) return false;
  auto& waiting = context_.statement(
      "SELECT id, raw FROM version WHERE newest = 0 AND dictionary IS NULL"
      " AND shape IN (SELECT id FROM shape WHERE type = ?) LIMIT ?");
  Statements::bind_all(waiting, type, kCompressedAtOnce);
  const Rows rows = read_rows(waiting);
  for (const auto& [version, raw] : rows) keep(version, raw, *dictionary);
  return !rows.empty();
}

void VersionCompressor::keep(std::int64_t version, const std::string& raw, const Known& dictionary) {
  context_.statement.run(
      "UPDATE version SET told = text, text_from = NULL, text_size = NULL, raw = ?, dictionary = ? WHERE id "
      "= "
      "?",
      Blob{dictionary.second.compress(raw)}, dictionary.first, version);
}

std::optional<VersionCompressor::Known>& VersionCompressor::dictionary_of(std::int64_t type) {
  const auto [known, is_new] = known_.try_emplace(type);
  if (is_new) {
    known->second = read_dictionary(type);
    if (!known->second && train(type)) known->second = read_dictionary(type);
  }
  return known->second;
}

std::optional<VersionCompressor::Known> VersionCompressor::read_dictionary(std::int64_t type) {
  auto& row = context_.statement("SELECT id, bytes FROM dictionary WHERE type = ? AND retired = 0");
  Statements::bind_all(row, type);
  std::optional<Known> known;
  if (row.step()) known.emplace(row.number(0), Dictionary(row.bytes(1)));
  row.reset();
  return known;
}

bool VersionCompressor::train(std::int64_t type) {
  const auto bytes = Dictionary::train(samples(type));
  if (bytes) context_.statement.run("INSERT INTO dictionary(type, bytes) VALUES (?, ?)", type, Blob{*bytes});
  return bytes.has_value();
}

std::vector<std::string> VersionCompressor::samples(std::int64_t type) {
  auto& row = context_.statement(
      "SELECT v.raw FROM account a CROSS JOIN record r ON r.account = a.id JOIN version v ON v.id = r.head"
      " WHERE r.type = ? LIMIT ?");
  Statements::bind_all(row, type, kSamples);
  std::vector<std::string> samples;
  for (std::size_t bytes = 0; bytes < kSampleBytes && row.step(); bytes += samples.back().size())
    samples.emplace_back(row.text(0));
  row.reset();
  return samples;
}

void VersionCompressor::retire_dictionaries(std::int64_t type) {
  context_.statement.run("UPDATE dictionary SET retired = 1 WHERE type = ?", type);
  known_.clear();
}

bool VersionCompressor::renew_some() {
  const auto retired = context_.statement.number("SELECT id FROM dictionary WHERE retired = 1 LIMIT 1");
  if (!retired) return false;
  auto& row =
      context_.statement("SELECT id, plain(raw, dictionary) FROM version WHERE dictionary = ? LIMIT ?");
  Statements::bind_all(row, *retired, kCompressedAtOnce);
  const Rows rows = read_rows(row);
  const auto type = context_.statement.number("SELECT type FROM dictionary WHERE id = ?", *retired);
  const auto& dictionary = dictionary_of(type.value());
  for (const auto& [version, raw] : rows) {
    if (dictionary)
      keep(version, raw, *dictionary);
    else
      context_.statement.run("UPDATE version SET raw = ?, dictionary = NULL WHERE id = ?", raw, version);
  }
  if (rows.empty()) context_.statement.run("DELETE FROM dictionary WHERE id = ?", *retired);
  return true;
}

}  // namespace locker::store
