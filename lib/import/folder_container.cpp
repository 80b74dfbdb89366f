#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

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

class FileContainer final : public Container {
 public:
  /// `names` are relative to `folder`.
  FileContainer(std::string name, fs::path folder, const std::vector<std::string>& names)
      : name_(std::move(name)), folder_(std::move(folder)) {
    files_.reserve(names.size());
    for (const auto& file : names) {
      const fs::path path = folder_ / file;
      const auto changed = std::chrono::file_clock::to_sys(fs::last_write_time(path));
      files_.push_back({file, fs::file_size(path), std::chrono::floor<std::chrono::milliseconds>(changed)});
    }
  }
  [[nodiscard]] std::size_t size() const override { return files_.size(); }
  [[nodiscard]] Member member(std::size_t index) const override {
    const File& file = files_[index];
    return {file.name, file.size, file.changed};
  }
  [[nodiscard]] std::unique_ptr<Reader> open(std::size_t member) const override {
    return std::make_unique<FileReader>(folder_ / files_[member].name);
  }
  [[nodiscard]] std::string name() const override { return name_; }

 private:
  struct File {
    std::string name;
    std::uint64_t size = 0;
    Instant changed;
  };
  std::string name_;
  fs::path folder_;
  std::vector<File> files_;
};

/// Throws if a symbolic link leads outside the folder.
void require_inside(const fs::path& root, const fs::path& file) {
  const auto target = fs::weakly_canonical(file);
  const auto [end, _] = std::ranges::mismatch(root, target);
  if (end != root.end())
    throw Error(ErrorKind::internal, file.string() + ": a link that leads out of the archive");
}

}  // namespace

std::unique_ptr<Container> open_folder(const fs::path& folder) try {
  const fs::path root = fs::canonical(folder);
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.is_symlink()) require_inside(root, entry.path());
    if (entry.is_regular_file()) names.push_back(entry.path().lexically_relative(root).generic_string());
  }
  std::ranges::sort(names);
  return std::make_unique<FileContainer>(folder.filename().string(), root, names);
} catch (const fs::filesystem_error& error) {
  throw Error(ErrorKind::internal, folder.string() + ": " + error.code().message());
}

std::unique_ptr<Container> open_single_file(const fs::path& file) try {
  const std::string name = file.filename().string();
  return std::make_unique<FileContainer>(name, file.parent_path(), std::vector{name});
} catch (const fs::filesystem_error& error) {
  throw Error(ErrorKind::internal, file.string() + ": " + error.code().message());
}

}  // namespace locker::imports
