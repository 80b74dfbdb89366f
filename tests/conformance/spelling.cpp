#include "tests/conformance/spelling.hpp"

#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace locker::conformance {
namespace {

constexpr std::string_view kOddities =
    R"(, "odd" : {"numbers":[1.0e2 ,-0, 1E+2,0.10,-1.50e-7, 1e400,123456789012345678901234567890],)"
    R"( "texts":["\ud83d","\u0000","\/"],"twice":1,"twice" : 1.0,"Twice":2,"tw\u0069ce":[ ]})";

constexpr std::array<std::string_view, 5> kSpaces{"", " ", "\r\n", "\t ", "  "};
/// Of letters that may be, so many are escaped.
constexpr unsigned kOneOf = 7;
constexpr std::size_t kEscape = 6;  ///< bytes of one that is told by number

void put_escape(std::string& out, unsigned unit) {
  char text[16];
  std::snprintf(text, sizeof text, unit % 2 ? "\\u%04x" : "\\u%04X", unit);
  out += text;
}

void put_escapes(std::string& out, unsigned point) {
  constexpr unsigned kBeyond = 0x10000, kHigh = 0xd800, kLow = 0xdc00;
  if (point < kBeyond) return put_escape(out, point);
  put_escape(out, kHigh + ((point - kBeyond) >> 10));
  put_escape(out, kLow + ((point - kBeyond) & 0x3ff));
}

/// Goes through valid JSON, token by token.
class Speller {
 public:
  Speller(std::string_view text, Spelling spelling) : text_(text), spelling_(spelling) {}

  std::string run() {
    put_space();
    value();
    put_space();
    return std::move(out_);
  }

 private:
  void value() {
    skip_space();
    if (here() == '{')
      object();
    else if (here() == '[')
      array();
    else if (here() == '"')
      text(true);
    else
      word();
  }

  void object() {
    bool has_id = false;
    bracket();
    for (skip_space(); here() != '}'; skip_space()) {
      has_id = text_.substr(at_).starts_with(R"("id")") || has_id;
      text(spelling_ == Spelling::hidden);
      skip_space();
      bracket();
      value();
      comma();
    }
    if (has_id && spelling_ == Spelling::extreme) out_ += kOddities;
    bracket();
  }

  void array() {
    bracket();
    for (skip_space(); here() != ']'; skip_space()) {
      value();
      comma();
    }
    bracket();
  }

  /// A number or a literal, as it is.
  void word() {
    const auto end = std::min(text_.find_first_of(",]} \t\r\n", at_), text_.size());
    out_ += text_.substr(at_, end - at_);
    at_ = end;
    put_space();
  }

  void text(bool with_escapes) {
    out_ += text_[at_++];
    while (here() != '"') {
      if (here() == '\\')
        copy(text_.at(at_ + 1) == 'u' ? kEscape : 2);
      else if (!with_escapes || !put_escaped())
        copy(1);
    }
    out_ += text_[at_++];
    put_space();
  }

  bool put_escaped() {
    const auto first = static_cast<unsigned char>(here());
    if (first == '/') out_ += '\\';
    const bool is_amid_a_character = first >= 0x80 && first < 0xc0;
    if (first == '/' || is_amid_a_character || ++count_ % kOneOf != 0) return false;
    const std::size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    unsigned point = size == 1 ? first : first & (0xffU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i)
      point = point << 6 | (static_cast<unsigned char>(text_[at_ + i]) & 0x3fU);
    put_escapes(out_, point);
    at_ += size;
    return true;
  }

  void bracket() {
    copy(1);
    put_space();
  }
  void comma() {
    skip_space();
    if (here() == ',') bracket();
  }
  void copy(std::size_t count) {
    out_ += text_.substr(at_, count);
    at_ += count;
  }
  void put_space() { out_ += kSpaces.at(++count_ % kSpaces.size()); }
  void skip_space() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }
  [[nodiscard]] char here() const { return text_.at(at_); }

  std::string_view text_;
  Spelling spelling_;
  std::size_t at_ = 0;
  unsigned count_ = 0;
  std::string out_;
};

}  // namespace

std::string spelled(std::string_view body, Spelling spelling) {
  if (spelling == Spelling::plain || !nlohmann::json::accept(body)) return std::string(body);
  return Speller(body, spelling).run();
}

std::string without_oddities(std::string text) {
  for (auto at = text.find(kOddities); at != std::string::npos; at = text.find(kOddities, at))
    text.erase(at, kOddities.size());
  return text;
}

}  // namespace locker::conformance
