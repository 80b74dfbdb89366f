#include "lib/serve/state/listeners.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "lib/base/atomic_file.hpp"

namespace locker::serve {
namespace {

bool is_same(const Listener& a, const Listener& b) {
  return a.type == b.type && a.service == b.service && a.callback == b.callback;
}

}  // namespace

Listeners::Listeners(std::filesystem::path file) : file_(std::move(file)) {
  const auto document = nlohmann::json::parse(read_file(file_).value_or("[]"), nullptr, false);
  if (!document.is_array()) return;
  for (const auto& one : document)
    if (one.is_object())
      listeners_.push_back({one.value("type", ""), one.value("service", ""), one.value("callback", ""),
                            one.value("position", std::int64_t{0})});
}

void Listeners::save() const {
  nlohmann::ordered_json document = nlohmann::ordered_json::array();
  for (const auto& one : listeners_)
    document.push_back({{"type", one.type},
                        {"service", one.service},
                        {"callback", one.callback},
                        {"position", one.position}});
  write_file_atomically(file_, document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

bool Listeners::add(const Listener& listener) {
  const std::lock_guard guard(mutex_);
  if (std::ranges::any_of(listeners_, [&](const auto& one) { return is_same(one, listener); })) return false;
  listeners_.push_back(listener);
  save();
  return true;
}

bool Listeners::remove(const std::string& type, const std::string& service, const std::string& callback) {
  const std::lock_guard guard(mutex_);
  if (std::erase_if(listeners_, [&](const auto& one) {
        return is_same(one, {type, service, callback});
      }) == 0)
    return false;
  save();
  return true;
}

std::vector<Listener> Listeners::all() const {
  const std::lock_guard guard(mutex_);
  return listeners_;
}

bool Listeners::contains(const Listener& listener) const {
  const std::lock_guard guard(mutex_);
  return std::ranges::any_of(listeners_, [&](const auto& one) { return is_same(one, listener); });
}

void Listeners::move(const Listener& listener, std::int64_t position) {
  const std::lock_guard guard(mutex_);
  for (auto& one : listeners_)
    if (is_same(one, listener) && position > one.position) {
      one.position = position;
      return save();
    }
}

}  // namespace locker::serve
