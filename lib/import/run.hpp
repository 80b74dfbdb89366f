#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "lib/base/clock.hpp"
#include "lib/base/home.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/import/container.hpp"
#include "lib/import/importer.hpp"
#include "lib/import/skipped_elements.hpp"
#include "lib/store/write/writer.hpp"

/// An import: turns a service's data export into records (forms, "Import").
namespace locker::imports {

/// Receives a record that an import would store: the stream it is a member of, and the files that it shows.
using PreviewRecord = std::function<void(std::string_view stream, const store::Observation& record,
                                         const std::vector<store::Medium>& files)>;

struct Request {
  std::vector<std::filesystem::path> files;  ///< of one archive, or of several archives of one user
  std::string account;        ///< empty: the one the archive belongs to, else named like the connector
  bool confidential = false;  ///< also reads the private members
  PreviewRecord preview;      ///< if set, nothing is stored; every record is passed to it
};

/// The result for one member, or for all files of a folder.
struct MemberReport {
  std::string name;
  /// imported, kept (for records that come later), checked, empty, skipped, private, unknown, unreadable
  std::string state;
  std::optional<std::int64_t> elements;
  std::optional<std::int64_t> manifest;  ///< number that there should be, if it differs
  /// If its elements are grouped, which is what a manifest counts: the number of groups and their name.
  std::int64_t groups = 0;
  std::string groups_name{};
  std::string trouble{};          ///< why it is unreadable
  SkippedElements left_out{};     ///< what could not be read of a member whose rest was
  std::int64_t lacking = 0;       ///< elements that a stream should have and that are missing
  std::int64_t unlisted = 0;      ///< for a list of what should exist: entries that no other member contains
  std::int64_t forgotten = 0;     ///< elements not stored again because the user erased them
  std::optional<Instant> made{};  ///< when its archive was made; absent: it belongs to none
};

struct Report {
  std::string account;
  std::vector<MemberReport> members;  ///< by archive, oldest first
  std::vector<std::string> missing;   ///< members that the manifest names and that are not there
  bool lacks_streams = false;         ///< some of these hold elements of streams that no further file has
  store::Counts counts;
  [[nodiscard]] bool is_whole() const;
};

/// Receives the progress, in bytes read.
class Progress {
 public:
  virtual ~Progress() = default;
  virtual void advances(std::string_view /*what*/, std::uint64_t /*done*/, std::uint64_t /*all*/) {}
};

struct Tools {
  const Home& home;
  const connector::Registry& registry;
  const connector::Descriptor& facts;
  const Importer& importer;
  Clock& clock;
  Progress& progress;
  std::stop_token stop;
};

/// Reads everything once to check it, and only then stores it; with Request::preview, stores nothing. Throws
/// Error{internal} if an archive is refused as a whole, Error{usage} if it belongs to another user, and
/// Error{locked} if a sync or import of the account is running.
[[nodiscard]] Report run(const Request& request, const Tools& tools);

}  // namespace locker::imports
