#pragma once

#include <functional>
#include <string>

#include "request.hpp"

namespace github_stand_in {

/// All elements of a list; JSON is only built for those of the requested page.
struct Listing {
  std::size_t count = 0;
  std::function<Json(std::size_t)> element;
  bool is_search = false;     ///< wrapped in total_count and items
  std::size_t reachable = 0;  ///< no page is returned beyond this number of elements; 0: no limit
};

enum class Paging {
  none,
  numbered,  ///< ?page=N, with all four link relations
  cursor,    ///< ?after=OPAQUE, with next and prev only
};

struct PageRules {
  Paging paging = Paging::numbered;
  int usual = 30, most = 100;
  int largest = 100;      ///< most elements of a page, whatever size is requested
  std::string link_path;  ///< path in the Link header, which identifies repositories by number
};

/// Returns the requested page with its Link header. `fault` is a paging fault, or empty. Passes violations of
/// the rules to `complain`.
Reply page_of(const Asked& asked, const Listing& listing, const PageRules& rules, const std::string& fault,
              const std::function<void(const std::string&)>& complain);

}  // namespace github_stand_in
