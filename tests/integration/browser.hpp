#pragma once

#include <httplib.h>

#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <thread>

#include "tests/integration/locker_fixture.hpp"

namespace locker::test {

/// A headless Chromium, controlled by ChromeDriver's protocol (W3C WebDriver).
class Browser {
 public:
  /// `folder` is for the browser's files.
  explicit Browser(const std::filesystem::path& folder)
      : port_(free_port()),
        driver_({"chromedriver", "--port=" + std::to_string(port_)},
                {{"PATH", "/usr/bin:/bin"}, {"HOME", folder.string()}, {"TMPDIR", folder.string()}}),
        client_("127.0.0.1", port_) {
    client_.set_read_timeout(60);
    if (!driver_.wait_for_output("started successfully")) throw std::runtime_error("no chromedriver");
    const json arguments{"--headless",
                         "--no-sandbox",
                         "--disable-gpu",
                         "--disable-quic",
                         "--no-first-run",
                         "--disable-background-networking",
                         "--disable-component-update",
                         "--disable-sync",
                         "--disable-dev-shm-usage",
                         "--user-data-dir=" + (folder / "chromium").string()};
    const json wanted{{"capabilities", {{"alwaysMatch", {{"goog:chromeOptions", {{"args", arguments}}}}}}}};
    session_ = post("/session", wanted)["sessionId"];
  }
  ~Browser() {
    if (!session_.empty()) client_.Delete("/session/" + session_);
  }
  Browser(const Browser&) = delete;
  Browser& operator=(const Browser&) = delete;

  void open(const std::string& address) { order("/url", {{"url", address}}); }
  std::string address() { return get("/url"); }
  std::string title() { return get("/title"); }
  /// Returns the visible text.
  std::string text() { return run("return document.body.innerText"); }
  void click(const std::string& selector) { order("/element/" + element(selector) + "/click"); }
  void type(const std::string& selector, const std::string& words) {
    order("/element/" + element(selector) + "/value", {{"text", words}});
  }
  void resize(int width, int height) { order("/window/rect", {{"width", width}, {"height", height}}); }
  json run(const std::string& script) {
    return order("/execute/sync", {{"script", script}, {"args", json::array()}});
  }
  /// Returns a PNG in base64.
  std::string screenshot() { return get("/screenshot"); }

 private:
  static json value_of(const httplib::Result& result) {
    if (!result) throw std::runtime_error("the browser is gone: " + httplib::to_string(result.error()));
    const json value = json::parse(result->body)["value"];
    if (result->status != 200) throw std::runtime_error(value.dump().substr(0, 1'000));
    return value;
  }
  json post(const std::string& path, const json& body) {
    return value_of(client_.Post(path, body.dump(), "application/json"));
  }
  json order(const std::string& path, const json& body = json::object()) {
    return post("/session/" + session_ + path, body);
  }
  std::string get(const std::string& path) { return value_of(client_.Get("/session/" + session_ + path)); }
  std::string element(const std::string& selector) {
    const json found = order("/element", {{"using", "css selector"}, {"value", selector}});
    return found.begin().value();
  }

  int port_;
  Process driver_;
  httplib::Client client_;
  std::string session_;
};

}  // namespace locker::test
