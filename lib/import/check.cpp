#include <zlib.h>

#include <map>
#include <set>

#include "lib/base/error.hpp"
#include "lib/import/archive.hpp"
#include "lib/import/background_producer.hpp"

namespace locker::imports {
namespace {

/// Counts what is read through it, and computes its CRC-32 unless the container checks one.
class ChecksumReader final : public Reader {
 public:
  ChecksumReader(const Piece& piece, const Advance& advance)
      : reader_(piece.container->open(piece.index)), advance_(advance) {}

  std::size_t read(char* into, std::size_t size) override {
    const std::size_t got = reader_->read(into, size);
    if (!reader_->checksum()) sum_ = crc32_z(sum_, reinterpret_cast<const unsigned char*>(into), got);
    size_ += got;
    advance_(got);
    return got;
  }
  void drain() {
    std::vector<char> rest(std::size_t{1} << 16);
    while (read(rest.data(), rest.size()) > 0) {
    }
  }
  /// Identifies the member's content. Only valid once it was read to its end.
  [[nodiscard]] std::string content() const {
    return std::to_string(size_) + ":" + std::to_string(reader_->checksum().value_or(sum_));
  }

 private:
  std::unique_ptr<Reader> reader_;
  const Advance& advance_;
  unsigned long sum_ = 0;
  std::uint64_t size_ = 0;
};

/// Reads on a background thread while the bytes read before are processed.
class ReadAhead final : public Reader {
 public:
  explicit ReadAhead(Reader& from)
      : chunks_([&from](const BackgroundProducer<std::string>::Give& give) {
          for (std::string chunk(kChunk, '\0');; chunk.assign(kChunk, '\0')) {
            chunk.resize(from.read(chunk.data(), chunk.size()));
            if (chunk.empty()) return;
            give(std::move(chunk));
          }
        }) {}

  std::size_t read(char* into, std::size_t size) override {
    if (at_ == chunk_.size()) {
      chunk_ = chunks_.take().value_or("");
      at_ = 0;
    }
    const std::size_t got = chunk_.copy(into, size, at_);
    at_ += got;
    return got;
  }

 private:
  static constexpr std::size_t kChunk = std::size_t{1} << 18;
  std::string chunk_;
  std::size_t at_ = 0;
  BackgroundProducer<std::string> chunks_;
};

/// Returns why the element cannot be read; empty if it can, or if it is far too large to be parsed.
std::string trouble_with(const RawElement& element) try {
  if (element.raw.empty() || json::Page(element.raw).root().is_object()) return {};
  return "it is no object";
} catch (const Error& error) {
  if (error.kind() != ErrorKind::malformed) throw;
  return error.what();
}

/// Keeps only the first of several errors.
void note_trouble(Content& content, const std::string& what) {
  if (content.trouble.empty()) content.trouble = "element " + std::to_string(content.elements) + ": " + what;
}

/// Parses all elements. If any can be read, clears the error: the others are left out one by one.
void parse_elements(const Piece& piece, Content& content, ChecksumReader& sum,
                    std::set<std::size_t>& unlabelled) {
  ReadAhead bytes(sum);
  bool any = false;
  try {
    const Layout& layout = piece.role->layout;
    const auto outer = read_elements(bytes, layout, [&](const RawElement& element) {
      ++content.elements;
      const std::string trouble = trouble_with(element);
      any = any || trouble.empty();
      if (!trouble.empty()) note_trouble(content, trouble);
      if (!layout.label.empty() && element.label.empty()) unlabelled.insert(element.group);
    });
    content.outer = static_cast<std::int64_t>(outer);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::malformed) throw;
    content.is_cut = true;
    ++content.elements;
    note_trouble(content, error.what());
  }
  if (any) content.trouble.clear();
}

void parse_all(const Piece& piece, Content& content, ChecksumReader& sum) {
  std::set<std::size_t> unlabelled;
  parse_elements(piece, content, sum, unlabelled);
  const Layout& layout = piece.role->layout;
  if (unlabelled.empty() || content.is_cut) return;
  const auto again = piece.container->open(piece.index);
  read_labels(*again, layout, [&](std::size_t group, std::string_view label) {
    if (unlabelled.contains(group)) content.labels.emplace_back(group, label);
  });
}

}  // namespace

void check(Piece& piece, bool parses, const Advance& advance) {
  ChecksumReader bytes(piece, advance);
  if (!parses) return bytes.drain();
  piece.content = std::make_unique<Content>();
  parse_all(piece, *piece.content, bytes);
  bytes.drain();  // a checksum error counts even if the content cannot be parsed
  piece.content->sum = bytes.content();
}

void each_element(const Piece& piece, const Advance& advance,
                  const std::function<void(std::int64_t number, const RawElement&)>& take,
                  const std::function<void(std::int64_t number, const char* why)>& leave_out) {
  ChecksumReader bytes(piece, advance);
  const std::map<std::size_t, std::string> labels(piece.content->labels.begin(), piece.content->labels.end());
  std::int64_t number = 0;
  const auto take_one = [&](RawElement element) {
    ++number;
    if (const auto late = labels.find(element.group); element.label.empty() && late != labels.end())
      element.label = late->second;
    try {
      if (element.raw.empty()) throw Error(ErrorKind::malformed, "it is far too large for one");
      take(number, element);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::malformed) throw;
      leave_out(number, error.what());
    }
  };
  try {
    read_elements(bytes, piece.role->layout, take_one);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::malformed || !piece.content->is_cut) throw;
    leave_out(number + 1, error.what());
  }
}

}  // namespace locker::imports
