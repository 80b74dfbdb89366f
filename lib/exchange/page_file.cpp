#include "lib/exchange/page_file.hpp"

#include "lib/base/error.hpp"

namespace locker::exchange {
namespace {

constexpr std::size_t kBlock = 1 << 17;

}  // namespace

void PageFile::open(const std::filesystem::path& path) {
  path_ = path;
  text_.clear();
  std::filesystem::create_directories(path.parent_path());
  file_ = std::ofstream(path, std::ios::binary);
}

void PageFile::flush_if_full() {
  if (text_.size() >= kBlock) flush();
}

void PageFile::flush() {
  file_.write(text_.data(), static_cast<std::streamsize>(text_.size()));
  text_.clear();
}

void PageFile::close() {
  flush();
  file_.close();
  if (!file_)
    throw Error(ErrorKind::internal, path_.string() + " cannot be written",
                "check free space and permissions");
}

}  // namespace locker::exchange
