#include "lib/service/data_api.hpp"

#include <algorithm>

#include "lib/base/error.hpp"
#include "lib/base/suggest.hpp"
#include "lib/rows/record_field.hpp"
#include "lib/service/joined_streams.hpp"
#include "lib/service/methods.hpp"
#include "lib/service/record_api.hpp"
#include "lib/service/row_stream.hpp"
#include "lib/service/selection.hpp"

namespace locker::service {
namespace {

const std::vector<std::string> kUsualFields{"account", "type",   "id",  "time", "text",
                                            "name",    "author", "url", "json"};

std::string first_part(const std::string& name) { return name.substr(0, name.find('/')); }

/// Writes rows in the requested format.
class Rows {
 public:
  Rows(http::Exchange& exchange, const Selection& selection)
      : selection_(selection), out_(exchange, selection.lines), left_(selection.limit.value_or(INT64_MAX)) {
    for (const auto& name : selection.fields) {
      fields_.emplace_back(name);
      std::string& key = keys_.emplace_back(keys_.empty() ? "{" : ",");
      rows::append_json_string(key, name);
      key += ':';
    }
  }

  [[nodiscard]] bool wants_rows() const { return left_ > 0 && out_.wants_rows(); }
  [[nodiscard]] bool needs_json() const {
    return fields_.empty() || std::ranges::any_of(fields_, &rows::RecordField::needs_json);
  }

  /// Returns false after the last row.
  bool add(const store::QueryRow& row) {
    if (skipped_++ < selection_.offset) return true;
    spell(row);
    out_.row(text_);
    return --left_ > 0;
  }
  void end() { out_.end(); }

 private:
  void spell(const store::QueryRow& row) {
    text_.clear();
    for (std::size_t i = 0; i < fields_.size(); ++i) {
      text_ += keys_[i];
      rows::append_json(text_, fields_[i].of(row));
    }
    if (fields_.empty())
      rows::append_json(text_, rows::RecordField("json").of(row));
    else
      text_ += '}';
  }

  const Selection& selection_;
  RowStream out_;
  std::vector<rows::RecordField> fields_;
  std::vector<std::string> keys_;
  std::int64_t left_, skipped_ = 0;
  std::string text_;
};

class DataApi final : public Endpoints {
 public:
  DataApi(const Account& account, const DataNames* own)
      : account_(account), own_(own), record_(make_record_api(account)) {}

  bool answer(http::Exchange& exchange) override {
    constexpr std::string_view kCurrent = "/current/";
    const std::string& path = exchange.path();
    if (path.starts_with(kCurrent)) {
      if (only_reads(exchange)) current(exchange, path.substr(kCurrent.size()));
      return true;
    }
    return record_->answer(exchange) || answer_own(exchange);
  }

 private:
  bool answer_own(http::Exchange& exchange) {
    if (!own_) return false;
    for (const auto& [path, stream] : own_->streams)
      if (path == exchange.path()) {
        if (only_reads(exchange)) whole_stream(exchange, std::string(stream));
        return true;
      }
    for (const auto& joined : own_->joined)
      if (joined.path == exchange.path()) {
        if (only_reads(exchange)) join_streams(exchange, account_, joined);
        return true;
      }
    return false;
  }

  void current(http::Exchange& exchange, const std::string& what) {
    Selection selection = read_selection(exchange, account_.now());
    if (selection.fields.empty()) selection.fields = kUsualFields;
    if (is_stream(what))
      selection.filter.streams = {what};
    else if (is_type(what))
      selection.filter.types = {what};
    else
      unknown(what);
    show(exchange, std::move(selection));
  }

  /// Returns the bare objects, like the files of 2011.
  void whole_stream(http::Exchange& exchange, const std::string& stream) {
    Selection selection = read_selection(exchange, account_.now());
    selection.filter.streams = {stream};
    show(exchange, std::move(selection));
  }

  void show(http::Exchange& exchange, Selection selection) {
    Rows rows(exchange, selection);
    selection.filter.sources = {account_.id()};
    selection.filter.parts = {.json = rows.needs_json(), .raw = false};
    if (account_.home().exists() && rows.wants_rows())
      store::query(store::Database::open_for_reading(account_.home()), account_.registry(), selection.filter,
                   [&](const store::QueryRow& row) { return rows.add(row); });
    rows.end();
  }

  /// True for a stream, or a part of one. Unless a stream's parts are fixed only the service knows them, so
  /// any name is accepted.
  [[nodiscard]] bool is_stream(const std::string& name) const {
    const auto* stream = account_.connector().stream(first_part(name));
    if (!stream || first_part(name).size() == name.size()) return stream != nullptr;
    const std::string part = name.substr(first_part(name).size() + 1);
    if (!stream->fixed_parts.empty())
      return std::ranges::find(stream->fixed_parts, part) != stream->fixed_parts.end();
    return !stream->parts_of.empty() && !part.empty();
  }

  [[nodiscard]] bool is_type(const std::string& name) const {
    return std::ranges::any_of(account_.connector().types, [&](const connector::Type& type) {
      return type.name == name || first_part(type.name) == name;
    });
  }

  [[noreturn]] void unknown(const std::string& name) const {
    std::vector<std::string> known;
    for (const auto& stream : account_.connector().streams) known.push_back(stream.name);
    for (const auto& type : account_.connector().types) known.push_back(type.name);
    throw Error(ErrorKind::gone, "there is no stream and no type \"" + name + "\"",
                suggestion_hint(name, known));
  }

  const Account& account_;
  const DataNames* const own_;
  const std::unique_ptr<Endpoints> record_;
};

}  // namespace

std::unique_ptr<Endpoints> make_data_api(const Account& account, const DataNames* own) {
  return std::make_unique<DataApi>(account, own);
}

}  // namespace locker::service
