#pragma once

#include <map>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "loopback/server.hpp"

/// A stand-in for the service: implements the documented routes over some notes in memory. It shares no code
/// with the connector, so that the same mistake is not made on both sides.
namespace example_stand_in {

struct Note {
  int id = 0;
  std::string text;
  int changed = 0;  ///< minutes since the first note was written
  int views = 0;
  bool is_listed = true;
};

/// Faults in the paging of notes.
enum class Paging {
  right,
  leads_to_itself,  ///< from the second page on
  leads_to_the_top,
  leads_to_and_fro,  ///< from the second page to the first and back
  is_endless,        ///< the first page again and again, each time with a new cursor
  is_empty_once,
  is_short_once
};

class Service {
 public:
  /// Returns at most `max_page_size` notes on a page, whatever size is requested.
  Service(int notes, int max_page_size);

  [[nodiscard]] std::string base() const { return server_.base(); }
  std::string give_token();
  void refuse_tokens();

  std::string write(const std::string& text);
  std::string rewrite(const std::string& text);  ///< changes the note whose last change is oldest
  std::string put_away();                        ///< removes a note from the list
  void count_views();
  void spoil(Paging paging);

  [[nodiscard]] std::vector<std::string> listed();
  /// Requests without a route or with invalid parameters.
  [[nodiscard]] std::vector<std::string> unexpected();
  /// Routes that were not requested.
  [[nodiscard]] std::vector<std::string> unused();

 private:
  using Parameters = std::map<std::string, std::string>;

  loopback::Reply handle(const loopback::Call& call);
  loopback::Reply answer(const loopback::Call& call);
  loopback::Reply me() const;
  loopback::Reply page(const Parameters& parameters);
  std::string next_of(const std::string& cursor, const std::vector<Note>& left, std::size_t count);
  [[nodiscard]] std::vector<Note> in_order() const;
  void expect(bool right, const std::string& what);

  const int page_most_;
  std::mutex mutex_;
  std::vector<Note> notes_;
  int now_ = 0;  ///< minutes, as `changed`
  Paging paging_ = Paging::right;
  int pages_ = 0;  ///< returned so far
  std::set<std::string> tokens_, met_;
  int tokens_given_ = 0;
  std::vector<std::string> unexpected_;
  loopback::Server server_;  // last: destroyed before the members that it uses
};

}  // namespace example_stand_in
