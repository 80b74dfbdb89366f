#pragma once

namespace locker::cli {

/// Whether nobody can read standard output any more: the pipe's other end is closed (`| head -1`).
[[nodiscard]] bool output_reader_is_gone();

}  // namespace locker::cli
