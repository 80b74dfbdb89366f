#include "tests/conformance/stage.hpp"

#include <nlohmann/json.hpp>

#include "service.hpp"

namespace locker::connectors::example {
namespace {

using conformance::BrokenPaging;
using conformance::Deletion;
using conformance::Difference;
using conformance::kSmallPage;
using conformance::Limit;
using conformance::PagingLoop;
using conformance::SignIn;
using conformance::Size;
using conformance::Words;
using example_stand_in::Paging;

constexpr int kWindow = 600, kWholePage = 50;

void set_next(loopback::Reply& page, const nlohmann::json& next) {
  auto body = nlohmann::json::parse(page.body);
  body["next"] = next;
  page.body = body.dump();
}

/// Adapts the stand-in to the conformance suite (tests/conformance/README.md).
class NotesStage final : public conformance::Stage {
 public:
  explicit NotesStage(Size size)
      : service_(size == Size::paged ? 180 : 6, size == Size::small_pages ? kSmallPage : kWholePage) {}

  std::string base() const override { return service_.base(); }
  test::Variables environment(const std::string& base) const override {
    return {{"LOCKER_EXAMPLE_API", base}};
  }

  SignIn sign_in() override {
    secrets_.push_back(service_.give_token());
    return {{"--token-stdin"}, secrets_.back() + "\n"};
  }
  Words secrets() const override { return secrets_; }
  void expire_tokens() override { service_.refuse_tokens(); }
  void revoke_consent() override { service_.refuse_tokens(); }

  std::optional<Words> truth(const std::string& stream) override {
    if (stream == "profile") return Words{"me-1"};
    if (stream == "notes") return service_.listed();
    return std::nullopt;
  }
  std::string paged_stream() const override { return "notes"; }
  std::string paged_target() const override { return "/notes"; }

  Difference add() override { return {"notes", service_.write("something new")}; }
  std::optional<Difference> edit_in(const std::string& stream) override {
    if (stream != "notes") return std::nullopt;
    return edit();
  }
  Difference edit() override { return {"notes", service_.rewrite("another text")}; }
  Difference leave() override { return {"notes", service_.put_away()}; }
  /// Deleted notes are only missing in the list; the service does not report deletions.
  std::optional<Deletion> erase() override { return std::nullopt; }
  void count_up() override { service_.count_views(); }

  void set_paging_loop(PagingLoop where) override {
    switch (where) {
      case PagingLoop::to_itself:
        return service_.spoil(Paging::leads_to_itself);
      case PagingLoop::to_the_top:
        return service_.spoil(Paging::leads_to_the_top);
      case PagingLoop::to_and_fro:
        return service_.spoil(Paging::leads_to_and_fro);
      case PagingLoop::without_end:
        return service_.spoil(Paging::is_endless);
    }
  }
  std::vector<BrokenPaging> broken_paging() const override {
    return {{"a number", [](loopback::Reply& page) { set_next(page, 7); }},
            {"an object", [](loopback::Reply& page) { set_next(page, nlohmann::json::object()); }}};
  }
  void send_an_empty_page() override { service_.spoil(Paging::is_empty_once); }
  void send_a_short_page() override { service_.spoil(Paging::is_short_once); }
  void remove_faults() override { service_.spoil(Paging::right); }

  std::vector<Limit> limits() const override {
    Limit limit{"too_many_requests", {}, kWindow};
    limit.refusal.status = 429;
    limit.refusal.body = R"({"error":"come again later"})";
    limit.refusal.headers = {{"Retry-After", std::to_string(kWindow)}};
    return {limit};
  }

  Words unexpected() override { return service_.unexpected(); }
  Words unused() override { return service_.unused(); }

 private:
  example_stand_in::Service service_;
  Words secrets_;
};

}  // namespace

std::unique_ptr<conformance::Stage> make_stage(Size size) { return std::make_unique<NotesStage>(size); }

}  // namespace locker::connectors::example
