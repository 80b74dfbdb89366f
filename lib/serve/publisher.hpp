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

/// What a service said in `POST /core/<id>/event`.
struct Publication {
  std::string type;    ///< as given: `contact/github`
  std::string object;  ///< the bytes of `obj`
};

/// Reads it from a JSON body, or from a form whose `obj` is JSON, has nested names, or is a text. Absent if
/// there is no type, if `obj` is nothing, false, zero or empty, or nests too deeply, if the type or the
/// object's id is longer than 1 KB.
[[nodiscard]] std::optional<Publication> read_publication(std::string_view body, bool is_form);

/// Archives what services publish: so it can be queried, has history, and reaches listeners through the
/// change log like everything else (forms, "Events").
class Publisher {
 public:
  Publisher(Home home, const connector::Registry& registry, const Clock& clock);
  ~Publisher();

  /// Stores the object as a record of the service's. Its id is `obj.id`, else `id_str`, else its content's
  /// digest. An unchanged one makes no version and no change: it is the repeat, without its number, that this
  /// gives. Absent where the log has a change of it, and for what was forgotten.
  std::optional<Repeat> publish(const std::string& service, const Publication& publication);

 private:
  const Home home_;
  const connector::Registry& registry_;
  const Clock& clock_;
  std::mutex mutex_;
  Instant last_{};  ///< when something was published
  std::unique_ptr<store::Writer> writer_;
};

}  // namespace locker::serve
