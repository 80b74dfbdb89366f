#pragma once

#include <cstdint>
#include <string>

#include "lib/store/write/write_context.hpp"
#include "lib/store/write/writer.hpp"

namespace locker::store {

/// The arguments of Writer::begin_page, for a Page.
struct PageBegin {
  std::int64_t account = 0;
  std::string account_name;
  StreamName stream;
  std::int64_t walk = 0;
  std::int64_t run = 0;
  Instant observed, now;
  std::string source;
};

/// Returns the id of the stream's row, which is created if missing. Call inside a WriteTransaction.
[[nodiscard]] std::int64_t stream_id(WriteContext& context, std::int64_t account, const StreamName& stream);
[[nodiscard]] Cursor read_cursor(WriteContext& context, std::int64_t stream);
void write_cursor(WriteContext& context, std::int64_t stream, const Cursor& cursor);

}  // namespace locker::store
