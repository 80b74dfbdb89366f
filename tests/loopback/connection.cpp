#include "loopback/connection.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <optional>

namespace loopback {
namespace {

constexpr int kMostDescriptors = 4096;

using NameOf = int (*)(int, sockaddr*, socklen_t*);

int port_of(NameOf name_of, int fd) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  if (name_of(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) return -1;
  return ntohs(address.sin_port);
}

std::optional<int> connection(int own_port, int peer_port) {
  for (int fd = 3; fd < kMostDescriptors; ++fd)
    if (port_of(getsockname, fd) == own_port && port_of(getpeername, fd) == peer_port) return fd;
  return std::nullopt;
}

}  // namespace

// Connecting to AF_UNSPEC closes the connection with a reset.
void reset_connection(int own_port, int peer_port) {
  const auto fd = connection(own_port, peer_port);
  sockaddr nowhere{};
  nowhere.sa_family = AF_UNSPEC;
  if (fd) ::connect(*fd, &nowhere, sizeof nowhere);
}

bool is_closed_by_peer(int own_port, int peer_port) {
  const auto fd = connection(own_port, peer_port);
  char byte;
  return !fd || recv(*fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

}  // namespace loopback
