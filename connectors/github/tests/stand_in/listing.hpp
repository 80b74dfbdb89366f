#pragma once

#include <functional>
#include <string>

#include "request.hpp"

namespace github_stand_in {

/// All that a list has, made into JSON only where a page shows it.
struct Listing {
  std::size_t count = 0;
  std::function<Json(std::size_t)> element;
  bool is_search = false;     ///< wrapped in total_count and items
  std::size_t reachable = 0;  ///< behind so many elements the service gives no page; 0: no bound
};

enum class Paging {
  none,
  numbered,  ///< ?page=N, with all four relations
  cursor,    ///< ?after=OPAQUE, with next and prev only
};

struct PageRules {
  Paging paging = Paging::numbered;
  int usual = 30, most = 100;
  std::string link_path;  ///< of the addresses in Link; the service names repositories by number there
};

/// The page asked for, with its Link header. `fault` is one of paging, or empty. What is asked for beyond the
/// rules is told to `complain`.
Reply page_of(const Asked& asked, const Listing& listing, const PageRules& rules, const std::string& fault,
              const std::function<void(const std::string&)>& complain);

}  // namespace github_stand_in
