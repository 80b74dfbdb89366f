#include "lib/service/record_api.hpp"

#include "lib/base/error.hpp"
#include "lib/http/server/server.hpp"
#include "lib/rows/change_field.hpp"
#include "lib/service/methods.hpp"
#include "lib/service/row_stream.hpp"
#include "lib/service/selection.hpp"
#include "lib/store/fields.hpp"
#include "lib/store/history.hpp"
#include "lib/store/query.hpp"
#include "lib/store/reference.hpp"

namespace locker::service {
namespace {

/// Returns a change as a JSON object, like `locker history --diff`.
std::string spelled(const store::Change& change, const rows::RawJson& changed) {
  std::string text = "{";
  for (const auto& [name, cell] : rows::change_fields()) {
    if (text.size() > 1) text += ',';
    rows::append_json_string(text, name);
    text += ':';
    rows::append_json(text, cell(change));
  }
  return text + ",\"changed\":" + changed.text + "}";
}

class RecordApi final : public Endpoints {
 public:
  explicit RecordApi(const Account& account) : account_(account) {}

  bool answer(http::Exchange& exchange) override {
    constexpr std::string_view kRecord = "/record/", kHistory = "/history";
    const std::string& path = exchange.path();
    if (!path.starts_with(kRecord)) return false;
    if (!only_reads(exchange)) return true;
    refuse_parameters(exchange);
    std::string name = path.substr(kRecord.size());
    const bool history = name.ends_with(kHistory);
    if (history) name.resize(name.size() - kHistory.size());
    if (!account_.home().exists()) throw not_there(name);
    const auto database = store::Database::open_for_reading(account_.home());
    const auto record = find(database, name);
    if (history)
      show_history(exchange, database, record);
    else
      show(exchange, database, record);
    return true;
  }

 private:
  static Error not_there(const std::string& name) {
    return {ErrorKind::gone, "there is no record " + name, "/current/<type> lists what there is"};
  }

  [[nodiscard]] store::Resolved find(const store::Database& database, const std::string& name) const {
    if (name.find('/') == std::string::npos) throw not_there(name);
    try {
      return store::resolve(database, account_.registry(), account_.id() + ":" + name);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::gone) throw;
      throw not_there(name);
    }
  }

  void show(http::Exchange& exchange, const store::Database& database, const store::Resolved& record) const {
    store::QueryFilter filter;
    filter.records = std::vector<std::int64_t>{record.record};
    filter.parts = {.json = true, .raw = false};
    std::string object;
    store::query(database, account_.registry(), filter, [&](const store::QueryRow& row) {
      object = store::in_one_line(row.json);
      return false;
    });
    if (object.empty()) return tell_of_deletion(exchange, record);
    exchange.answer(200, "application/json", object + "\n");
  }

  void tell_of_deletion(http::Exchange& exchange, const store::Resolved& record) const {
    exchange.answer(
        404, "application/json",
        http::error_body(
            "deleted", record.type + "/" + record.id + " was deleted at the service",
            {{"hint", "what it was is in its history: " +
                          account_.uri("record/" + record.type + "/" + record.id + "/history")}}));
  }

  void show_history(http::Exchange& exchange, const store::Database& database,
                    const store::Resolved& record) const {
    store::HistoryFilter filter;
    filter.record = record.record;
    RowStream out(exchange, false);
    store::history(database, filter, [&](const store::Change& change) {
      out.row(spelled(change, rows::as_json(store::detail(database, account_.registry(), change))));
      return out.wants_rows();
    });
    out.end();
  }

  const Account& account_;
};

}  // namespace

std::unique_ptr<Endpoints> make_record_api(const Account& account) {
  return std::make_unique<RecordApi>(account);
}

}  // namespace locker::service
