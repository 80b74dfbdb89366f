#pragma once

namespace loopback {

/// The HTTP library does not show a handler its socket; the ports of both ends find it.
void reset_connection(int own_port, int peer_port);
bool is_closed_by_peer(int own_port, int peer_port);

}  // namespace loopback
