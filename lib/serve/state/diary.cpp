#include "lib/serve/state/diary.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ctime>
#include <utility>

#include "lib/base/error.hpp"
#include "lib/foreign/document.hpp"
#include "lib/serve/state/object.hpp"

namespace locker::serve {
namespace {

constexpr std::size_t kLongestLevel = 64;
/// Limit of what one service writes into a day's diary, since core began.
constexpr std::uint64_t kMostBytesOfService = 16 << 20;

void make_folder(const std::filesystem::path& folder) {
  std::error_code unknown;
  if (folder.has_parent_path() && !std::filesystem::exists(folder.parent_path(), unknown))
    make_folder(folder.parent_path());
  mkdir(folder.c_str(), S_IRWXU);
}

}  // namespace

std::filesystem::path Diary::file_of_today(const std::string& kind) const {
  const std::time_t now = std::chrono::system_clock::to_time_t(clock_.now());
  std::tm day{};
  localtime_r(&now, &day);
  constexpr int kFirstYear = 1900;
  return folder_ / "diary" / std::to_string(day.tm_year + kFirstYear) / std::to_string(day.tm_mon + 1) /
         (std::to_string(day.tm_mday) + "." + kind);
}

void Diary::write(std::string_view service, const nlohmann::ordered_json* message,
                  const nlohmann::ordered_json& level) {
  const std::string line = line_of(service, message, level);
  const std::lock_guard guard(mutex_);
  if (fits(service, line.size())) return append(line, "json");
  const bool is_first =
      std::exchange(written_.find(service)->second, kMostBytesOfService) < kMostBytesOfService;
  const std::string full = std::string(service) + " has filled its share of today's diary, 16 MB";
  if (is_first) append(line_of(kCoreItself, full), "json");
  throw Error(ErrorKind::rate_limit, full, "there is room again tomorrow; what it prints goes to the log");
}

void Diary::write(std::string_view service, const std::string& message) {
  const std::string line = line_of(service, message);
  const std::lock_guard guard(mutex_);
  append(line, "json");
}

void Diary::log(std::string_view service, const std::string& message) {
  const std::string line = line_of(service, message);
  const std::lock_guard guard(mutex_);
  append(line, "log");
}

/// Returns the value without secrets; if it is longer than that, or hiding a secret broke it, as text.
nlohmann::ordered_json Diary::bounded(const nlohmann::ordered_json& value, std::size_t longest) const {
  if (value.is_string()) return hide_(value.get_ref<const std::string&>().substr(0, longest));
  const std::string spelled = dumped(value);
  const std::string hidden = hide_(spelled);
  if (spelled.size() <= longest && hidden == spelled) return value;
  if (hidden.size() <= longest)
    if (auto rest = foreign::read_in_order(hidden); !rest.is_discarded()) return rest;
  return hidden.substr(0, longest);
}

std::string Diary::line_of(std::string_view service, const nlohmann::ordered_json* message,
                           const nlohmann::ordered_json& level) const {
  nlohmann::ordered_json entry{{"timestamp", to_millis(clock_.now())},
                               {"level", bounded(level, kLongestLevel)}};
  if (message) entry["message"] = bounded(*message, kLongestMessage);
  entry["service"] = service;
  return dumped(entry) + "\n";
}

std::string Diary::line_of(std::string_view service, const std::string& message) const {
  const nlohmann::ordered_json text = message;
  return line_of(service, &text, 0);
}

/// Counts the bytes if today's diary takes so many of the service.
bool Diary::fits(std::string_view service, std::uint64_t bytes) {
  if (auto today = file_of_today("json"); today != counted_) {
    counted_ = std::move(today);
    written_.clear();
  }
  auto& written = written_.try_emplace(std::string(service)).first->second;
  if (written + bytes > kMostBytesOfService) return false;
  written += bytes;
  return true;
}

void Diary::append(const std::string& line, const std::string& kind) {
  const auto file = file_of_today(kind);
  make_folder(file.parent_path());
  const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) return;
  // A single write, so that lines of concurrent writers are not mixed. If the disk is full, the line is lost,
  // but the service continues.
  [[maybe_unused]] const auto written = ::write(descriptor, line.data(), line.size());
  close(descriptor);
}

StateFileReader Diary::open_today(const std::string& kind) const {
  const std::lock_guard guard(mutex_);  // the size of a file that is being written may end within a line
  return StateFileReader(file_of_today(kind));
}

}  // namespace locker::serve
