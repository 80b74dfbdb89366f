#pragma once

#include <string_view>

/// The files in lib/exchange/assets, as text.
namespace locker::exchange::assets {
extern const std::string_view style;   ///< style.css
extern const std::string_view page;    ///< page.js
extern const std::string_view search;  ///< search.js
}  // namespace locker::exchange::assets
