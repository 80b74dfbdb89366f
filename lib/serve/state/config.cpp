#include "lib/serve/state/config.hpp"

#include <nlohmann/json.hpp>

#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "lib/foreign/document.hpp"

namespace locker::serve {
namespace {

constexpr int kGreatestPort = 65'535;

[[noreturn]] void unclear(const std::filesystem::path& file, const std::string& what) {
  throw Error(ErrorKind::usage, file.string() + ": " + what, "correct it, or leave out --config");
}

}  // namespace

CoreConfig read_config(const std::filesystem::path& file) {
  const auto text = read_file(file);
  if (!text) unclear(file, "there is no such file");
  const auto document = foreign::read(*text);
  if (!document.is_object()) unclear(file, "not a JSON object");
  CoreConfig config;
  if (const auto host = document.find("lockerHost"); host != document.end() && !host->is_null()) {
    if (!host->is_string() || host->get<std::string>().empty()) unclear(file, "lockerHost is a name");
    config.host = host->get<std::string>();
  }
  if (const auto port = document.find("lockerPort"); port != document.end() && !port->is_null()) {
    const auto number = port->is_string() ? foreign::read(port->get<std::string>()) : *port;
    if (!number.is_number_integer() || number.get<std::int64_t>() < 0 ||
        number.get<std::int64_t>() > kGreatestPort)
      unclear(file, "lockerPort is a number up to 65535");
    config.port = number.get<int>();
  }
  if (const auto folders = document.find("scannedDirs"); folders != document.end() && !folders->is_null()) {
    if (!folders->is_array()) unclear(file, "scannedDirs is a list of folders");
    for (const auto& folder : *folders) {
      if (!folder.is_string()) unclear(file, "scannedDirs is a list of folders");
      config.scanned_folders.push_back(folder.get<std::string>());
    }
  }
  return config;
}

}  // namespace locker::serve
