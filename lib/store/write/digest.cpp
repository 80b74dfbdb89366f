#include "lib/store/write/digest.hpp"

#include <openssl/evp.h>

#include <memory>

#include "lib/base/error.hpp"

namespace locker::store {
namespace {

/// Fetched once: looking the algorithm up again costs more than hashing a record.
struct Hasher {
  std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> algorithm{EVP_MD_fetch(nullptr, "SHA256", nullptr),
                                                            &EVP_MD_free};
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

}  // namespace

Digest sha256(std::string_view bytes) {
  thread_local Hasher hasher;
  Digest digest{};
  if (EVP_DigestInit_ex2(hasher.context.get(), hasher.algorithm.get(), nullptr) != 1 ||
      EVP_DigestUpdate(hasher.context.get(), bytes.data(), bytes.size()) != 1 ||
      EVP_DigestFinal_ex(hasher.context.get(), digest.data(), nullptr) != 1)
    throw Error(ErrorKind::internal, "libcrypto could not compute SHA-256");
  return digest;
}

}  // namespace locker::store
