#pragma once

#include <string>
#include <vector>

#include "cli/completion/candidate.hpp"
#include "lib/base/home.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/store/database.hpp"

namespace locker::cli {

/// Names from the connectors and from this locker, read on demand. What cannot be read is left out.
class Known {
 public:
  explicit Known(Home home) : home_(std::move(home)), registry_(connector::compiled_in()) {}

  /// Accounts, and connectors, which stand for all of their accounts.
  [[nodiscard]] Candidates accounts() const;
  /// `with_exports_only`: only those whose data exports can be imported.
  [[nodiscard]] Candidates connectors(bool with_exports_only = false) const;
  /// Streams of the connectors in `named`, which may be accounts; without any, of the connectors in use.
  [[nodiscard]] Candidates streams(const std::vector<std::string>& named) const;
  [[nodiscard]] Candidates streams_and_parts() const;
  [[nodiscard]] Candidates types() const;
  /// Connectors added by "locker connectors install".
  [[nodiscard]] Candidates installed() const;

 private:
  using Descriptors = std::vector<const connector::Descriptor*>;

  /// The connectors of this locker's accounts; all connectors if there are no accounts.
  [[nodiscard]] Descriptors in_use() const;
  [[nodiscard]] std::string connector_of(const std::string& account) const;

  template <class T>
  [[nodiscard]] std::vector<T> stored(std::vector<T> (*read)(const store::Database&)) const;

  Home home_;
  connector::Registry registry_;
};

}  // namespace locker::cli
