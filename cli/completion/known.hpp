#pragma once

#include <string>
#include <vector>

#include "cli/completion/candidate.hpp"
#include "lib/base/home.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/store/database.hpp"

namespace locker::cli {

/// What is known of connectors and of this locker, each read when it is asked for. What cannot be read
/// is left out.
class Known {
 public:
  explicit Known(Home home) : home_(std::move(home)), registry_(connector::compiled_in()) {}

  /// Accounts, and connectors that stand for all of theirs.
  [[nodiscard]] Candidates accounts() const;
  /// `with_exports_only`: whose service gives people a file that can be read.
  [[nodiscard]] Candidates connectors(bool with_exports_only = false) const;
  /// Of the connectors that are named, by an account or by themselves; of all where none is.
  [[nodiscard]] Candidates streams(const std::vector<std::string>& named) const;
  [[nodiscard]] Candidates streams_and_parts() const;
  [[nodiscard]] Candidates types() const;
  /// What "locker connectors install" put in.
  [[nodiscard]] Candidates installed() const;

 private:
  [[nodiscard]] std::string connector_of(const std::string& account) const;

  template <class T>
  [[nodiscard]] std::vector<T> stored(std::vector<T> (*read)(const store::Database&)) const;

  Home home_;
  connector::Registry registry_;
};

}  // namespace locker::cli
