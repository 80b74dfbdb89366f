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
  Incoming file = receive(read);
  return keep(file, medium, file_name, source);
}

void Keeper::keep_unshown(const store::MediaOwner& named_after, std::string_view file_name,
                          const Read& read) {
  Incoming file = receive(read);
  const Place place =
      put(file, browsable_name(named_after.time, named_after.id, 1, extension_of(file_name, {})));
  if (place.file.id == 0) rows_.keep_unshown(place.content, place.file);
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
  const Place place =
      put(file, browsable_name(owner->time, owner->id, medium.place, extension_of(file_name, medium.kind)));
  rows_.keep(owner->record, medium, place.content, place.file, source, clock_.now());
  return place.is_new ? StoreResult::stored : StoreResult::shared;
}

Incoming Keeper::receive(const Read& read) const {
  Incoming file = Incoming::fresh(folder_);
  std::string buffer(kBuffer, '\0');
  while (const std::size_t got = read(buffer.data(), buffer.size()))
    file.append(std::string_view(buffer).substr(0, got));
  return file;
}

Keeper::Place Keeper::put(Incoming& file, const std::string& name) {
  const auto size = static_cast<std::int64_t>(file.size());
  const store::Digest content = file.digest();
  const auto known = rows_.file_of(content);
  if (known && is_there(*known)) {
    file.discard();
    return {content, *known, false};
  }
  store::StoredFile place = known ? *known : store::StoredFile{0, size, free_name(name)};
  file.move_to(folder_ / place.path);
  return {content, std::move(place), true};
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

std::string Keeper::free_name(const std::string& name) {
  if (!rows_.is_taken(name)) return name;
  for (int number = 2;; ++number)
    if (auto other = numbered_name(name, number); !rows_.is_taken(other)) return other;
}

}  // namespace locker::media
