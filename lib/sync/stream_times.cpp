#include "lib/sync/stream_times.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "lib/base/atomic_file.hpp"
#include "lib/foreign/document.hpp"

namespace locker::sync {

using nlohmann::json;

StreamTimes::StreamTimes(std::filesystem::path file) : file_(std::move(file)) {
  const json document = foreign::read(read_file(file_).value_or(""));
  if (!document.is_object()) return;
  for (const auto& [stream, text] : document.items())
    if (const auto time = text.is_string() ? parse_rfc3339(text.get<std::string>()) : std::nullopt)
      times_[stream] = *time;
}

std::optional<Instant> StreamTimes::find(const store::StreamName& stream) const {
  const auto found = times_.find(stream.text());
  return found == times_.end() ? std::nullopt : std::optional(found->second);
}

void StreamTimes::set(const store::StreamName& stream, Instant time) {
  times_[stream.text()] = time;
  json document = json::object();
  for (const auto& [name, one] : times_) document[name] = format_rfc3339(one);
  write_file_atomically(file_, document.dump(2) + "\n");
}

}  // namespace locker::sync
