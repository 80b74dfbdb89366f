#pragma once

#include <map>

#include "tests/integration/serve_fixture.hpp"

namespace locker::test {

/// A locker with the layout of 2011, with services of that time in Node and Python, served unchanged.
class Locker2011 : public Serve {
 protected:
  void SetUp() override {
    names_home = false;  // the home is the folder of config.json
    std::filesystem::create_directories(home.parent_path());
    std::filesystem::copy(std::filesystem::path(fixtures_path()) / "locker-2011", home,
                          std::filesystem::copy_options::recursive);
  }

  void serve_it() { serve({"--config", (home / "config.json").string()}); }

  void stop() {
    process->signal(SIGTERM);
    EXPECT_EQ(process->wait().code, 0);
  }

  std::string install(const std::string& source) {
    const auto answer = client->Post("/core/x/install", json{{"srcdir", source}}.dump(), "application/json");
    EXPECT_EQ(answer->status, 200) << source << answer->body;
    return json::parse(answer->body)["id"];
  }

  /// Adds a service: a manifest and, if not empty, a program.
  void add_service(const std::string& name, const json& manifest, const std::string& program = {}) {
    const auto place = home / "Connectors" / name;
    std::filesystem::create_directories(place);
    std::ofstream(place / (name + ".connector")) << manifest;
    if (!program.empty()) std::ofstream(place / "service") << program;
  }

  /// Returns `200 text` of a response.
  static std::string said(const loopback::Answer& answer) {
    return answer ? std::to_string(answer->status) + " " + answer->body : "no answer";
  }
  std::string get(const std::string& path) { return said(client->Get(path)); }
  json told(const std::string& path) {
    const auto answer = client->Get(path);
    EXPECT_EQ(answer->status, 200) << path << answer->body;
    return json::parse(answer->body);
  }
  /// Returns the response that the service received to its own request to the locker, through its lockerUrl.
  json asked(const std::string& id, const std::string& what, const httplib::Params& arguments = {}) {
    return told("/Me/" + id + "/" + what + "?" + httplib::detail::params_to_query_str(arguments));
  }
  json schedule() { return told("/status")["schedule"]; }

  /// Sends a request with a body, whatever its method.
  loopback::Answer ask(const std::string& method, const std::string& path, const std::string& body = {},
                       const std::string& type = {}) {
    httplib::Request request;
    request.method = method;
    request.path = path;
    request.body = body;
    if (!type.empty()) request.set_header("Content-Type", type);
    if (!body.empty()) request.set_header("Content-Length", std::to_string(body.size()));
    return client->send(request);
  }
};

}  // namespace locker::test
