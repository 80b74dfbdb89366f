#include "lib/serve/state/offers.hpp"

#include <utility>

namespace locker::serve {
namespace {

namespace fs = std::filesystem;

/// The folder of `locker connectors install`.
constexpr char kOwn[] = "Connectors";

}  // namespace

Offers::Offers(fs::path home, std::vector<Object> compiled_in,
               const std::optional<std::vector<std::string>>& scanned, Complaint complain,
               std::stop_token stop)
    : home_(std::move(home)),
      complain_(std::move(complain)),
      stop_(std::move(stop)),
      is_fixed_(scanned.has_value()),
      fixed_(scanned && !scanned->empty() ? scan(*scanned) : std::move(compiled_in)) {
  if (!is_fixed_) (void)all();  // reports what cannot be read at startup
}

std::vector<Object> Offers::all() const {
  std::vector<Object> offers = fixed_;
  if (is_fixed_) return offers;
  const std::lock_guard guard(mutex_);
  // Taken before the scan, which a change during it must not escape.
  if (Times now = times(); now != scanned_at_) {
    own_ = now.empty() ? std::vector<Object>{} : scan({kOwn});
    scanned_at_ = std::move(now);
  }
  offers.insert(offers.end(), own_.begin(), own_.end());
  return offers;
}

/// Returns when entries of the folder or of a connector in it were last added, removed or replaced.
Offers::Times Offers::times() const {
  Times times;
  const auto note = [&times](const fs::path& folder) {
    std::error_code unknown;
    if (!fs::is_directory(folder, unknown)) return;
    const auto changed = fs::last_write_time(folder, unknown);
    if (!unknown) times.emplace(folder, changed);
  };
  note(home_ / kOwn);
  std::error_code error;
  for (fs::directory_iterator entry(home_ / kOwn, error), end; !error && entry != end; entry.increment(error))
    note(entry->path());
  return times;
}

std::vector<Object> Offers::scan(const std::vector<std::string>& folders) const {
  return scan_manifests(home_, folders, complain_, stop_);
}

}  // namespace locker::serve
