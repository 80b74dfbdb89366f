#include "lib/store/write/dictionary.hpp"

#include <zdict.h>
#include <zstd.h>

#include <algorithm>
#include <numeric>

#include "lib/base/error.hpp"

namespace locker::store {
namespace {

/// At higher levels, records of some KB become only a little smaller, and compressing takes much longer.
constexpr int kLevel = 9;
constexpr std::size_t kMostBytes = 32 << 10;
/// A dictionary must not be larger than a tenth of the samples, to be worth its space.
constexpr std::size_t kShare = 10;
constexpr std::size_t kFewestSamples = 64;

std::size_t checked(std::size_t result) {
  if (ZSTD_isError(result))
    throw Error(ErrorKind::internal,
                std::string("a version could not be compressed: ") + ZSTD_getErrorName(result));
  return result;
}

}  // namespace

struct Dictionary::State {
  std::unique_ptr<ZSTD_CDict, decltype(&ZSTD_freeCDict)> dictionary;
  std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context{ZSTD_createCCtx(), &ZSTD_freeCCtx};
};

void Dictionary::Drop::operator()(State* state) const { delete state; }

Dictionary::Dictionary(std::string_view bytes)
    : state_(new State{{ZSTD_createCDict(bytes.data(), bytes.size(), kLevel), &ZSTD_freeCDict}}) {}

std::optional<std::string> Dictionary::train(const std::vector<std::string>& samples) {
  if (samples.size() < kFewestSamples) return std::nullopt;
  std::vector<std::size_t> sizes;
  for (const auto& sample : samples) sizes.push_back(sample.size());
  const std::string all = std::accumulate(samples.begin(), samples.end(), std::string());
  std::string bytes(std::min(kMostBytes, all.size() / kShare), '\0');
  const std::size_t size = ZDICT_trainFromBuffer(bytes.data(), bytes.size(), all.data(), sizes.data(),
                                                 static_cast<unsigned>(sizes.size()));
  if (ZDICT_isError(size)) return std::nullopt;
  bytes.resize(size);
  return bytes;
}

std::string Dictionary::compress(std::string_view content) const {
  std::string frame(ZSTD_compressBound(content.size()), '\0');
  frame.resize(checked(ZSTD_compress_usingCDict(state_->context.get(), frame.data(), frame.size(),
                                                content.data(), content.size(), state_->dictionary.get())));
  return frame;
}

}  // namespace locker::store
