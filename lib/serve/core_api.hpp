#pragma once

#include "lib/serve/change_feed.hpp"
#include "lib/serve/deliveries.hpp"
#include "lib/serve/publisher.hpp"
#include "lib/serve/request.hpp"
#include "lib/serve/state/diary.hpp"
#include "lib/serve/state/schedule.hpp"
#include "lib/serve/state/services.hpp"

namespace locker::serve {

/// 2011's own routes, with its exact bodies (facts of locker-2011, 1.1; forms, "Serve").
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
  /// Of today, below the same folder: the schedule's hand brake.
  void pause(Request& request);
  void resume(Request& request);
  void run_now(Request& request);

  /// Adds pid, port and uriLocal of what runs.
  void add_live(const std::string& id, Object& object) const;

 private:
  /// Answers 404 as 2011 did unless there is such a service.
  bool require_service(Request& request);
  static bool led_back(Request& request);
  static void refuse_paused(Request& request);
  void set_paused(Request& request, bool paused);
  Parts parts_;
};

}  // namespace locker::serve
