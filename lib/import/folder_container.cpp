#include <algorithm>
#include <chrono>
#include <cstdio>

#include "lib/base/error.hpp"
#include "lib/import/container.hpp"

namespace locker::imports {
namespace {

namespace fs = std::filesystem;

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

class FileReader final : public Reader {
 public:
  explicit FileReader(const fs::path& file) : name_(file.string()), file_(std::fopen(file.c_str(), "rbe")) {
    if (!file_) throw Error(ErrorKind::internal, name_ + ": cannot be read");
  }
  std::size_t read(char* into, std::size_t size) override {
    const std::size_t got = std::fread(into, 1, size, file_.get());
    if (got == 0 && std::ferror(file_.get()))
      throw Error(ErrorKind::internal, name_ + ": cannot be read to its end");
    return got;
  }

 private:
  std::string name_;
  std::unique_ptr<std::FILE, CloseFile> file_;
};

Member member_of(const fs::path& file, std::string name) {
  const auto changed = std::chrono::file_clock::to_sys(fs::last_write_time(file));
  return {std::move(name), fs::file_size(file), std::chrono::floor<std::chrono::milliseconds>(changed)};
}

class FileContainer final : public Container {
 public:
  explicit FileContainer(fs::path place) : place_(std::move(place)) {}
  void add(const fs::path& file, std::string name) {
    members_.push_back(member_of(file, std::move(name)));
    files_.push_back(file);
  }
  [[nodiscard]] const std::vector<Member>& members() const override { return members_; }
  [[nodiscard]] std::unique_ptr<Reader> open(std::size_t member) const override {
    return std::make_unique<FileReader>(files_[member]);
  }
  [[nodiscard]] std::string name() const override { return place_.filename().string(); }

 private:
  fs::path place_;
  std::vector<Member> members_;
  std::vector<fs::path> files_;
};

/// A link is as good as what it leads to, as long as that lies in the folder.
void require_inside(const fs::path& root, const fs::path& file) {
  const auto target = fs::weakly_canonical(file);
  const auto [end, _] = std::ranges::mismatch(root, target);
  if (end != root.end())
    throw Error(ErrorKind::internal, file.string() + ": a link that leads out of the archive");
}

}  // namespace

std::unique_ptr<Container> open_folder(const fs::path& folder) try {
  auto container = std::make_unique<FileContainer>(folder);
  const fs::path root = fs::canonical(folder);
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.is_symlink()) require_inside(root, entry.path());
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  for (const auto& file : files) container->add(file, file.lexically_relative(root).generic_string());
  return container;
} catch (const fs::filesystem_error& error) {
  throw Error(ErrorKind::internal, folder.string() + ": " + error.code().message());
}

std::unique_ptr<Container> open_single_file(const fs::path& file) try {
  auto container = std::make_unique<FileContainer>(file);
  container->add(file, file.filename().string());
  return container;
} catch (const fs::filesystem_error& error) {
  throw Error(ErrorKind::internal, file.string() + ": " + error.code().message());
}

}  // namespace locker::imports
