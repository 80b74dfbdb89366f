#include "lib/service/webservice.hpp"

#include "lib/serve/pages.hpp"
#include "lib/service/methods.hpp"
#include "lib/service/pages.hpp"
#include "lib/service/stream_exclusion.hpp"

namespace locker::service {
namespace {

using serve::escaped;

class Webservice final : public Endpoints {
 public:
  explicit Webservice(const Account& account) : account_(account) {}

  bool answer(http::Exchange& exchange) override {
    if (exchange.path() != "/") return false;
    if (!only_reads(exchange)) return true;
    if (account_.is_signed_in())
      offer_syncs(exchange);
    else
      redirect(exchange, account_.uri("auth"));
    return true;
  }

 private:
  void offer_syncs(http::Exchange& exchange) const {
    std::string rows;
    for (const auto& stream : account_.connector().streams) rows += row_of(stream);
    answer_page(exchange, 200, account_.id(),
                "<h1>" + escaped(account_.id()) + "</h1><p>Signed in to " +
                    escaped(account_.connector().title) +
                    ". These can be synced now; the schedule does it by itself.</p><table>" + rows +
                    "</table><p><a href=\"/\">All services</a></p>");
  }

  [[nodiscard]] std::string row_of(const connector::Stream& stream) const {
    const auto exclusion = exclusion_of(account_, stream);
    return "<tr><td class=\"word\"><a href=\"" + escaped(account_.uri("current/" + stream.name)) +
           "?limit=50\">" + escaped(stream.name) + "</a></td><td class=\"dim\">" + escaped(stream.title) +
           (exclusion ? "<br>" + escaped(exclusion->why) + "; <code>" + escaped(exclusion->command) +
                            "</code> in a shell adds it"
                      : "") +
           "</td><td>" + (exclusion ? "" : button_of(stream)) + "</td></tr>";
  }

  [[nodiscard]] std::string button_of(const connector::Stream& stream) const {
    return "<form method=\"post\" action=\"" + escaped(account_.uri(stream.name)) +
           "\"><button>Sync</button></form>";
  }

  const Account& account_;
};

}  // namespace

std::unique_ptr<Endpoints> make_webservice(const Account& account) {
  return std::make_unique<Webservice>(account);
}

}  // namespace locker::service
