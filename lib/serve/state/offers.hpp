#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "lib/serve/state/manifests.hpp"

namespace locker::serve {

/// The services that can be installed: `available` of `/map`.
class Offers {
 public:
  /// With a config.json of 2011, `scanned` are its scannedDirs: the offers are what these folders contain now
  /// or, if it names none, the compiled-in connectors. Without one (absent), the offers are the compiled-in
  /// connectors and whatever `Connectors` in the home contains at the time. Reports and skips what cannot be
  /// read. Throws Error{interrupted} on a stop request during a scan.
  Offers(std::filesystem::path home, std::vector<Object> compiled_in,
         const std::optional<std::vector<std::string>>& scanned, Complaint complain, std::stop_token stop);

  /// Returns the manifests of all offers, each with `srcdir` and `is`.
  [[nodiscard]] std::vector<Object> all() const;

 private:
  using Times = std::map<std::filesystem::path, std::filesystem::file_time_type>;
  [[nodiscard]] Times times() const;
  [[nodiscard]] std::vector<Object> scan(const std::vector<std::string>& folders) const;

  const std::filesystem::path home_;
  const Complaint complain_;
  const std::stop_token stop_;
  const bool is_fixed_;
  std::vector<Object> fixed_;
  mutable std::mutex mutex_;
  mutable Times scanned_at_;  ///< of the folders when `own_` was read
  mutable std::vector<Object> own_;
};

}  // namespace locker::serve
