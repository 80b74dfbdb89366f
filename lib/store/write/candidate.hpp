#pragma once

#include <string>

namespace locker::store {

/// A record that an export may have told a part of.
struct Candidate {
  std::string key;
  std::string edit;  ///< the id by which it was found: its own, or that of a later edit
  std::string raw;   ///< one of its forms
};

/// Ids from the one to the other, both included, of so many characters.
struct KeySpan {
  std::string first, last;
};

}  // namespace locker::store
