#include "lib/service/row_stream.hpp"

namespace locker::service {
namespace {

constexpr std::size_t kPiece = 64 * 1024;

}  // namespace

RowStream::RowStream(http::Exchange& exchange, bool lines) : exchange_(exchange), lines_(lines) {
  exchange_.connection().set_write_patience(http::kSlowReaderPatience);
}

void RowStream::row(std::string_view json) {
  if (!lines_) text_ += first_ ? "[\n" : ",\n";
  first_ = false;
  text_ += json;
  if (lines_) text_ += '\n';
  if (text_.size() >= kPiece) send();
}

void RowStream::end() {
  if (!lines_) text_ += first_ ? "[]\n" : "\n]\n";
  send();
  exchange_.end();
}

void RowStream::send() {
  if (!exchange_.has_begun())
    exchange_.begin(200, {{"Content-Type", lines_ ? "application/x-ndjson" : "application/json"}});
  exchange_.write(text_);
  text_.clear();
}

}  // namespace locker::service
