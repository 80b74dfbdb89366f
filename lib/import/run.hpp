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
#include "lib/import/left_out.hpp"
#include "lib/store/write/writer.hpp"

/// An import: what a service gave a person as a file becomes records (forms, "Import").
namespace locker::imports {

/// A record that an import would bring: the stream of which it is a member, and the files that show it.
using Foresee = std::function<void(std::string_view stream, const store::Observation& record,
                                   const std::vector<store::Medium>& files)>;

struct Request {
  std::vector<std::filesystem::path> files;  ///< of one archive, or of several of one person
  std::string account;                       ///< empty: the one it belongs to, else the connector's name
  bool confidential = false;                 ///< read the members that are private too
  Foresee foresee;                           ///< where it is set, nothing is stored: it is told all
};

/// What became of one member, or of all in a folder of files.
struct MemberReport {
  std::string name;
  /// imported, kept (for records that come later), checked, empty, skipped, private, unknown, unreadable
  std::string state;
  std::optional<std::int64_t> elements;
  std::optional<std::int64_t> manifest;  ///< how many there should be, where that differs
  /// Of one whose elements lie in groups, which are what a manifest counts: how many, and what they are
  /// called.
  std::int64_t groups = 0;
  std::string groups_name{};
  std::string trouble{};          ///< of an unreadable one
  LeftOut left_out{};             ///< of one of which the rest was read
  std::int64_t lacking = 0;       ///< elements that a stream should have and that are not in it
  std::int64_t unlisted = 0;      ///< of one that lists what there should be: what no other member tells
  std::int64_t forgotten = 0;     ///< elements that are not stored again
  std::optional<Instant> made{};  ///< when its archive was; absent: it is of none
};

struct Report {
  std::string account;
  std::vector<MemberReport> members;  ///< archive by archive, the oldest first
  std::vector<std::string> missing;   ///< members that the manifest names and that are not there
  bool lacks_streams = false;         ///< among these are elements of streams, and no other file has them
  store::Counts counts;
  [[nodiscard]] bool is_whole() const;
};

/// Told how far it is, in bytes read.
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

/// Reads all of it once to check it, and only then stores anything, unless it is only to be foreseen. Throws
/// Error{internal} for an archive that is refused whole, Error{usage} for one of another person,
/// Error{locked}.
[[nodiscard]] Report run(const Request& request, const Tools& tools);

}  // namespace locker::imports
