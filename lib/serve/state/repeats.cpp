#include "lib/serve/state/repeats.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <sstream>

#include "lib/base/atomic_file.hpp"
#include "lib/base/file_error.hpp"
#include "lib/foreign/document.hpp"
#include "lib/serve/state/object.hpp"

namespace locker::serve {
namespace {

constexpr std::size_t kFew = 100, kMost = 100'000;

std::string line_of(const Repeat& repeat) {
  const Object line{
      {"number", repeat.number}, {"change", repeat.change}, {"after", repeat.after}, {"type", repeat.type}};
  return dumped(line) + "\n";
}

/// A file opened for appending.
class Appended {
 public:
  explicit Appended(const std::filesystem::path& path)
      : path_(path),
        descriptor_(open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR)) {
    if (descriptor_ < 0) fail();
  }
  ~Appended() { close(descriptor_); }
  Appended(const Appended&) = delete;
  Appended& operator=(const Appended&) = delete;

  void write(std::string_view bytes) const {
    write_all(descriptor_, bytes, path_);
    if (fdatasync(descriptor_) != 0) fail();
  }

 private:
  [[noreturn]] void fail() const { throw_file_error(path_, "written", errno); }
  const std::filesystem::path& path_;
  const int descriptor_;
};

}  // namespace

Repeats::Repeats(std::filesystem::path file, std::int64_t given) : file_(std::move(file)), last_(given) {
  const auto text = read_file(file_);
  if (!text || text->empty()) return;
  std::istringstream lines(*text);
  for (std::string one; std::getline(lines, one);) {
    const auto line = foreign::read_in_order(one);
    if (!line.is_object()) continue;
    Repeat repeat{text_of(line, "type"), number_of(line, "change"), number_of(line, "after"),
                  number_of(line, "number")};
    const std::int64_t newest = waiting_.empty() ? 0 : waiting_.back().number;
    if (repeat.number > newest && repeat.change > 0) waiting_.push_back(std::move(repeat));
  }
  if (!waiting_.empty()) last_ = std::max(last_, waiting_.back().number);
  save();  // removes a truncated last line, to which the next would be appended
}

bool Repeats::add(Repeat repeat, const std::vector<Listener>& listeners) {
  const std::lock_guard guard(mutex_);
  if (waiting_.size() >= drop_at_) drop_delivered(listeners);
  if (waiting_.size() >= kMost) return false;
  repeat.number = last_ + 1;
  append(repeat);
  last_ = repeat.number;
  waiting_.push_back(std::move(repeat));
  return true;
}

void Repeats::append(const Repeat& repeat) try { Appended(file_).write(line_of(repeat)); } catch (...) {
  drop_at_ = 0;  // a partial line may have been written; the next add() rewrites the file
  throw;
}

void Repeats::drop_delivered(const std::vector<Listener>& listeners) {
  std::erase_if(waiting_, [&](const Repeat& repeat) {
    return std::ranges::none_of(listeners, [&](const Listener& one) {
      return one.type == repeat.type && one.repeat < repeat.number;
    });
  });
  save();
  drop_at_ = std::min(std::max(kFew, 2 * waiting_.size()), kMost);
}

std::optional<Repeat> Repeats::next(const std::string& type, std::int64_t& heard) const {
  const std::lock_guard guard(mutex_);
  for (auto one = std::ranges::upper_bound(waiting_, heard, {}, &Repeat::number); one != waiting_.end();
       ++one) {
    if (one->type == type) return *one;
    heard = one->number;
  }
  return std::nullopt;
}

std::int64_t Repeats::last() const {
  const std::lock_guard guard(mutex_);
  return last_;
}

void Repeats::lower(std::int64_t last_change) {
  const std::lock_guard guard(mutex_);
  if (std::ranges::none_of(waiting_, [&](const Repeat& one) { return one.after > last_change; })) return;
  std::erase_if(waiting_, [&](const Repeat& one) { return one.change > last_change; });
  for (auto& one : waiting_) one.after = std::min(one.after, last_change);
  save();
}

void Repeats::save() const {
  std::string lines;
  for (const auto& one : waiting_) lines += line_of(one);
  write_file_atomically(file_, lines);
}

}  // namespace locker::serve
