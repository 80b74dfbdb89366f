#include "sandbox/post_content.hpp"

#include <algorithm>

#include "sandbox/corpus.hpp"
#include "sandbox/places.hpp"
#include "sandbox/random.hpp"
#include "sandbox/text_builder.hpp"

namespace sandbox {
namespace {

constexpr int kPostLength = 280;
constexpr int kRepostLength = 140;
constexpr int kRoomForTail = 90;  // for links, tags and emoji after the words
constexpr std::string_view kEllipsis = "…";

void write_words(TextBuilder& out, Random& random, const Language& language, int wanted) {
  const int until = out.length() + wanted;
  std::string_view between;
  while (out.length() < until) {
    out.words(between).words(random.pick(language.words));
    between = language.separator;
    if (!random.permille(90)) continue;
    out.words(language.stop);
    between = random.permille(300) ? "\n\n" : " ";
  }
}

void write_phrases(TextBuilder& out, Random& random) {
  if (random.permille(80)) out.space().words(random.pick(escaped_phrases()));
  if (random.permille(30)) out.space().words(random.pick(control_phrases()));
  if (random.permille(350)) out.space().words(random.pick(emoji()));
}

void write_tags(TextBuilder& out, Random& random, const Language& language) {
  if (random.permille(250)) out.space().hashtag(random.pick(language.hashtags));
  if (random.permille(15)) out.space().cashtag("ACME");
}

void write_link(TextBuilder& out, Random& random) {
  const std::uint64_t seed = random.next();
  const std::string page = "example.org/" + std::to_string(seed % 100000);
  out.space().link(short_url(seed), "https://" + page + "?a=1&b=%C3%A9", page);
}

std::string media_page(Id post, const Media& media) {
  return "/i/status/" + std::to_string(post) + (media.type == MediaType::photo ? "/photo/1" : "/video/1");
}

// All media of a post share one t.co link at the end of the text, with an entity for each.
void write_media_links(TextBuilder& out, const PostContent& content, std::uint64_t seed, Id post) {
  if (content.media.empty()) return;
  const std::string page = media_page(post, content.media.front());
  const std::string link = short_url(mixed(seed, 7));
  out.space();
  out.link(link, "https://x.com" + page, "pic.x.com" + link.substr(12), media_key(content.media.front()));
  for (std::size_t i = 1; i < content.media.size(); ++i) {
    UrlEntity entity = out.entities.urls.back();
    entity.media_key = media_key(content.media[i]);
    out.entities.urls.push_back(entity);
  }
}

void add_media(PostContent& content, Random& random, Id post) {
  if (!random.permille(250)) return;
  const int count = random.permille(300) ? 2 + static_cast<int>(random.below(3)) : 1;
  for (int i = 0; i < count; ++i) content.media.push_back(make_media(random.next(), post, i));
}

void add_poll(PostContent& content, Random& random, const Language& language, Id post) {
  if (!content.media.empty() || !random.permille(30)) return;
  Poll poll;
  poll.id = post + 1;
  poll.minutes = 1440;
  const std::uint32_t options = 2 + random.below(3);
  for (std::uint32_t i = 0; i < options; ++i) {
    poll.labels.emplace_back(random.pick(language.words));
    poll.votes.push_back(static_cast<int>(random.below(500)));
  }
  content.poll = std::move(poll);
}

void add_settings(PostContent& content, Random& random) {
  if (random.permille(40))
    content.place = static_cast<int>(random.below(static_cast<std::uint32_t>(places().size())));
  content.sensitive = random.permille(20);
  if (random.permille(50)) content.reply_settings = "mentionedUsers";
}

// Makes a long post: `text` contains the beginning, the note the whole text.
void split_note(PostContent& content, const TextBuilder& whole) {
  content.note_text = whole.text;
  content.note_entities = whole.entities;
  content.text = std::string(code_point_prefix(whole.text, kPostLength - 1)) + std::string(kEllipsis);
  content.entities = entities_within(whole.entities, kPostLength - 1);
}

}  // namespace

std::string media_key(const Media& media) {
  const char* kind = media.type == MediaType::photo ? "3_" : media.type == MediaType::video ? "13_" : "16_";
  return kind + std::to_string(media.id);
}

std::string short_url(std::uint64_t seed) {
  static constexpr std::string_view kDigits =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  std::string out = "https://t.co/";
  Random random(seed);
  for (int i = 0; i < 10; ++i) out += random.pick(kDigits);
  return out;
}

Media make_media(std::uint64_t seed, Id post, int index) {
  Random random(seed);
  Media media{};
  media.id = post + 16 + static_cast<Id>(index);
  const std::uint32_t kind = random.below(10);
  media.type = kind < 7 ? MediaType::photo : kind < 9 ? MediaType::video : MediaType::animated_gif;
  media.width = 640 + static_cast<int>(random.below(10)) * 128;
  media.height = 480 + static_cast<int>(random.below(10)) * 96;
  if (media.type == MediaType::video) media.duration_ms = 1000 + static_cast<int>(random.below(120000));
  if (random.permille(400))
    media.alt_text = "A picture: " + std::string(random.pick(random.pick(languages()).words));
  return media;
}

PostContent make_content(const ContentPlan& plan) {
  Random random(mixed(plan.seed, plan.post));
  const Language& language = random.pick(languages());
  const bool is_long = random.permille(30);
  PostContent content;
  content.lang = language.code;
  add_media(content, random, plan.post);
  add_poll(content, random, language, plan.post);
  add_settings(content, random);

  TextBuilder text;
  if (plan.lead_user) text.mention(plan.lead_username, plan.lead_user).words(" ");
  write_words(text, random, language,
              is_long ? 400 + static_cast<int>(random.below(3000))
                      : 5 + static_cast<int>(random.below(kPostLength - kRoomForTail - 60)));
  write_phrases(text, random);
  write_tags(text, random, language);
  if (random.permille(200)) write_link(text, random);
  if (!plan.quoted_url.empty())
    text.space().link(short_url(mixed(plan.seed, 3)), "https://" + plan.quoted_url, plan.quoted_url);
  write_media_links(text, content, plan.seed, plan.post);

  if (text.length() > kPostLength) {
    split_note(content, text);
  } else {
    content.text = text.text;
    content.entities = text.entities;
  }
  return content;
}

PostContent make_repost(const PostContent& original, const std::string& username, Id user) {
  TextBuilder head;
  head.words("RT ").mention(username, user).words(": ");
  PostContent content;
  content.lang = original.lang;
  content.text = head.text + original.text;
  content.entities = entities_shifted(original.entities, head.length());
  content.entities.mentions.insert(content.entities.mentions.begin(), head.entities.mentions.front());
  if (code_points(content.text) > kRepostLength) {
    content.text = std::string(code_point_prefix(content.text, kRepostLength - 1)) + std::string(kEllipsis);
    content.entities = entities_within(content.entities, kRepostLength - 1);
  }
  content.media = original.media;
  return content;
}

PostContent given_content(std::string text, const std::string& lang) {
  PostContent content;
  content.lang = lang;
  if (code_points(text) > kPostLength) {
    TextBuilder whole;
    whole.words(text);
    split_note(content, whole);
  } else {
    content.text = std::move(text);
  }
  return content;
}

}  // namespace sandbox
