#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace locker::serve {

/// Packets between core and its guardian: JSON, and with some of them three descriptors.
struct Packet {
  std::string text;
  std::optional<std::array<int, 3>> descriptors;  ///< standard input, output, error
};

/// False if the other side is gone.
bool send_packet(int socket, std::string_view text, const std::array<int, 3>* descriptors = nullptr);
/// Absent if the other side is gone.
[[nodiscard]] std::optional<Packet> receive_packet(int socket);

}  // namespace locker::serve
