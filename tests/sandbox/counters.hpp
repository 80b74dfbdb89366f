#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "sandbox/http_call.hpp"

namespace sandbox {

// Counts the requests of a run and their cost.
class Counters {
 public:
  // Returns the request's number, to be passed to `answered`.
  std::uint64_t request(const std::string& endpoint, const Call& call);
  void answered(std::uint64_t number, int status);
  void resources(const std::string& endpoint, std::uint64_t count,
                 const std::map<std::string, std::uint64_t>& included);
  void rejected(const std::string& message);
  void refreshed() { ++refreshes_; }
  void family_revoked() { ++families_revoked_; }
  void reset() { *this = Counters(); }

  nlohmann::json json() const;
  nlohmann::json requests() const;

 private:
  struct Seen {
    std::uint64_t number;
    std::string method, path, query;
    int status;
  };
  std::uint64_t total_ = 0, resources_ = 0, included_ = 0, refreshes_ = 0, families_revoked_ = 0;
  std::map<std::string, std::uint64_t> by_endpoint_, resources_by_endpoint_, included_by_kind_;
  std::map<int, std::uint64_t> by_status_;
  std::deque<std::string> rejected_;
  std::deque<Seen> seen_;
};

}  // namespace sandbox
