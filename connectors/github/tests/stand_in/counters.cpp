#include "counters.hpp"

namespace github_stand_in {

void Counters::answered(const std::string& route, const std::string& target, int status) {
  ++total_;
  ++by_route_[route];
  ++by_status_[status];
  requests_.emplace_back(target, status);
}

void Counters::complain(const std::string& what) { complaints_.push_back(what); }

void Counters::reset() {
  const int at_once = at_once_;
  *this = Counters();
  at_once_ = at_once;
}

Json Counters::json() const {
  Json by_status = Json::object();
  for (const auto& [status, count] : by_status_) by_status[std::to_string(status)] = count;
  return {{"total", total_},
          {"by_route", by_route_},
          {"by_status", by_status},
          {"most_at_once", most_at_once_},
          {"unexpected", complaints_}};
}

Json Counters::requests() const {
  Json all = Json::array();
  for (const auto& [target, status] : requests_) all.push_back({{"target", target}, {"status", status}});
  return all;
}

}  // namespace github_stand_in
