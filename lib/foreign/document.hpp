#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

/// Reading of JSON from untrusted sources: services, the network, and files that they may have written.
/// Parsing ends, takes bounded memory, and its result can safely be copied and serialised.
namespace locker::foreign {

/// True if brackets nest so deeply that recursive code could exhaust the stack.
[[nodiscard]] bool is_too_deep(std::string_view text);

/// True for a JSON document that is not nested too deeply. Keeps nothing of it in memory but a copy, if the
/// text has values that a parser of 64-bit numbers and Unicode characters cannot represent.
[[nodiscard]] bool is_json(std::string_view text);

/// Parses a document; the result is discarded (`is_discarded()`) if it is no JSON, or nested too deeply.
[[nodiscard]] nlohmann::json read(std::string_view text);
/// The same, keeping the order of members.
[[nodiscard]] nlohmann::ordered_json read_in_order(std::string_view text);

/// Reads the object in a file. Absent if there is no such file. Throws Error{malformed}, without the file's
/// name, for a folder, pipe or device, for more than 1 MB, and for anything but a JSON object.
[[nodiscard]] std::optional<nlohmann::ordered_json> read_object(const std::filesystem::path& file);
/// The same, but returns its text.
[[nodiscard]] std::optional<std::string> read_object_text(const std::filesystem::path& file);

}  // namespace locker::foreign
