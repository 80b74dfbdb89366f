#include "lib/exchange/digested_output.hpp"

namespace locker::exchange {

DigestedOutput::DigestedOutput(const std::function<void(std::string_view block)>& write)
    : blocks_([this, write](std::string_view block) {
        write(block);
        written_.add(block);
      }) {}

void DigestedOutput::begin_digest() {
  flush();
  written_.restart();
}

store::Digest DigestedOutput::digest() {
  flush();
  return written_.digest();
}

}  // namespace locker::exchange
