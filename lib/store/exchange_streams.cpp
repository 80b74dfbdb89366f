#include "lib/store/exchange_tables.hpp"

namespace locker::store::exchanged {

using enum Spelling;

ExchangeKind accounts() {
  return {"account",
          {{"account", name},
           {"connector", text},
           {"user", text},
           {"handle", text},
           {"created", instant},
           {"budget", number},
           {"dialect", text},
           {"number", number}},
          "SELECT name, connector, user_id, handle, created, budget, dialect, id FROM account ORDER BY id",
          {"INSERT INTO account(name, connector, user_id, handle, created, budget, dialect, id)"
           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"}};
}

ExchangeKind types() {
  return {"type",
          {{"type", name}, {"number", number}},
          "SELECT name, id FROM type ORDER BY id",
          {"INSERT INTO type(name, id) VALUES (?1, ?2)"}};
}

ExchangeKind shapes() {
  return {"shape",
          {{"type", name}, {"shape", name}, {"rank", number}, {"number", number}},
          "SELECT t.name, s.name, s.rank, s.id FROM shape s JOIN type t ON t.id = s.type ORDER BY s.id",
          {"INSERT INTO shape(type, name, rank, id) VALUES ((SELECT id FROM type WHERE name = ?1), ?2, ?3, "
           "?4)"}};
}

ExchangeKind streams() {
  return {
      "stream",
      {{"account", name},       {"stream", name},           {"part", name},
       {"mark", text},          {"complete_from", instant}, {"complete_to", instant},
       {"gap", text},           {"full_at", instant},       {"walk", number},
       {"settled", number},     {"mode", number},           {"since", text},
       {"token", text},         {"pending", text},          {"oldest", text},
       {"met", number},         {"broken", number},         {"deep_walk", number},
       {"deep_placed", number}, {"deep_position", number},  {"number", number},
       {"news", text},          {"archive", instant}},
      "SELECT a.name, s.name, s.part, s.mark, s.complete_from, s.complete_to, s.gap, s.full_at, s.walk,"
      " s.settled, s.mode, s.since, s.token, s.pending, s.oldest, s.met, s.broken, s.deep_walk,"
      " s.deep_placed, s.deep_position, s.id, s.news, s.archive FROM stream s"
      " JOIN account a ON a.id = s.account ORDER BY s.id",
      {"INSERT INTO stream(account, name, part, mark, complete_from, complete_to, gap, full_at, walk,"
       " settled, mode, since, token, pending, oldest, met, broken, deep_walk, deep_placed, deep_position,"
       " id, news, archive) VALUES ((SELECT id FROM account WHERE name = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8,"
       " ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)"}};
}

ExchangeKind memberships() {
  return {"membership",
          {{"account", name},
           {"stream", name},
           {"part", name},
           {"type", name},
           {"id", text},
           {"began", number},
           {"ended", number},
           {"record", number},
           {"first_walk", number},
           {"placed", number},
           {"position", number},
           {"detail", json}},
          "SELECT a.name, s.name, s.part, t.name, r.key, m.began, m.ended, m.record, m.first_walk,"
          " m.placed, m.position, m.detail FROM membership m JOIN stream s ON s.id = m.stream"
          " JOIN account a ON a.id = s.account JOIN record r ON r.id = m.record JOIN type t ON t.id = r.type"
          " ORDER BY m.stream, m.record, m.began",
          {"INSERT INTO membership(stream, began, ended, record, first_walk, placed, position, detail)"
           " VALUES ((SELECT s.id FROM stream s JOIN account a ON a.id = s.account WHERE a.name = ?1"
           " AND s.name = ?2 AND s.part = ?3), ?6, ?7, ?8, ?9, ?10, ?11, ?12)"}};
}

/// What walks have met, so that an interrupted walk can continue.
ExchangeKind met() {
  return {
      "met",
      {{"account", name},
       {"stream", name},
       {"part", name},
       {"first", number},
       {"walk", number},
       {"records", text}},
      "SELECT a.name, s.name, s.part, m.first, m.walk, m.records FROM met m JOIN stream s ON s.id = m.stream"
      " JOIN account a ON a.id = s.account ORDER BY m.stream, m.first",
      {"INSERT INTO met(stream, first, walk, records)"
       " VALUES ((SELECT s.id FROM stream s JOIN account a ON a.id = s.account WHERE a.name = ?1"
       " AND s.name = ?2 AND s.part = ?3), ?4, ?5, ?6)"}};
}

/// What was read of services' own archives, so that nothing is read twice.
ExchangeKind imports() {
  return {"import",
          {{"account", name},
           {"archive", instant},
           {"member", text},
           {"stream", name},
           {"content", text},
           {"elements", number},
           {"done", truth},
           {"newest", text},
           {"oldest", instant},
           {"walk", number},
           {"placed", number},
           {"position", number}},
          "SELECT a.name, i.archive, i.member, i.stream, i.content, i.elements, i.done, i.newest, i.oldest,"
          " i.walk, i.placed, i.position FROM import i JOIN account a ON a.id = i.account"
          " ORDER BY i.account, i.archive, i.member",
          {"INSERT INTO import(account, archive, member, stream, content, elements, done, newest, oldest,"
           " walk, placed, position) VALUES ((SELECT id FROM account WHERE name = ?1), ?2, ?3, ?4, ?5, ?6,"
           " ?7, ?8, ?9, ?10, ?11, ?12)"}};
}

}  // namespace locker::store::exchanged
