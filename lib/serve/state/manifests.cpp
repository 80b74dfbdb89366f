#include "lib/serve/state/manifests.hpp"

#include <algorithm>
#include <array>

#include "lib/base/error.hpp"
#include "lib/foreign/document.hpp"

namespace locker::serve {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 3> kKinds{"app", "connector", "collection"};
constexpr std::size_t kDeepest = 32;

class Walk {
 public:
  Walk(fs::path home, const Complaint& complain, const std::stop_token& stop)
      : home_(std::move(home)), complain_(complain), stop_(stop) {}

  void folder(const std::string& name) {
    std::error_code error;
    const fs::path here = fs::canonical(home_ / name, error);
    if (error) return complain_(name + " cannot be read: " + error.message());
    const auto holds_one_above =
        std::ranges::any_of(above_, [&](const fs::path& one) { return holds(here, one); });
    if (holds_one_above || above_.size() == kDeepest) return;  // a loop of links
    above_.push_back(here);
    for (const auto& entry : entries_of(name)) one(name + "/" + entry);
    above_.pop_back();
  }

  std::vector<Object> found;

 private:
  /// Both paths must be free of links.
  static bool holds(const fs::path& folder, const fs::path& other) {
    return std::ranges::mismatch(folder, other).in1 == folder.end();
  }

  std::vector<std::string> entries_of(const std::string& name) {
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entry(home_ / name, error), end; !error && entry != end;
         entry.increment(error)) {
      throw_if_stopped();
      names.push_back(entry->path().filename().string());
    }
    if (error) complain_(name + " cannot be read: " + error.message());
    std::ranges::sort(names);
    return names;
  }

  void throw_if_stopped() const {
    if (stop_.stop_requested()) throw Error(ErrorKind::interrupted, "locker serve ends");
  }

  void one(const std::string& name) {
    throw_if_stopped();
    std::error_code error;
    const fs::file_status status = fs::status(home_ / name, error);
    if (fs::is_directory(status)) return folder(name);
    if (!fs::exists(status)) return complain_(name + " leads nowhere");
    if (is_manifest_name(name)) manifest(name, fs::path(name).extension().string().substr(1));
  }

  void manifest(const std::string& name, const std::string& kind) {
    try {
      auto object = foreign::read_object(home_ / name);
      if (!object) return complain_(name + " leads nowhere");
      (*object)["srcdir"] = fs::path(name).parent_path().string();
      (*object)["is"] = kind;
      found.push_back(*std::move(object));
    } catch (const Error& error) {
      complain_(name + " " + error.what());
    }
  }

  const fs::path home_;
  const Complaint& complain_;
  const std::stop_token& stop_;
  std::vector<fs::path> above_;
};

}  // namespace

bool is_manifest_name(const std::string& name) {
  const std::string suffix = fs::path(name).extension().string();
  return std::ranges::any_of(kKinds, [&](auto kind) { return suffix == "." + std::string(kind); });
}

std::vector<Object> scan_manifests(const fs::path& home, const std::vector<std::string>& folders,
                                   const Complaint& complain, const std::stop_token& stop) {
  Walk walk(home, complain, stop);
  for (std::string folder : folders) {
    while (folder.size() > 1 && folder.ends_with('/')) folder.pop_back();
    walk.folder(folder);
  }
  return std::move(walk.found);
}

}  // namespace locker::serve
