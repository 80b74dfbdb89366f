#pragma once

#include "lib/serve/change_feed.hpp"
#include "lib/serve/deliveries.hpp"
#include "lib/serve/publisher.hpp"
#include "lib/serve/request.hpp"
#include "lib/serve/state/diary.hpp"
#include "lib/serve/state/schedule.hpp"
#include "lib/serve/state/services.hpp"

namespace locker::serve {

/// The routes of the 2011 core, with identical response bodies (facts of locker-2011, 1.1; forms, "Serve").
class CoreApi {
 public:
  struct Parts {
    Services& services;
    Supervisor& supervisor;
    Schedule& schedule;
    Diary& diary;
    Deliveries& deliveries;
    ChangeFeed& feed;
    Publisher& publisher;
    const Clock& clock;
  };
  explicit CoreApi(Parts parts) : parts_(parts) {}

  void map(Request& request);
  void providers(Request& request);
  void read_diary(Request& request);
  void at(Request& request);
  void install(Request& request);
  void write_diary(Request& request);
  void listen(Request& request);
  void deafen(Request& request);
  void event(Request& request);
  /// Not from 2011, but below the same path: they suspend and resume a service's schedule.
  void pause(Request& request);
  void resume(Request& request);
  void run_now(Request& request);

  /// Adds pid, port and uriLocal of a running service.
  void add_live(const std::string& id, Object& object) const;

 private:
  /// Returns true if the service exists; otherwise answers 404 like the 2011 core.
  bool require_service(Request& request);
  static bool redirect_browser(Request& request);
  static void refuse_paused(Request& request);
  void set_paused(Request& request, bool paused);
  Parts parts_;
};

}  // namespace locker::serve
