// A connector's manifest, which core and other services show, says what its facts say.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "lib/connector/descriptor.hpp"

namespace locker::conformance {
namespace {

using nlohmann::json;
using ::testing::AnyOf;
using ::testing::UnorderedElementsAreArray;

TEST(Manifest, agrees_with_the_facts_of_every_connector) {
  const auto registry = connector::compiled_in();
  ASSERT_FALSE(registry.all().empty());
  for (const auto* connector : registry.all()) {
    SCOPED_TRACE(connector->id);
    const json manifest = json::parse(registry.manifest(connector->id));
    EXPECT_EQ(manifest.at("title"), connector->title);
    EXPECT_EQ(manifest.at("run"), "locker __connector " + connector->id);
    EXPECT_THAT(manifest.at("status"), AnyOf("stable", "unstable"));
    for (const char* words : {"action", "desc"}) EXPECT_NE(manifest.at(words), "") << words;
    std::vector<std::string> types;
    for (const auto& type : connector->types) types.push_back(type.name);
    EXPECT_THAT(manifest.at("provides").get<std::vector<std::string>>(), UnorderedElementsAreArray(types));
  }
}

}  // namespace
}  // namespace locker::conformance
