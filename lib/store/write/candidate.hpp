#pragma once

#include <string>

namespace locker::store {

/// A record that an entry of an export may be a part of.
struct Candidate {
  std::string key;
  std::string edit;  ///< the id by which it was found: its own or that of a later edit
  std::string raw;   ///< one of its forms
};

/// The form of a record that is shown.
struct ShownForm {
  std::string shape, raw;
};

/// A range of ids, both ends included, all of the same length.
struct KeySpan {
  std::string first, last;
};

}  // namespace locker::store
