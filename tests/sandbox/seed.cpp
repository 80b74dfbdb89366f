#include "sandbox/seed.hpp"

#include <algorithm>
#include <array>

#include "sandbox/corpus.hpp"
#include "sandbox/post_content.hpp"
#include "sandbox/random.hpp"
#include "sandbox/text_builder.hpp"

namespace sandbox {
namespace {

constexpr std::int64_t kNewestMs = 1785542400000;  // 2026-08-01T00:00:00Z
constexpr std::int64_t kStepMs = 37 * 60 * 1000;
constexpr Id kFirstUser = 783214;
constexpr Id kUserStep = 7919;
constexpr std::size_t kMostFolderPosts = 20;

// Each kind has its own second within a step, so that all ids are different.
enum Kind : std::int64_t { kTweet, kMention, kHome, kLike, kBookmark, kMessage, kList, kFolder };

class Seeder {
 public:
  Seeder(World& world, const Sizes& sizes, std::uint64_t seed)
      : world_(world), sizes_(sizes), random_(seed) {}

  void run() {
    people();
    circles();
    own_posts();
    others("mentions", kMention, sizes_.mentions);
    others("home", kHome, sizes_.home);
    others("liked_tweets", kLike, sizes_.likes);
    others("bookmarks", kBookmark, sizes_.bookmarks);
    lists();
    folders();
    messages();
  }

 private:
  Id new_user() {
    const Id id = kFirstUser + kUserStep * users_++;
    return world_.add_user(make_user(random_.next(), id)).id;
  }

  void people() {
    world_.set_me(new_user());
    User& me = *world_.user(world_.me());
    me.username = me.first_username = "sandbox_me";
    me.is_protected = false;
    for (int i = 0; i < 24; ++i) {
      authors_.push_back(new_user());
      world_.user(authors_.back())->is_protected = false;
    }
    locked_ = new_user();
    world_.user(locked_)->is_protected = true;
    suspended_ = new_user();
    world_.user(suspended_)->suspended = true;
  }

  // A third of those whom the user follows follow back.
  void circles() {
    for (std::uint32_t i = 0; i < sizes_.following; ++i) {
      const Id id = new_user();
      world_.stream("following").add(id);
      if (i % 3 == 0 && i / 3 < sizes_.followers) world_.stream("followers").add(id);
    }
    while (world_.stream("followers").oldest_first().size() < sizes_.followers)
      world_.stream("followers").add(new_user());
    for (std::uint32_t i = 0; i < sizes_.blocks; ++i) world_.stream("blocking").add(new_user());
    for (std::uint32_t i = 0; i < sizes_.mutes; ++i) world_.stream("muting").add(new_user());
  }

  std::int64_t time_of(Kind kind, std::uint32_t back) const {
    return kNewestMs - kStepMs * back - kind * 1000;
  }

  Post fresh(std::int64_t ms, Id author) {
    Post post;
    post.id = snowflake(ms);
    post.author = author;
    post.seed = random_.next();
    post.conversation = post.id;
    return post;
  }

  // Returns a post to refer to; occasionally one that is deleted or not visible.
  const Post& earlier(std::int64_t ms, bool must_be_visible) {
    const std::uint32_t fate = must_be_visible ? 999 : random_.below(1000);
    const Id author = fate < 50 ? locked_ : fate < 90 ? suspended_ : random_.pick(authors_);
    Post post = fresh(ms - 90 * 60 * 1000 - 500, author);
    post.deleted = fate >= 90 && fate < 170;
    return world_.add_post(std::move(post));
  }

  void refer(Post& post, std::int64_t ms) {
    const std::uint32_t kind = random_.below(1000);
    if (kind >= 500) return;
    post.reference = kind < 150   ? Reference::retweeted
                     : kind < 250 ? Reference::quoted
                                  : Reference::replied_to;
    const Post& other = earlier(ms, post.reference == Reference::retweeted);
    post.referenced = other.id;
    if (post.reference != Reference::replied_to) return;
    post.mentioned = other.author;
    post.conversation = other.conversation;
  }

  void edited_before(const Post& newest, std::int64_t ms) {
    auto chain = std::make_shared<std::vector<Id>>();
    const std::uint32_t versions = 1 + random_.below(3);
    for (std::uint32_t i = versions; i > 0; --i) {
      Post old = newest;
      old.id = snowflake(ms - static_cast<std::int64_t>(i) * 60000);
      old.chain = chain;
      chain->push_back(old.id);
      world_.add_post(std::move(old));
    }
    chain->push_back(newest.id);
    world_.post(newest.id)->chain = chain;
  }

  void own_posts() {
    for (std::uint32_t back = sizes_.posts; back > 0; --back) {
      const std::int64_t ms = time_of(kTweet, back);
      Post post = fresh(ms, world_.me());
      refer(post, ms);
      const Post& kept = world_.add_post(std::move(post));
      world_.stream("tweets").add_by_id(kept.id);
      if (kept.reference == Reference::none && random_.permille(40)) edited_before(kept, ms);
    }
  }

