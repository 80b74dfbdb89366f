#include "lib/store/exchange.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include "lib/store/exchange_tables.hpp"

namespace locker::store {

const std::vector<ExchangeKind>& exchange_kinds() {
  using namespace exchanged;
  static const std::vector<ExchangeKind> kKinds{
      accounts(), types(),  shapes(),  streams(),     records(), versions(), parts(),    aliases(),
      replies(),  people(), changes(), memberships(), met(),     imports(),  unjoined(), samples(),
      notices(),  runs(),   files(),   media(),       salt(),    forgotten()};
  return kKinds;
}

void export_rows(const Database& database,
                 const std::function<void(const ExchangeKind& kind, const Scan& row)>& take) {
  const SQLite::Transaction one_moment(database.sqlite());
  for (const auto& kind : exchange_kinds())
    for (Scan rows(database.sqlite(), kind.select); rows.step();) take(kind, rows);
}

}  // namespace locker::store
