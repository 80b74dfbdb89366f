#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/fields.hpp"
#include "sandbox/seed.hpp"

namespace sandbox {

struct Settings {
  Sizes sizes;
  std::uint64_t seed = 1;
  FieldMode fields = FieldMode::both;
  std::string client_id = "sandbox-client";
  std::optional<std::string> client_secret;  // if set, a confidential client
  std::vector<std::string> redirect_uris = {"http://127.0.0.1:8976/callback"};
  bool auto_approve = false;
  bool rate_limits = true;
  bool serve_media = false;  // media addresses refer to this server
  std::int64_t window = 900;
  std::size_t max_page_size = 0;  // most elements of a page, whatever size is requested; 0: no limit
  std::int64_t access_token_life = 7200;
  std::int64_t clock_offset = 0;
  int port = 0;
};

}  // namespace sandbox
