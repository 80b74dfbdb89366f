#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loopback/message.hpp"
#include "tests/integration/program.hpp"

/// What the suite asks of a connector's tests: a stand-in service of its own, shown from the few sides that
/// all services have. A stage knows its service; the suite knows none.
namespace locker::conformance {

using test::Variables;
using Words = std::vector<std::string>;

/// How much the service holds.
enum class Size {
  small,        ///< a little of everything: quick to sync
  paged,        ///< `paged_stream` takes four pages at least
  small_pages,  ///< the same, with at most kSmallPage elements on each page of every paged list
};

constexpr int kSmallPage = 2;

/// A `locker auth` that asks nobody.
struct SignIn {
  Words options;  ///< beside the connector's name
  std::string input;
};

/// What became different on the service, as the archive names it.
struct Difference {
  std::string stream, id;
};

struct Deletion {
  std::string stream, id;
  Words look;  ///< options of the sync that learns of it; empty: any sync does
};

/// How the service says that it wants to be left alone.
struct Limit {
  std::string name;
  loopback::Reply refusal;
  int wait_s = 0;              ///< what the refusal tells, or where it does not, what the documentation asks
  bool is_clock_time = false;  ///< that is told as a time of the day, so many seconds from now
};

/// Where the next page of a list is said to be, although that leads nowhere.
enum class PagingLoop {
  to_itself,    ///< from the second page on each leads to itself
  to_the_top,   ///< each leads to the first
  to_and_fro,   ///< the first leads to the second, the second to the first
  without_end,  ///< the first comes again and again, as the next page each time
};

/// A way to spoil what an answer says of the next page, so that it cannot be understood.
struct BrokenPaging {
  std::string name;
  void (*spoil)(loopback::Reply& first_page) = nullptr;
};

class Stage {
 public:
  virtual ~Stage() = default;

  /// Where the service listens: http://127.0.0.1:port.
  [[nodiscard]] virtual std::string base() const = 0;
  /// The variables that lead the program to `base`, the service's own or that of what stands in front of it.
  [[nodiscard]] virtual Variables environment(const std::string& base) const = 0;

  virtual SignIn sign_in() = 0;
  /// All tokens, codes and passwords that were given out so far.
  [[nodiscard]] virtual Words secrets() const = 0;
  /// A part of the target of the request, and of no other, by which a token that is refused is replaced
  /// without the person; empty: there is no such thing.
  [[nodiscard]] virtual std::string refresh_target() const { return {}; }
  /// From now on every access token given out so far is refused.
  virtual void expire_tokens() = 0;
  /// No token is taken any more, nor is one given out for those there are.
  virtual void revoke_consent() = 0;

  /// Ids of all that `locker query --stream` should show when all is synced; absent: the connector's facts
  /// name a stream that the service does not know, which fails the suite.
  [[nodiscard]] virtual std::optional<Words> truth(const std::string& stream) = 0;
  /// A stream that takes several pages.
  [[nodiscard]] virtual std::string paged_stream() const = 0;
  /// A part of the target of every page's request of `paged_stream`, and of no other.
  [[nodiscard]] virtual std::string paged_target() const = 0;
  /// Names of what answers say beside their records, about the answer or what is wrong: objects that are
  /// nobody's record.
  [[nodiscard]] virtual Words asides() const { return {}; }
  /// Whether another answer tells the same more fully than this object of the answer to `target` does: then
  /// this form of it need not be kept.
  [[nodiscard]] virtual bool is_told_elsewhere(std::string_view /*target*/,
                                               std::string_view /*object*/) const {
    return false;
  }
  /// Below `folder`, what the service gives people as a file, with somebody in it of whom only the id is
  /// told; empty: it gives none.
  virtual std::string give_export(const std::string& /*folder*/) { return {}; }

  virtual Difference add() = 0;
  /// Of something in a stream; the former content was there before.
  virtual Difference edit() = 0;
  /// The same for the last element of that stream that a sync reads; absent: nothing in it can be edited.
  virtual std::optional<Difference> edit_in(const std::string& stream) = 0;
  /// Ends a membership; the record goes on.
  virtual Difference leave() = 0;
  /// Something is deleted by its author: it is listed no more, and nothing else is said until it is looked
  /// for. Each time something of another kind, as far as the service tells of these otherwise; absent: there
  /// is no further kind of which it ever tells.
  virtual std::optional<Deletion> erase() = 0;
  /// Counters rise, and nothing else.
  virtual void count_up() = 0;

  /// Faults of paging in `paged_stream`, from the next request on, until removed.
  virtual void set_paging_loop(PagingLoop where) = 0;
  [[nodiscard]] virtual std::vector<BrokenPaging> broken_paging() const = 0;
  /// The second page is empty, or half as long, and the walk goes on behind it without loss.
  virtual void send_an_empty_page() = 0;
  virtual void send_a_short_page() = 0;
  virtual void remove_faults() = 0;

  [[nodiscard]] virtual std::vector<Limit> limits() const = 0;

  /// Requests that no route of the stand-in is for, or none of those that its own table has for the program,
  /// or that were worded as the service would not take them.
  [[nodiscard]] virtual Words unexpected() = 0;
  /// Routes of that table that are for the program, and that nobody asked.
  [[nodiscard]] virtual Words unused() = 0;
};

using MakeStage = std::unique_ptr<Stage> (*)(Size);

struct StageEntry {
  std::string connector;  ///< its id
  MakeStage make = nullptr;
  bool is_template = false;  ///< to be copied, and not in the real program
};

/// One per connector that has a stage. The table is generated from the folders below connectors/.
[[nodiscard]] const std::vector<StageEntry>& stages();

}  // namespace locker::conformance
