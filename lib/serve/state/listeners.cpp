#include "lib/serve/state/listeners.hpp"

#include <algorithm>

#include "lib/base/atomic_file.hpp"
#include "lib/base/error.hpp"
#include "lib/base/state_file.hpp"
#include "lib/foreign/document.hpp"
#include "lib/serve/state/object.hpp"

namespace locker::serve {
namespace {

constexpr std::ptrdiff_t kMostOfService = 250;

bool is_same(const Listener& a, const Listener& b) {
  return a.type == b.type && a.service == b.service && a.callback == b.callback;
}

}  // namespace

Listeners::Listeners(std::filesystem::path file) : file_(std::move(file)) {
  const auto document = foreign::read_in_order(read_state_file(file_).value_or("[]"));
  if (!document.is_array()) return;
  for (const auto& one : document) {
    Listener listener{text_of(one, "type"), text_of(one, "service"), text_of(one, "callback"),
                      number_of(one, "position")};
    if (listener.type.empty() || listener.service.empty() || listener.callback.empty()) continue;
    listener.heard = parse_rfc3339(text_of(one, "heard"));
    listener.repeat = number_of(one, "repeat");
    listeners_.push_back(std::move(listener));
  }
}

void Listeners::save() const {
  Object document = Object::array();
  for (const auto& one : listeners_) {
    document.push_back({{"type", one.type},
                        {"service", one.service},
                        {"callback", one.callback},
                        {"position", one.position}});
    if (one.heard) document.back()["heard"] = format_rfc3339(*one.heard);
    if (one.repeat > 0) document.back()["repeat"] = one.repeat;
  }
  write_file_atomically(file_, document.dump(2, ' ', false, Object::error_handler_t::replace) + "\n");
}

bool Listeners::add(const Listener& listener) {
  const std::lock_guard guard(mutex_);
  if (std::ranges::any_of(listeners_, [&](const auto& one) { return is_same(one, listener); })) return false;
  if (std::ranges::count(listeners_, listener.service, &Listener::service) >= kMostOfService)
    throw Error(ErrorKind::rate_limit, listener.service + " listens to 250 things already",
                "let some of them be: /core/" + listener.service + "/deafen");
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

void Listeners::move(const Listener& listener) {
  const std::lock_guard guard(mutex_);
  for (auto& one : listeners_) {
    const bool is_on = listener.position > one.position || listener.repeat > one.repeat;
    if (!is_same(one, listener) || !is_on) continue;
    if (listener.position > one.position) one.heard = listener.heard;
    one.position = std::max(one.position, listener.position);
    one.repeat = std::max(one.repeat, listener.repeat);
    return save();
  }
}

void Listeners::lower(const Listener& listener, std::int64_t position) {
  const std::lock_guard guard(mutex_);
  for (auto& one : listeners_)
    if (is_same(one, listener) && position < one.position) {
      one.position = position;
      one.heard.reset();
      return save();
    }
}

}  // namespace locker::serve
