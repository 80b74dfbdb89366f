#include "connectors/twitter/auth.hpp"
#include "connectors/twitter/streams.hpp"
#include "connectors/twitter/types.hpp"
#include "lib/connector/descriptor.hpp"

/// Static facts about X (Twitter), without behaviour.
namespace locker::connectors::twitter {
namespace {

connector::Descriptor describe() {
  connector::Descriptor twitter;
  twitter.id = "twitter";
  twitter.title = "X (Twitter)";
  twitter.description = "posts, mentions, likes, bookmarks, follows, lists and messages, through X API v2";
  twitter.api_base = "https://api.x.com";
  twitter.api_variable = "LOCKER_TWITTER_API";
  twitter.handle_prefix = "@";
  twitter.sign_in = sign_in();
  twitter.types = types();
  twitter.streams = streams();
  return twitter;
}

}  // namespace

const connector::Descriptor& facts() {
  static const connector::Descriptor twitter = describe();
  return twitter;
}

}  // namespace locker::connectors::twitter
