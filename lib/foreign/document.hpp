#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

/// What services and the network said, and files that they may have written: whatever it is, reading it
/// ends, in bounded memory, and what comes out can be copied and spelled without harm.
namespace locker::foreign {

/// True if brackets nest deeper than any honest document's, so that code which descends into it would run
/// out of stack.
[[nodiscard]] bool is_too_deep(std::string_view text);

/// The document; discarded (`is_discarded()`, so neither an object nor an array) if it is no JSON, or too
/// deep.
[[nodiscard]] nlohmann::json read(std::string_view text);
/// The same with members in the order in which they stand.
[[nodiscard]] nlohmann::ordered_json read_in_order(std::string_view text);

/// The object in a file. Absent if there is no such file. Throws Error{malformed} that says without the
/// file's name what is wrong with it: not a file but a folder, a pipe or a device, longer than 1 MB, no
/// JSON object.
[[nodiscard]] std::optional<nlohmann::ordered_json> read_object(const std::filesystem::path& file);
/// The same as it is spelled there.
[[nodiscard]] std::optional<std::string> read_object_text(const std::filesystem::path& file);

}  // namespace locker::foreign
