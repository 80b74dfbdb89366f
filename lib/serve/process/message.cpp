#include "lib/serve/process/message.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <cstring>

namespace locker::serve {
namespace {

constexpr std::size_t kLargest = 128 * 1024;
constexpr std::size_t kDescriptorBytes = 3 * sizeof(int);

}  // namespace

bool send_packet(int socket, std::string_view text, const std::array<int, 3>* descriptors) {
  iovec part{const_cast<char*>(text.data()), text.size()};
  alignas(cmsghdr) char control[CMSG_SPACE(kDescriptorBytes)] = {};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  if (descriptors) {
    message.msg_control = control;
    message.msg_controllen = sizeof(control);
    cmsghdr* const head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(kDescriptorBytes);
    std::memcpy(CMSG_DATA(head), descriptors->data(), kDescriptorBytes);
  }
  ssize_t sent = 0;
  do sent = sendmsg(socket, &message, MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  return sent >= 0;
}

std::optional<Packet> receive_packet(int socket) {
  Packet packet;
  packet.text.resize(kLargest);
  iovec part{packet.text.data(), packet.text.size()};
  alignas(cmsghdr) char control[CMSG_SPACE(kDescriptorBytes)] = {};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof(control);
  ssize_t got = 0;
  do got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  while (got < 0 && errno == EINTR);
  if (got <= 0) return std::nullopt;
  packet.text.resize(static_cast<std::size_t>(got));
  for (cmsghdr* head = CMSG_FIRSTHDR(&message); head; head = CMSG_NXTHDR(&message, head)) {
    if (head->cmsg_type != SCM_RIGHTS || head->cmsg_len != CMSG_LEN(kDescriptorBytes)) continue;
    packet.descriptors.emplace();
    std::memcpy(packet.descriptors->data(), CMSG_DATA(head), kDescriptorBytes);
  }
  return packet;
}

}  // namespace locker::serve
