#include "lib/media/keeper.hpp"

#include "lib/media/name.hpp"

namespace locker::media {
namespace {

constexpr std::size_t kBuffer = 1 << 16;

}  // namespace

Keeper::Keeper(const Home& home, const connector::Registry& registry, std::string_view account, Clock& clock)
    : rows_(home, registry, account), folder_(home.account(account) / "media"), clock_(clock) {}

StoreResult Keeper::keep_file(const store::Medium& medium, std::string_view file_name,
                              std::string_view source, const Read& read) {
  if (!rows_.owner(medium.record)) return StoreResult::no_record;
  if (has(medium)) return StoreResult::known;
  Incoming file = Incoming::fresh(folder_);
  std::string buffer(kBuffer, '\0');
  while (const std::size_t got = read(buffer.data(), buffer.size()))
    file.append(std::string_view(buffer).substr(0, got));
  return keep(file, medium, file_name, source);
}

StoreResult Keeper::keep(Incoming& file, const store::Medium& medium, std::string_view file_name,
                         std::string_view source) {
  const auto owner = rows_.owner(medium.record);
  if (!owner) {
    file.discard();
    return StoreResult::no_record;
  }
  if (has(medium)) {
    file.discard();
    return StoreResult::known;
  }
  const auto size = static_cast<std::int64_t>(file.size());
  const store::Digest content = file.digest();
  auto known = rows_.file_of(content);
  if (known && is_there(*known)) {
    file.discard();
    rows_.keep(owner->record, medium, content, *known, source, clock_.now());
    return StoreResult::shared;
  }
  if (!known) known = store::StoredFile{0, size, free_name(*owner, medium, file_name)};
  file.move_to(folder_ / known->path);
  rows_.keep(owner->record, medium, content, *known, source, clock_.now());
  return StoreResult::stored;
}

bool Keeper::has(const store::Medium& medium) {
  const auto owner = rows_.owner(medium.record);
  if (!owner) return false;
  const auto known = rows_.known(owner->record, medium.key);
  return known && known->file && is_there(*known->file);
}

bool Keeper::is_there(const store::StoredFile& file) const {
  std::error_code missing;
  const auto size = std::filesystem::file_size(folder_ / file.path, missing);
  return !missing && static_cast<std::int64_t>(size) == file.size;
}

std::string Keeper::free_name(const store::MediaOwner& owner, const store::Medium& medium,
                              std::string_view file_name) {
  const std::string name =
      browsable_name(owner.time, owner.id, medium.place, extension_of(file_name, medium.kind));
  if (!rows_.is_taken(name)) return name;
  for (int number = 2;; ++number)
    if (auto other = numbered_name(name, number); !rows_.is_taken(other)) return other;
}

}  // namespace locker::media
