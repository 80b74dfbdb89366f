#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "world.hpp"

namespace github_stand_in {

using Json = nlohmann::ordered_json;

/// Returns 2026-01-31T12:00:00Z.
std::string iso_time(Time time);
/// Returns Sat, 31 Jan 2026 12:00:00 GMT.
std::string http_date(Time time);
/// Parses the format of iso_time(); -1 if invalid.
Time parse_iso_time(const std::string& text);

/// Builds the service's JSON objects. Addresses in them begin with `base`.
class Renderer {
 public:
  Renderer(const World& world, std::string base) : world_(world), base_(std::move(base)) {}

  [[nodiscard]] Json person(Id id) const;          ///< the form in other objects and in lists
  [[nodiscard]] Json me(bool with_private) const;  ///< of /user
  [[nodiscard]] Json public_profile(const User& user) const;
  [[nodiscard]] Json organization(const Organization& organization) const;
  [[nodiscard]] Json minimal_repository(const Repository& repository) const;
  [[nodiscard]] Json repository(const Repository& repository) const;
  [[nodiscard]] Json issue(const Issue& issue, bool with_repository) const;
  [[nodiscard]] Json pull(const Issue& issue) const;
  [[nodiscard]] Json comment(const Comment& comment) const;
  [[nodiscard]] Json review(const Review& review) const;
  [[nodiscard]] Json commit(const Repository& repository, std::size_t index) const;
  [[nodiscard]] Json release(const Repository& repository, const Release& release) const;
  [[nodiscard]] Json gist(const Gist& gist, bool with_contents) const;
  [[nodiscard]] Json notification(const Notification& notification) const;
  [[nodiscard]] Json event(const Event& event) const;

 private:
  [[nodiscard]] Json owner(Id id) const;
  [[nodiscard]] std::string repository_url(const Repository& repository) const;
  [[nodiscard]] std::string web(const Repository& repository) const;
  [[nodiscard]] const Repository& of(Id repository) const { return world_.repositories.at(repository); }
  [[nodiscard]] Json milestone(const std::string& repository) const;
  [[nodiscard]] std::string association(const Repository& repository, Id author) const;

  const World& world_;
  std::string base_;
};

}  // namespace github_stand_in
