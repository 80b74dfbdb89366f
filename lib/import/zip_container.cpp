#include <zip.h>

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "lib/base/error.hpp"
#include "lib/import/container.hpp"

namespace locker::imports {
namespace {

/// Greatest inflation allowed, of a member larger than kSmall and of all members together if larger than
/// kSmallOfAll. The text of an export shrinks to a tenth or a twentieth; data that shrinks to less than this
/// is meant to fill the disk. Most bytes of all members together are photos and videos, which do not shrink.
constexpr std::uint64_t kMostInflation = 200, kMostInflationOfAll = 100;
constexpr std::uint64_t kSmall = 1 << 20, kSmallOfAll = 16 << 20;
/// Bytes that a zip needs per member beside its data and its name, which it stores twice (APPNOTE 4.3.7,
/// 4.3.12).
constexpr std::uint64_t kOverhead = 30 + 46;

struct CloseZip {
  void operator()(zip_t* zip) const { zip_discard(zip); }
};
struct CloseMember {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Zip = std::unique_ptr<zip_t, CloseZip>;

[[noreturn]] void refuse(const std::string& file, const std::string& why) {
  throw Error(ErrorKind::internal, file + ": " + why);
}

class ZipReader final : public Reader {
 public:
  ZipReader(zip_t* zip, zip_uint64_t index, const Member& member, std::optional<std::uint32_t> checksum)
      : file_(zip_fopen_index(zip, index, 0)), name_(member.name), left_(member.size), checksum_(checksum) {
    if (!file_) refuse(name_, std::string("cannot be read: ") + zip_strerror(zip));
  }

  std::size_t read(char* into, std::size_t size) override {
    const zip_int64_t got = zip_fread(file_.get(), into, size);
    if (got < 0) refuse(name_, std::string("is damaged: ") + zip_file_strerror(file_.get()));
    const auto count = static_cast<std::uint64_t>(got);
    if (count > left_) refuse(name_, "is damaged: longer than the zip says");
    left_ -= count;
    if (got == 0 && left_ > 0) refuse(name_, "is damaged: shorter than the zip says");
    return static_cast<std::size_t>(count);
  }
  /// libzip verifies it while reading.
  [[nodiscard]] std::optional<std::uint32_t> checksum() const override { return checksum_; }

 private:
  std::unique_ptr<zip_file_t, CloseMember> file_;
  std::string name_;
  std::uint64_t left_;
  std::optional<std::uint32_t> checksum_;
};

class ZipContainer final : public Container {
 public:
  explicit ZipContainer(const std::filesystem::path& file) : file_(file) {
    int error = 0;
    zip_.reset(zip_open(file.c_str(), ZIP_RDONLY, &error));
    if (!zip_) refuse_file(error);
    const auto count = zip_get_num_entries(zip_.get(), 0);
    indices_.reserve(static_cast<std::size_t>(count));
    for (zip_int64_t i = 0; i < count; ++i) add(static_cast<zip_uint64_t>(i));
    require_room_for_all();
  }

  [[nodiscard]] std::size_t size() const override { return indices_.size(); }
  [[nodiscard]] Member member(std::size_t index) const override {
    const zip_stat_t stat = stat_of(indices_[index]);
    const std::int64_t changed = (stat.valid & ZIP_STAT_MTIME) ? std::int64_t{stat.mtime} : 0;
    const auto other = respelled_.find(indices_[index]);
    return {other == respelled_.end() ? stat.name : std::string_view(other->second), stat.size,
            from_millis(changed * 1000)};
  }
  [[nodiscard]] std::unique_ptr<Reader> open(std::size_t index) const override {
    const zip_stat_t stat = stat_of(indices_[index]);
    std::optional<std::uint32_t> checksum;
    if (stat.valid & ZIP_STAT_CRC) checksum = stat.crc;
    return std::make_unique<ZipReader>(zip_.get(), indices_[index], member(index), checksum);
  }
  [[nodiscard]] bool has_checksums() const override { return true; }
  [[nodiscard]] std::string name() const override { return file_.filename().string(); }

 private:
  [[noreturn]] void refuse_file(int error) const {
    zip_error_t reason;
    zip_error_init_with_code(&reason, error);
    const std::string text = zip_error_strerror(&reason);
    zip_error_fini(&reason);
    refuse(file_.string(), "no zip that can be read: " + text);
  }

  [[nodiscard]] zip_stat_t stat_of(zip_uint64_t index) const {
    zip_stat_t stat;
    if (zip_stat_index(zip_.get(), index, 0, &stat) != 0 || !(stat.valid & ZIP_STAT_NAME))
      refuse(file_.string(), std::string("damaged: ") + zip_strerror(zip_.get()));
    return stat;
  }

  void add(zip_uint64_t index) {
    const zip_stat_t stat = stat_of(index);
    std::string name = stat.name;
    if (!stays_inside(name)) refuse(file_.string(), "a member's name leads out of the archive: " + name);
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE)
      refuse(file_.string(), "encrypted: " + name);
    const bool is_respelled = name.find('\\') != std::string::npos;
    std::ranges::replace(name, '\\', '/');
    if (name.ends_with('/')) return;
    if (!(stat.valid & ZIP_STAT_SIZE) || !(stat.valid & ZIP_STAT_COMP_SIZE))
      refuse(file_.string(), "damaged: nothing tells how large " + name + " is");
    if (stat.size > kSmall && stat.size / kMostInflation > stat.comp_size)
      refuse(file_.string(), name + " inflates absurdly: " + std::to_string(stat.comp_size) + " bytes to " +
                                 std::to_string(stat.size));
    size_ += stat.size;
    compressed_ += stat.comp_size;
    indices_.push_back(index);
    if (is_respelled) respelled_.emplace(index, std::move(name));
  }

  /// Detects zip bombs whose members share bytes, or that have many members that inflate: bounds the total
  /// size by a multiple of the file size.
  void require_room_for_all() const {
    if (compressed_ + kOverhead * indices_.size() > std::filesystem::file_size(file_))
      refuse(file_.string(), "its members overlap: together they are larger than the file");
    if (size_ > kSmallOfAll && size_ / kMostInflationOfAll > compressed_)
      refuse(file_.string(), "its members inflate absurdly: " + std::to_string(compressed_) + " bytes to " +
                                 std::to_string(size_));
  }

  std::filesystem::path file_;
  std::uint64_t size_ = 0, compressed_ = 0;  ///< of all members
  Zip zip_;                                  ///< keeps the directory
  std::vector<zip_uint64_t> indices_;
  /// Names that were stored with the `\` separator, respelled with `/`.
  std::unordered_map<zip_uint64_t, std::string> respelled_;
};

}  // namespace

std::unique_ptr<Container> open_zip(const std::filesystem::path& file) {
  return std::make_unique<ZipContainer>(file);
}

}  // namespace locker::imports
