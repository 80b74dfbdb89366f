#include "sandbox/counters.hpp"

#include <nlohmann/json.hpp>

namespace sandbox {
namespace {
constexpr std::size_t kMostSeen = 10000;
constexpr std::size_t kMostRejected = 50;
}  // namespace

std::uint64_t Counters::request(const std::string& endpoint, const Call& call) {
  ++total_;
  ++by_endpoint_[endpoint];
  seen_.push_back({total_, call.method, call.path, call.query, 0});
  if (seen_.size() > kMostSeen) seen_.pop_front();
  return total_;
}

void Counters::answered(std::uint64_t number, int status) {
  ++by_status_[status];
  if (seen_.empty() || number < seen_.front().number) return;
  const std::size_t at = number - seen_.front().number;
  if (at < seen_.size()) seen_[at].status = status;
}

void Counters::resources(const std::string& endpoint, std::uint64_t count,
                         const std::map<std::string, std::uint64_t>& included) {
  resources_ += count;
  resources_by_endpoint_[endpoint] += count;
  for (const auto& [kind, number] : included) {
    included_ += number;
    included_by_kind_[kind] += number;
  }
}

void Counters::rejected(const std::string& message) {
  rejected_.push_back(message);
  if (rejected_.size() > kMostRejected) rejected_.pop_front();
}

nlohmann::json Counters::json() const {
  nlohmann::json by_status = nlohmann::json::object();
  for (const auto& [status, count] : by_status_) by_status[std::to_string(status)] = count;
  return {{"requests", {{"total", total_}, {"by_endpoint", by_endpoint_}, {"by_status", by_status}}},
          {"resources",
           {{"total", resources_},
            {"included", included_},
            {"by_endpoint", resources_by_endpoint_},
            {"included_by_kind", included_by_kind_}}},
          {"token_refreshes", refreshes_},
          {"families_revoked", families_revoked_},
          {"rejected", rejected_}};
}

nlohmann::json Counters::requests() const {
  nlohmann::json out = nlohmann::json::array();
  for (const Seen& seen : seen_)
    out.push_back(
        {{"method", seen.method}, {"path", seen.path}, {"query", seen.query}, {"status", seen.status}});
  return out;
}

}  // namespace sandbox
