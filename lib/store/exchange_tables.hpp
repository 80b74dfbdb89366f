#pragma once

#include "lib/store/exchange.hpp"

/// The kinds of lines, one per table. Only for exchange.cpp, which orders them.
namespace locker::store::exchanged {

// exchange_records.cpp
[[nodiscard]] ExchangeKind records();
[[nodiscard]] ExchangeKind versions();
[[nodiscard]] ExchangeKind parts();
[[nodiscard]] ExchangeKind aliases();
[[nodiscard]] ExchangeKind replies();
[[nodiscard]] ExchangeKind people();
[[nodiscard]] ExchangeKind unjoined();
[[nodiscard]] ExchangeKind samples();
[[nodiscard]] ExchangeKind media();
[[nodiscard]] ExchangeKind files();

// exchange_streams.cpp
[[nodiscard]] ExchangeKind accounts();
[[nodiscard]] ExchangeKind types();
[[nodiscard]] ExchangeKind shapes();
[[nodiscard]] ExchangeKind streams();
[[nodiscard]] ExchangeKind memberships();
[[nodiscard]] ExchangeKind met();
[[nodiscard]] ExchangeKind imports();

// exchange_ledger.cpp
[[nodiscard]] ExchangeKind changes();
[[nodiscard]] ExchangeKind notices();
[[nodiscard]] ExchangeKind runs();
[[nodiscard]] ExchangeKind salt();
[[nodiscard]] ExchangeKind forgotten();

}  // namespace locker::store::exchanged
