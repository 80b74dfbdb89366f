#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace locker::serve {

/// A packet between core and its guardian: JSON, optionally with three file descriptors.
struct Packet {
  std::string text;
  std::optional<std::array<int, 3>> descriptors;  ///< standard input, output, error
};

/// Sends a packet; false if the other side is gone.
bool send_packet(int socket, std::string_view text, const std::array<int, 3>* descriptors = nullptr);
/// Receives a packet; absent if the other side is gone.
[[nodiscard]] std::optional<Packet> receive_packet(int socket);

}  // namespace locker::serve
