#include "lib/media/hasher.hpp"

#include <openssl/evp.h>

#include "lib/base/error.hpp"

namespace locker::media {

struct Hasher::State {
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

namespace {

void require(bool done) {
  if (!done) throw Error(ErrorKind::internal, "libcrypto could not compute SHA-256");
}

}  // namespace

Hasher::Hasher() : state_(std::make_unique<State>()) { restart(); }
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;
Hasher::~Hasher() = default;

void Hasher::add(std::string_view bytes) {
  require(EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1);
}

void Hasher::restart() { require(EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) == 1); }

store::Digest Hasher::digest() const {
  State copy;
  require(EVP_MD_CTX_copy_ex(copy.context.get(), state_->context.get()) == 1);
  store::Digest digest{};
  require(EVP_DigestFinal_ex(copy.context.get(), digest.data(), nullptr) == 1);
  return digest;
}

store::Digest Hasher::finish() {
  store::Digest digest{};
  require(EVP_DigestFinal_ex(state_->context.get(), digest.data(), nullptr) == 1);
  restart();
  return digest;
}

}  // namespace locker::media