  void others(const std::string& stream, Kind kind, std::uint32_t count) {
    for (std::uint32_t back = count; back > 0; --back) {
      const std::int64_t ms = time_of(kind, back);
      Post post = fresh(ms, random_.pick(authors_));
      if (kind == kMention)
        post.mentioned = world_.me();
      else
        refer(post, ms);
      const Id id = world_.add_post(std::move(post)).id;
      if (kind == kLike || kind == kBookmark)
        world_.stream(stream).add(id);
      else
        world_.stream(stream).add_by_id(id);
    }
  }

  void add_list(const std::string& stream, Id owner, std::uint32_t back) {
    List list;
    list.id = snowflake(time_of(kList, back));
    list.owner = owner;
    const Language& language = random_.pick(languages());
    list.name = std::string(random_.pick(language.words)) + " " + std::to_string(back);
    list.description = std::string(random_.pick(language.words));
    list.is_private = random_.permille(300);
    const Id id = world_.add_list(std::move(list)).id;
    world_.stream(stream).add(id);
    for (std::uint32_t i = 0; i < 5 + random_.below(8); ++i) {
      const Id member = random_.pick(authors_);
      Stream& members = world_.stream("members/" + std::to_string(id));
      if (!members.contains(member)) members.add(member);
    }
  }

  void lists() {
    for (std::uint32_t i = sizes_.lists; i > 0; --i) add_list("owned_lists", world_.me(), i);
    for (std::uint32_t i = (sizes_.lists + 1) / 2; i > 0; --i)
      add_list("followed_lists", random_.pick(authors_), 10000 + i);
    for (std::uint32_t i = (sizes_.lists + 1) / 2; i > 0; --i)
      add_list("list_memberships", random_.pick(authors_), 20000 + i);
    const auto& owned = world_.stream("owned_lists").oldest_first();
    if (!owned.empty()) world_.stream("pinned_lists").add(owned.back().id);
  }

  void folders() {
    const auto& saved = world_.stream("bookmarks").oldest_first();
    for (std::uint32_t i = 0; i < sizes_.folders; ++i) {
      Folder folder{snowflake(time_of(kFolder, i + 1)), "Folder " + std::string(random_.pick(emoji()))};
      const Id id = world_.add_folder(std::move(folder)).id;
      world_.stream("folders").add(id);
      Stream& posts = world_.stream("folders/" + std::to_string(id));
      for (std::size_t at = i; at < saved.size() && posts.oldest_first().size() < kMostFolderPosts;
           at += sizes_.folders)
        posts.add(saved[at].id);
    }
  }

  DirectMessage message(std::uint32_t back) {
    DirectMessage out;
    out.id = snowflake(time_of(kMessage, back));
    const Id other = random_.pick(authors_);
    const bool group = back % 5 == 0;
    out.conversation = group ? "1585094756761149440" : direct_conversation(world_.me(), other);
    out.sender = random_.permille(500) ? world_.me() : other;
    out.event_type = "MessageCreate";
    if (group && back % 10 == 0) {
      out.event_type = back % 20 == 0 ? "ParticipantsLeave" : "ParticipantsJoin";
      out.participants = {other};
      return out;
    }
    const PostContent content = make_content({random_.next(), out.id, {}, 0, {}});
    out.text = content.note_text ? *content.note_text : content.text;
    out.entities = content.note_text ? content.note_entities : content.entities;
    if (!content.media.empty()) out.media.push_back(content.media.front());
    const auto& own = world_.stream("tweets").oldest_first();
    if (!own.empty() && random_.permille(150)) out.referenced = own.back().id;
    return out;
  }

  void messages() {
    for (std::uint32_t back = sizes_.dms; back > 0; --back) {
      const Id id = world_.add_message(message(back)).id;
      world_.stream("dm_events").add_by_id(id);
    }
  }

  World& world_;
  const Sizes& sizes_;
  Random random_;
  std::vector<Id> authors_;
  Id locked_ = 0, suspended_ = 0;
  Id users_ = 0;
};

}  // namespace

User make_user(std::uint64_t seed, Id id) {
  static constexpr std::array<std::string_view, 12> kHandles = {
      "nora", "zoe", "jw", "pena", "lucja", "hang", "ipek", "petr", "sofia", "noa", "sakura", "x_x"};
  Random random(mixed(seed, id));
  const Language& language = random.pick(languages());
  User user;
  user.id = id;
  user.seed = seed;
  user.name = language.person;
  user.username = std::string(random.pick(kHandles)) + "_" + std::to_string(id % 1000000007);
  user.first_username = user.username;
  for (int i = 0; i < 4; ++i)
    user.description += (i ? std::string(language.separator) : "") + std::string(random.pick(language.words));
  if (random.permille(400)) user.description += " " + std::string(random.pick(emoji()));
  if (random.permille(150)) user.description += " " + std::string(random.pick(escaped_phrases()));
  if (random.permille(500)) user.location = std::string(random.pick(language.words));
  user.is_protected = random.permille(60);
  user.verified = random.permille(200);
  return user;
}

void populate(World& world, const Sizes& sizes, std::uint64_t seed) { Seeder(world, sizes, seed).run(); }

}  // namespace sandbox
