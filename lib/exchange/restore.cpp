#include "lib/exchange/restore.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <fstream>
#include <map>
#include <optional>
#include <string>

#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "lib/base/hex.hpp"
#include "lib/base/time.hpp"
#include "lib/exchange/json_text.hpp"
#include "lib/exchange/progress.hpp"
#include "lib/exchange/staging_home.hpp"
#include "lib/media/hasher.hpp"
#include "lib/media/incoming.hpp"
#include "lib/store/fields.hpp"
#include "lib/store/schema.hpp"
#include "lib/store/write/digest.hpp"
#include "lib/store/write/exchange_writer.hpp"
#include "lib/store/write/verify.hpp"
#include "lib/store/write/writer.hpp"

namespace locker::exchange {
namespace {

namespace fs = std::filesystem;
using store::ExchangeColumn;
using store::ExchangeKind;
using store::ExchangeValue;
using store::Field;
using store::Spelling;

constexpr int kFormat = 1;

[[noreturn]] void malformed(std::int64_t line, const std::string& what) {
  throw Error(ErrorKind::internal, "line " + std::to_string(line) + " of the export: " + what,
              "export again; nothing was restored");
}

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::string_view as_bytes(const store::Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

/// One line, with its fields by name.
class Line {
 public:
  Line(std::string_view text, std::int64_t at) : fields_(store::top_level_fields(text)), at_(at) {
    if (!text.starts_with('{') || !text.ends_with('}') || fields_.empty())
      malformed(at_, "it is no JSON object");
  }

  [[nodiscard]] std::string_view spelled(std::string_view name) const {
    const auto found = std::ranges::find(fields_, name, &Field::key);
    return found == fields_.end() ? std::string_view() : found->value;
  }
  [[nodiscard]] std::string text(std::string_view name) const {
    const auto value = spelled(name);
    return value.empty() ? std::string() : json_text(value);
  }
  [[nodiscard]] std::int64_t require_number(std::string_view name) const {
    const auto value = number(spelled(name));
    if (!value) malformed(at_, std::string(name) + " is no number");
    return *value;
  }

  /// Returns the values of a kind's columns, valid as long as the line.
  [[nodiscard]] const std::vector<ExchangeValue>& values(const ExchangeKind& kind) {
    values_.assign(kind.columns.size(), {});
    kept_.resize(kind.columns.size());
    for (std::size_t at = 0; at < kind.columns.size(); ++at) values_[at] = value(kind.columns[at], kept_[at]);
    return values_;
  }

 private:
  ExchangeValue value(const ExchangeColumn& column, std::string& kept) const {
    const std::string_view text_of_it = spelled(column.name);
    if (column.spelling == Spelling::json) return json(column, text_of_it, kept);
    if (text_of_it.empty() || column.spelling == Spelling::handle) return {};
    switch (column.spelling) {
      case Spelling::number:
        return {ExchangeValue::Kind::number, require_number(column.name)};
      case Spelling::truth:
        return {ExchangeValue::Kind::number, text_of_it == "true" ? 1 : 0};
      case Spelling::instant:
        return instant(column, text_of_it);
      case Spelling::bytes:
        kept = bytes(column, text_of_it);
        return {ExchangeValue::Kind::bytes, 0, kept};
      default:
        kept = json_text(text_of_it);
        return {ExchangeValue::Kind::text, 0, kept};
    }
  }

  [[nodiscard]] std::string bytes(const ExchangeColumn& column, std::string_view as_json) const {
    const auto bytes = from_hex(json_text(as_json));
    if (!bytes) malformed(at_, "\"" + std::string(column.name) + "\" is not in digits of base 16");
    return *bytes;
  }

  ExchangeValue json(const ExchangeColumn& column, std::string_view as_json, std::string& kept) const {
    if (!as_json.empty()) return {ExchangeValue::Kind::text, 0, as_json};
    const std::string_view as_text = spelled(std::string(column.name) + "_text");
    if (as_text.empty()) return {};
    kept = json_text(as_text);
    return {ExchangeValue::Kind::text, 0, kept};
  }

  ExchangeValue instant(const ExchangeColumn& column, std::string_view spelled_time) const {
    const auto time = parse_rfc3339(json_text(spelled_time));
    if (!time) malformed(at_, std::string(column.name) + " is no time");
    return {ExchangeValue::Kind::number, to_millis(*time)};
  }

  std::vector<Field> fields_;
  std::int64_t at_;
  std::vector<ExchangeValue> values_;
  std::vector<std::string> kept_;
};

/// Returns true for a path that stays below its folder.
bool leads_inside(const fs::path& path) {
  return !path.empty() && path.is_relative() &&
         std::ranges::none_of(path, [](const fs::path& part) { return part == ".." || part == "."; });
}

class Restore {
 public:
  Restore(const Home& staging, fs::path media, const std::function<void(std::int64_t)>& told,
          const std::stop_token& stop)
      : home_(staging), media_(std::move(media)), on_progress_(told), stop_(stop), writer_(staging) {
    for (const auto& kind : store::exchange_kinds()) kinds_.emplace(kind.name, &kind);
  }

  Restored run(std::istream& lines) {
    bool ended = false;
    for (std::string text; std::getline(lines, text);) {
      ++restored_.lines;
      if (stop_.stop_requested()) throw Error(ErrorKind::interrupted, "interrupted");
      if (ended) malformed(restored_.lines, "it stands behind the end");
      Line line(text, restored_.lines);
      const std::string kind = line.text("kind");
      if (restored_.lines == 1) {
        check_head(line, kind);
        continue;
      }
      if (kind == "end")
        ended = check_end(line);
      else
        put(kind, line);
      read_.add(text);
      read_.add("\n");
    }
    if (!ended)
      throw Error(ErrorKind::internal, "the export is cut: its end is missing",
                  "export again; nothing was restored");
    writer_.drop_media_without_files();
    writer_.finish();
    return restored_;
  }

 private:
  void check_head(const Line& line, const std::string& kind) const {
    if (kind != "locker") malformed(1, "it does not begin an export of locker");
    if (line.require_number("format") > kFormat || line.require_number("schema") > store::schema_version())
      throw Error(ErrorKind::usage, "the export was made by a newer locker", "install the newer locker");
  }

  bool check_end(const Line& line) const {
    if (line.require_number("lines") != restored_.lines) malformed(restored_.lines, "lines are missing");
    const std::string told = line.text("sha256");  // absent in exports of earlier versions
    const store::Digest digest = read_.digest();
    if (!told.empty() && from_hex(told) != as_bytes(digest))
      malformed(restored_.lines, "a line before it was changed: their digest is another");
    return true;
  }

  void put(const std::string& name, Line& line) {
    if (name == "settings") return put_settings(line);
    const auto kind = kinds_.find(name);
    if (kind == kinds_.end()) malformed(restored_.lines, "\"" + name + "\" is no kind of line");
    if (name == "file" && !take_file(line)) return;
    const auto& values = line.values(*kind->second);
    check_bytes(*kind->second, values);
    writer_.put(*kind->second, values);
    if (name == "record" && ++restored_.records % kProgressInterval == 0) on_progress_(restored_.records);
  }

  /// Checks the data of a service against the digest computed when it was received.
  void check_bytes(const ExchangeKind& kind, const std::vector<ExchangeValue>& values) const {
    const auto find = [&](const char* name) -> const ExchangeValue* {
      for (std::size_t at = 0; at < kind.columns.size(); ++at)
        if (std::strcmp(kind.columns[at].name, name) == 0) return &values[at];
      return nullptr;
    };
    const auto* raw = find("raw");
    const auto* digest = find("sha256");
    if (!raw || !digest) return;
    // Earlier versions computed no digest of parts.
    if (kind.name == std::string_view("part") && digest->kind == ExchangeValue::Kind::nothing) return;
    const auto real = store::sha256(raw->text);
    if (digest->text != as_bytes(real))
      malformed(restored_.lines, "its bytes are not those that were exported");
  }

  void put_settings(const Line& line) const {
    const std::string account = line.text("account");
    if (!leads_inside(account) || account.find('/') != std::string::npos)
      malformed(restored_.lines, "it names no account");
    home_.create_account(account);
    write_file_atomically(home_.account(account) / "me.json", line.spelled("settings"));
  }

  /// Returns false if the file is missing or has changed.
  bool take_file(const Line& line) {
    const std::string account = line.text("account"), path = line.text("path");
    if (!leads_inside(account) || !leads_inside(path)) malformed(restored_.lines, "its path leads elsewhere");
    std::ifstream source(media_ / account / path, std::ios::binary);
    if (media_.empty() || !source) {
      ++restored_.files_missing;
      return false;
    }
    home_.create_account(account);
    const fs::path folder = home_.account(account) / "media";
    auto file = media::Incoming::fresh(folder);
    std::string buffer(1 << 16, '\0');
    while (source.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || source.gcount() > 0)
      file.append(std::string_view(buffer).substr(0, static_cast<std::size_t>(source.gcount())));
    const auto digest = file.digest();
    const bool same = from_hex(line.text("sha256")) == as_bytes(digest);
    if (same) file.move_to(folder / path);
    ++(same ? restored_.files : restored_.files_missing);
    return same;
  }

  const Home& home_;
  fs::path media_;
  const std::function<void(std::int64_t)>& on_progress_;
  const std::stop_token& stop_;
  store::ExchangeWriter writer_;
  std::map<std::string, const ExchangeKind*, std::less<>> kinds_;
  media::Hasher read_;
  Restored restored_;
};

void check(const fs::path& database, const std::stop_token& stop) {
  const auto verdict = store::verify_copy(database, stop);
  if (!verdict.problems.empty())
    throw Error(ErrorKind::internal, "the export is not whole: " + verdict.problems.front(),
                "export again; nothing was restored");
}

}  // namespace

Restored restore(const Home& home, const connector::Registry& registry, std::istream& lines,
                 const fs::path& media, const std::function<void(std::int64_t records)>& told,
                 const std::stop_token& stop) {
  if (home.exists()) {
    StagingHome::remove_left_over(home);
    throw Error(ErrorKind::usage, "there is a locker at " + home.root().string() + " already",
                "name an empty home with --home");
  }
  const bool was_there = fs::exists(home.root());
  home.create();
  try {
    StagingHome staging(home);
    const Home& made = staging.made();
    Restored restored;
    {
      Restore work(made, media, told, stop);
      restored = work.run(lines);
    }
    { const store::Writer brings_views(made, registry); }
    check(made.database(), stop);
    staging.move_in();
    return restored;
  } catch (...) {
    std::error_code ignored;
    if (!was_there && !home.exists()) fs::remove_all(home.root(), ignored);
    throw;
  }
}

}  // namespace locker::exchange
