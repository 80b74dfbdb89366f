#include "lib/serve/state/diary.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ctime>
#include <nlohmann/json.hpp>

#include "lib/base/state_file.hpp"
#include "lib/foreign/document.hpp"

namespace locker::serve {
namespace {

constexpr std::size_t kLongest = 64 * 1024, kLongestLevel = 64;

std::string dumped(const nlohmann::ordered_json& value) {
  return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

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
  append(service, message, level, "json");
}

void Diary::write(std::string_view service, const std::string& message) {
  const nlohmann::ordered_json text = message;
  append(service, &text, 0, "json");
}

void Diary::log(std::string_view service, const std::string& message) {
  const nlohmann::ordered_json text = message;
  append(service, &text, 0, "log");
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

void Diary::append(std::string_view service, const nlohmann::ordered_json* message,
                   const nlohmann::ordered_json& level, const std::string& kind) {
  nlohmann::ordered_json entry{{"timestamp", to_millis(clock_.now())},
                               {"level", bounded(level, kLongestLevel)}};
  if (message) entry["message"] = bounded(*message, kLongest);
  entry["service"] = service;
  const std::string line = dumped(entry) + "\n";
  const std::lock_guard guard(mutex_);
  const auto file = file_of_today(kind);
  make_folder(file.parent_path());
  const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0) return;
  // A single write, so that lines of concurrent writers are not mixed. If the disk is full, the line is lost,
  // but the service continues.
  [[maybe_unused]] const auto written = ::write(descriptor, line.data(), line.size());
  close(descriptor);
}

std::string Diary::read(const std::string& kind) const {
  const std::lock_guard guard(mutex_);
  return read_state_file(file_of_today(kind)).value_or(std::string());
}

}  // namespace locker::serve
