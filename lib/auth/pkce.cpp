#include "lib/auth/pkce.hpp"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>

#include "lib/base/error.hpp"

namespace locker::auth {
namespace {

constexpr int kRandomBytes = 32;

std::string sha256(std::string_view text) {
  std::string digest(EVP_MAX_MD_SIZE, '\0');
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), reinterpret_cast<unsigned char*>(digest.data()), &size,
                 EVP_sha256(), nullptr) != 1)
    throw Error(ErrorKind::internal, "SHA-256 is not to be had");
  digest.resize(size);
  return digest;
}

}  // namespace

std::string base64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

std::string base64url(std::string_view bytes) {
  std::string text = base64(bytes);
  text.resize(text.find_last_not_of('=') + 1);
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  return text;
}

std::string random_token() {
  std::string bytes(kRandomBytes, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), kRandomBytes) != 1)
    throw Error(ErrorKind::internal, "the system gives no randomness");
  return base64url(bytes);
}

Pkce make_pkce() {
  Pkce pkce;
  pkce.verifier = Secret(random_token());
  pkce.challenge = base64url(sha256(pkce.verifier.reveal()));
  return pkce;
}

}  // namespace locker::auth
