#include "cli/output/buffered.hpp"

#include "cli/output/output_error.hpp"

namespace locker::cli {

void Buffered::flush() {
  out_.write(text_.data(), static_cast<std::streamsize>(text_.size()));
  out_.flush();
  text_.clear();
  if (!out_) throw output_error();
}

}  // namespace locker::cli
