#pragma once

namespace locker::cli {

/// True if the reader of standard output has closed the pipe (`| head -1`).
[[nodiscard]] bool output_reader_is_gone();

}  // namespace locker::cli
