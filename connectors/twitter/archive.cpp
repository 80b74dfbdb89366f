#include "connectors/twitter/archive.hpp"

#include <algorithm>
#include <charconv>

#include "connectors/twitter/snowflake.hpp"

namespace locker::connectors::twitter {
namespace {

using imports::Disposition;

constexpr std::string_view kScript = ".js";
constexpr std::string_view kPart = "-part";

/// The member and the part number of a file such as `direct-messages-part3.js`.
struct FileName {
  std::string member;
  int part = 0;
};

FileName read_name(std::string_view file) {
  file.remove_suffix(kScript.size());
  FileName name{std::string(file), 0};
  if (const auto at = file.rfind(kPart); at != std::string_view::npos) {
    const std::string_view digits = file.substr(at + kPart.size());
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), name.part);
    if (error == std::errc() && end == digits.data() + digits.size()) name.member.resize(at);
  }
  std::ranges::replace(name.member, '_', '-');
  return name;
}

/// Media files are in folders whose names end with `_media`.
bool is_media(std::string_view name) {
  const auto slash = name.find('/');
  return slash != std::string_view::npos && name.substr(0, slash).ends_with("_media");
}

Role role_of_member(const ArchiveMember& known, const FileName& name) {
  Role role;
  role.disposition = known.disposition;
  role.kind = known.name.empty() ? name.member : std::string(known.name);
  if (role.kind == "account") role.kind = imports::kOwner;
  role.part = name.part;
  role.turn = known.turn;
  role.stream = known.stream;
  role.unless = known.unless;
  role.is_supplement = known.is_supplement;
  role.lists_whole_stream = known.lists_whole_stream;
  role.gap_stream = known.gap_stream;
  role.may_be_part = role.kind.ends_with("note-tweet");
  if (role.kind.starts_with("direct-message") && known.map == map_message) {
    role.layout = {"dmConversation", "conversationId", "messages"};
    role.groups = "conversations";
  }
  return role;
}

class TwitterArchive final : public imports::Importer {
 public:
  [[nodiscard]] std::optional<std::string> root(const std::vector<std::string_view>& names) const override {
    return archive_root(names);
  }

  [[nodiscard]] Role role(std::string_view name) const override {
    Role skipped;
    skipped.disposition = Disposition::skipped;
    if (is_system_file(name)) return skipped;
    if (name.starts_with("assets/") || name == "Your archive.html" || name.ends_with("README.txt"))
      return skipped;
    if (name.starts_with(kDataFolder)) name.remove_prefix(kDataFolder.size());
    Role role;
    if (is_media(name)) role.disposition = Disposition::media;
    if (name.find('/') != std::string_view::npos || !name.ends_with(kScript)) return role;
    const FileName file = read_name(name);
    const ArchiveMember* known = archive_member(file.member);
    return known ? role_of_member(*known, file) : role;
  }

  [[nodiscard]] std::optional<Instant> made(std::string_view archive_name) const override {
    return archive_made(archive_name);
  }
  [[nodiscard]] imports::Manifest read_manifest(json::Value manifest) const override {
    return read_archive_manifest(manifest);
  }
  [[nodiscard]] imports::Owner read_owner(json::Value element) const override {
    return read_archive_owner(element);
  }

  [[nodiscard]] Mapped map(const Role& role, const Entry& entry) const override {
    const std::string_view name = role.kind == imports::kOwner ? std::string_view("account") : role.kind;
    return archive_member(name)->map(role, entry);
  }

  [[nodiscard]] std::size_t fit(std::string_view part, std::string_view whole) const override {
    return matched_length(part, whole);
  }
  void join(store::Observation& part, const store::Candidate& whole) const override {
    join_note(part, whole);
  }
  [[nodiscard]] std::optional<store::KeySpan> keys_between(Instant from, Instant to) const override {
    return store::KeySpan{first_id_of(from), first_id_of(to)};
  }
  [[nodiscard]] std::optional<Instant> time_of(std::string_view key) const override {
    return twitter::time_of(key);
  }
  [[nodiscard]] std::int64_t order_of(std::string_view edit) const override {
    return number_of(edit).value_or(0);
  }

  [[nodiscard]] std::optional<store::RecordName> shown_by(std::string_view name,
                                                          const imports::Owner& owner) const override {
    return media_owner(name, owner);
  }
  [[nodiscard]] store::MediaOwner named_after(std::string_view name) const override {
    return id_in_media_name(name);
  }
  [[nodiscard]] store::Medium medium(std::string_view name, const store::RecordName& record,
                                     const std::vector<store::StoredForm>& forms) const override {
    return describe_medium(name, record, forms);
  }
};

}  // namespace

std::unique_ptr<imports::Importer> make_importer() { return std::make_unique<TwitterArchive>(); }

}  // namespace locker::connectors::twitter
