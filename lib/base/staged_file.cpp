#include "lib/base/staged_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "lib/base/atomic_file.hpp"
#include "lib/base/file_error.hpp"

namespace locker {
namespace {

namespace fs = std::filesystem;

/// An open file that the destructor closes.
class Open {
 public:
  Open(const fs::path& path, int further) : path_(path) {
    descriptor_ = open(path.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC | further, 0600);
    if (descriptor_ < 0) throw_file_error(path_, "written", errno);
  }
  ~Open() { close(descriptor_); }
  Open(const Open&) = delete;
  Open& operator=(const Open&) = delete;

  void write_all(std::string_view bytes) const { locker::write_all(descriptor_, bytes, path_); }
  void end_at(std::size_t size) const {
    if (ftruncate(descriptor_, static_cast<off_t>(size)) != 0) throw_file_error(path_, "written", errno);
  }
  void to_disk() const {
    if (fsync(descriptor_) != 0) throw_file_error(path_, "written", errno);
  }

 private:
  const fs::path& path_;
  int descriptor_ = -1;
};

}  // namespace

StagedFile::StagedFile(fs::path file) : file_(std::move(file)), path_(file_.string() + ".next") {}

void StagedFile::reserve(std::size_t bytes) const {
  {
    const Open room(path_, O_TRUNC);
    room.write_all(std::string(bytes, ' '));
    room.to_disk();
  }
  sync_folder(path_.parent_path());
}

void StagedFile::write(std::string_view bytes) const {
  const Open room(path_, 0);
  room.write_all(bytes);
  room.end_at(bytes.size());
  room.to_disk();
}

void StagedFile::take_place() const {
  if (rename(path_.c_str(), file_.c_str()) != 0) throw_file_error(file_, "written", errno);
  sync_folder(file_.parent_path());
}

std::optional<std::string> StagedFile::left() const { return read_file(path_); }

void StagedFile::remove() const { unlink(path_.c_str()); }

}  // namespace locker
