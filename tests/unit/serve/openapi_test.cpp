#include "lib/serve/openapi.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "lib/serve/core.hpp"

/// Compares the description of core's routes with the routes, in both directions.
namespace locker::serve {
namespace {

using nlohmann::json;
using Names = std::set<std::string>;

const std::set<std::string> kMethods{"get", "head", "post", "put", "patch", "delete", "options"};

/// The names of an operation's parameters except `id` and `path`, by `GET /core/{id}/at`.
using Operations = std::map<std::string, Names>;

std::string in_braces(std::string_view path) {
  std::string result;
  for (std::size_t at = 0; at < path.size(); ++at) {
    if (path[at] != ':') {
      result += path[at];
      continue;
    }
    const auto end = std::min(path.find('/', at), path.size());
    result += "{" + std::string(path.substr(at + 1, end - at - 1)) + "}";
    at = end - 1;
  }
  return result;
}

Operations served() {
  Operations operations;
  for (const auto& route : Core::routes()) {
    std::istringstream methods{std::string(route.methods)};
    for (std::string method; methods >> method;)
      operations[method + " " + in_braces(route.path)] =
          Names(route.parameters.begin(), route.parameters.end());
  }
  return operations;
}

Names parameters_of(const json& operation) {
  Names names;
  for (const auto& parameter : operation.value("parameters", json::array()))
    if (parameter["in"] != "path") names.insert(parameter["name"]);
  if (!operation.contains("requestBody")) return names;
  for (const auto& [type, content] : operation["requestBody"]["content"].items())
    if (content["schema"].contains("properties"))
      for (const auto& [name, schema] : content["schema"]["properties"].items()) names.insert(name);
  return names;
}

Operations described() {
  Operations operations;
  const json document = json::parse(openapi_document());
  for (const auto& [path, methods] : document["paths"].items())
    for (const auto& [method, operation] : methods.items()) {
      std::string name = method;
      for (char& c : name) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
      operations[name + " " + path] = parameters_of(operation);
    }
  return operations;
}

TEST(OpenApi, describes_every_route_and_parameter_and_no_other) {
  const Operations here = served(), there = described();
  for (const auto& [name, parameters] : here) {
    ASSERT_TRUE(there.contains(name)) << name << " is not described";
    EXPECT_EQ(there.at(name), parameters) << name;
  }
  for (const auto& [name, parameters] : there) {
    const bool is_of_connectors =
        name.find(" /Me/{id}/") != std::string::npos;  // see the tests of their data
    EXPECT_TRUE(here.contains(name) || is_of_connectors) << name << " is not served";
  }
}

/// Returns the description with a route of each form that connectors have.
json with_all_forms() {
  std::vector<ServiceRoute> routes;
  const json own = json::parse(openapi_document());
  for (const auto& [form, item] : own["components"]["pathItems"].items())
    routes.push_back({"paper", "/" + form, form, "what it is"});
  return json::parse(openapi_document(routes));
}

TEST(OpenApi, has_routes_of_several_connectors_once_and_names_these) {
  const json document = json::parse(
      openapi_document({{"paper", "/notes", "sync", "Read notes"}, {"stone", "/notes", "sync", "Carve"}}));
  for (const auto& [method, operation] : document["paths"]["/Me/{id}/notes"].items()) {
    EXPECT_EQ(operation["x-connectors"], (json{"paper", "stone"})) << method;
    EXPECT_EQ(operation["summary"], "Read notes") << method;
  }
}

TEST(OpenApi, has_the_form_of_version_3_1) {
  const json document = with_all_forms();
  EXPECT_EQ(document["openapi"], "3.1.0");
  EXPECT_TRUE(document["info"]["title"].is_string() && document["info"]["version"].is_string());
  for (const auto& [path, methods] : document["paths"].items()) {
    EXPECT_TRUE(path.starts_with("/")) << path;
    for (const auto& [method, operation] : methods.items()) {
      EXPECT_TRUE(kMethods.contains(method)) << method << path;
      EXPECT_TRUE(operation["summary"].is_string()) << path;
      Names in_path;
      for (const auto& parameter : operation.value("parameters", json::array())) {
        const std::string where = parameter["in"];
        EXPECT_TRUE(where == "query" || where == "path" || where == "header") << path;
        EXPECT_TRUE(parameter["schema"]["type"].is_string()) << path << parameter;
        EXPECT_TRUE(parameter["description"].is_string()) << path << parameter;
        if (where != "path") continue;
        EXPECT_EQ(parameter["required"], true) << path;
        in_path.insert("{" + parameter["name"].get<std::string>() + "}");
      }
      for (const auto& name : in_path) EXPECT_NE(path.find(name), std::string::npos) << path << name;
      EXPECT_EQ(static_cast<std::size_t>(std::count(path.begin(), path.end(), '{')), in_path.size()) << path;
      ASSERT_FALSE(operation["responses"].empty()) << path;
      for (const auto& [status, response] : operation["responses"].items()) {
        EXPECT_TRUE(status == "default" || (status.size() == 3 && std::stoi(status) >= 100))
            << path << status;
        if (!response.contains("$ref")) {
          EXPECT_TRUE(response["description"].is_string()) << path;
          continue;
        }
        const std::string reference = response["$ref"].get<std::string>().substr(1);
        EXPECT_TRUE(document.contains(json::json_pointer(reference))) << reference;
      }
    }
  }
}

}  // namespace
}  // namespace locker::serve
