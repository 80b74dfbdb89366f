#include "sandbox/answer.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "sandbox/expander.hpp"
#include "sandbox/json_text.hpp"
#include "sandbox/problem.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr std::int64_t kPrivateMetricsMs = std::int64_t{30} * 24 * 3600 * 1000;

const char* resource_type(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::post:
      return "tweet";
    case ObjectKind::user:
      return "user";
    default:
      return "list";
  }
}

class Writer {
 public:
  explicit Writer(const AnswerContext& context)
      : context_(context),
        renderer_(context.world, context.query.selection, context.media_base),
        expander_(context.world, context.query.selection, renderer_) {}

  void add(Id id) {
    switch (context_.route.endpoint->kind) {
      case ObjectKind::post:
        return add_post(id);
      case ObjectKind::user:
        return add_user(*context_.world.user(id));
      case ObjectKind::list:
        return add_list(id);
      default:
        return add_message(*context_.world.message(id));
    }
  }

  void add_or_explain(Id id, const std::string& parameter) {
    const Visibility visibility = visibility_of(id);
    if (visibility == Visibility::visible) return add(id);
    explain(parameter, std::to_string(id), visibility);
  }

  void explain(const std::string& parameter, const std::string& id, Visibility why) {
    const ObjectKind kind = context_.route.endpoint->kind;
    const char* type = parameter == "ids" || context_.route.endpoint->answering == Answering::one
                           ? resource_type(kind)
                           : "user";
    const ResourceProblem problem{context_.query.selection.generation, type, parameter, id, "data"};
    errors_.push_back(why == Visibility::gone ? resource_not_found(problem) : resource_unauthorized(problem));
  }

  // `single`: data is the object itself, not an array.
  WrittenAnswer write(bool single, const json& meta) {
    WrittenAnswer out;
    out.resources = count_;
    out.included = expander_.counts();
    for (const json& error : expander_.errors) errors_.push_back(error);
    std::string& body = out.body;
    body += '{';
    if (count_) part(body, "data", single ? data_ : "[" + data_ + "]");
    if (!expander_.includes.empty()) part(body, "includes", json_text(expander_.includes));
    if (!errors_.empty()) part(body, "errors", json_text(errors_));
    if (!meta.is_null()) part(body, "meta", json_text(meta));
    body += '}';
    return out;
  }

  std::uint64_t count() const { return count_; }

 private:
  static void part(std::string& body, const char* name, const std::string& text) {
    if (body.size() > 1) body += ',';
    body += '"';
    body += name;
    body += "\":";
    body += text;
  }

  void put(const json& object) {
    if (count_++) data_ += ',';
    data_ += json_text(object);
  }

  Visibility visibility_of(Id id) const {
    switch (context_.route.endpoint->kind) {
      case ObjectKind::post:
        return context_.world.post_visibility(id);
      case ObjectKind::user:
        return context_.world.user_visibility(id);
      default:
        return context_.world.list(id) ? Visibility::visible : Visibility::gone;
    }
  }

  // X returns private metrics only for the user's own posts of the last 30 days; other posts are replaced by
  // errors.
  bool lacks_private_metrics(const Post& post) {
    const bool own = post.author == context_.world.me();
    if (own && context_.now_ms - snowflake_ms(post.id) < kPrivateMetricsMs) return false;
    bool lacks = false;
    for (const char* field : {"non_public_metrics", "organic_metrics", "promoted_metrics"}) {
      if (!context_.query.selection.post.contains(field)) continue;
      errors_.push_back(
          field_unauthorized(context_.query.selection.generation, field, std::to_string(post.id)));
      lacks = true;
    }
    return lacks;
  }

  void add_post(Id id) {
    if (context_.route.endpoint->bare) return put({{"id", std::to_string(id)}});
    const Post& post = *context_.world.post(id);
    if (lacks_private_metrics(post)) return;
    put(renderer_.post(post));
    expander_.post(post);
  }

  void add_user(const User& user) {
    put(renderer_.user(user));
    expander_.user(user);
  }

  void add_list(Id id) {
    if (context_.route.endpoint->bare) return put(folder_json(*context_.world.folder(id)));
    const List& list = *context_.world.list(id);
    put(renderer_.list(list));
    expander_.list(list);
  }

  void add_message(const DirectMessage& message) {
    put(renderer_.message(message));
    expander_.message(message);
  }

  const AnswerContext& context_;
  Renderer renderer_;
  Expander expander_;
  std::string data_;
  json errors_ = json::array();
  std::uint64_t count_ = 0;
};

json meta_of(const AnswerContext& context, const Page& page, std::uint64_t count) {
  json meta = json::object();
  if (!context.route.endpoint->bare) meta["result_count"] = count;
  if (!page.next_token.empty()) meta["next_token"] = page.next_token;
  if (!page.previous_token.empty()) meta["previous_token"] = page.previous_token;
  const bool timeline = context.route.endpoint->more_parameters.find("since_id") != std::string_view::npos;
  if (timeline && count) {
    meta["newest_id"] = std::to_string(page.ids.front());
    meta["oldest_id"] = std::to_string(page.ids.back());
  }
  return meta;
}

}  // namespace

WrittenAnswer page_answer(const AnswerContext& context, const Page& page) {
  Writer writer(context);
  for (const Id id : page.ids) writer.add(id);
  return writer.write(false, meta_of(context, page, writer.count()));
}

WrittenAnswer lookup_answer(const AnswerContext& context, const std::vector<Id>& ids) {
  Writer writer(context);
  for (const Id id : ids) writer.add_or_explain(id, "ids");
  return writer.write(false, nullptr);
}

WrittenAnswer single_answer(const AnswerContext& context, Id id) {
  Writer writer(context);
  writer.add_or_explain(id, "id");
  return writer.write(true, nullptr);
}

WrittenAnswer absent_answer(const AnswerContext& context, const std::string& parameter,
                            const std::string& id) {
  Writer writer(context);
  const auto number = parse_id(id);
  const bool known = number && context.world.user(*number);
  writer.explain(parameter, id, known ? Visibility::unauthorized : Visibility::gone);
  return writer.write(false, nullptr);
}

json object_json(const World& world, const Selection& selection, ObjectKind kind, Id id,
                 const std::string& media_base) {
  const Renderer renderer(world, selection, media_base);
  const auto rendered = [&](const auto* object, auto render) { return object ? render(*object) : json(); };
  switch (kind) {
    case ObjectKind::post:
      return rendered(world.post(id), [&](const Post& it) { return renderer.post(it); });
    case ObjectKind::user:
      return rendered(world.user(id), [&](const User& it) { return renderer.user(it); });
    case ObjectKind::list:
      return rendered(world.list(id), [&](const List& it) { return renderer.list(it); });
    default:
      return rendered(world.message(id), [&](const DirectMessage& it) { return renderer.message(it); });
  }
}

}  // namespace sandbox
