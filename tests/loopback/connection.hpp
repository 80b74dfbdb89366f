#pragma once

namespace loopback {

/// The HTTP library does not expose the socket to a handler; it is found by the ports of both ends.
void reset_connection(int own_port, int peer_port);
bool is_closed_by_peer(int own_port, int peer_port);

}  // namespace loopback
