#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "lib/base/clock.hpp"
#include "lib/base/home.hpp"
#include "lib/connector/descriptor.hpp"
#include "lib/serve/state/repeats.hpp"

namespace locker::store {
class Writer;
}

namespace locker::serve {

/// The content of a `POST /core/<id>/event`.
struct Publication {
  std::string type;    ///< as given, such as `contact/github`
  std::string object;  ///< the bytes of `obj`
};

/// Parses a JSON body, or a form whose `obj` is JSON, has nested names, or is a text. Absent if the type is
/// missing, if `obj` is null, false, zero, empty or too deeply nested, or if the type or the object's id is
/// longer than 1 KB.
[[nodiscard]] std::optional<Publication> read_publication(std::string_view body, bool is_form);

/// Stores what services publish in the archive, so that it can be queried, has a history, and reaches
/// listeners through the change log (forms, "Events").
class Publisher {
 public:
  Publisher(Home home, const connector::Registry& registry, const Clock& clock);
  ~Publisher();

  /// Stores the object as a record of the service, identified by `obj.id`, else `id_str`, else the digest of
  /// its content. An unchanged object creates no version and no change; then this returns a repeat, without a
  /// number. Absent if a change was logged, and for a record that was forgotten.
  std::optional<Repeat> publish(const std::string& service, const Publication& publication);

 private:
  const Home home_;
  const connector::Registry& registry_;
  const Clock& clock_;
  std::mutex mutex_;
  Instant last_{};  ///< time of the last publication
  std::unique_ptr<store::Writer> writer_;
};

}  // namespace locker::serve
