#include "lib/sync/refusal.hpp"

namespace locker::sync {

ErrorKind kind_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::sign_in:
      return ErrorKind::sign_in;
    case Refusal::payment:
      return ErrorKind::payment;
    case Refusal::gone:
      return ErrorKind::gone;
    case Refusal::rate_limit:
      return ErrorKind::rate_limit;
    case Refusal::service:
      return ErrorKind::network;
    default:
      return ErrorKind::forbidden;
  }
}

bool affects_all(Refusal refusal, bool elsewhere) {
  return !elsewhere &&
         (refusal == Refusal::sign_in || refusal == Refusal::payment || refusal == Refusal::rate_limit);
}

Refusal for_other_host(Refusal refusal) {
  if (refusal == Refusal::sign_in) return Refusal::forbidden;
  return refusal == Refusal::nothing ? Refusal::gone : refusal;
}

}  // namespace locker::sync
