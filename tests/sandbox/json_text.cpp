#include "sandbox/json_text.hpp"

#include <cstdio>
#include <nlohmann/json.hpp>

namespace sandbox {
namespace {

void append_unit(std::string& out, unsigned unit, bool upper) {
  char text[16];
  std::snprintf(text, sizeof text, upper ? "\\u%04X" : "\\u%04x", unit);
  out += text;
}

void append_control(std::string& out, unsigned char c) {
  switch (c) {
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      append_unit(out, c, false);
  }
}

// `bytes` starts a four-byte UTF-8 sequence.
void append_surrogates(std::string& out, const char* bytes) {
  unsigned code = static_cast<unsigned char>(bytes[0]) & 0x07;
  for (int i = 1; i < 4; ++i) code = (code << 6) | (static_cast<unsigned char>(bytes[i]) & 0x3f);
  code -= 0x10000;
  append_unit(out, 0xd800 + (code >> 10), true);
  append_unit(out, 0xdc00 + (code & 0x3ff), true);
}

void append(std::string& out, const nlohmann::json& value);

void append_object(std::string& out, const nlohmann::json& value) {
  out += '{';
  for (auto it = value.begin(); it != value.end(); ++it) {
    if (it != value.begin()) out += ',';
    append_json_string(out, it.key());
    out += ':';
    append(out, it.value());
  }
  out += '}';
}

void append_array(std::string& out, const nlohmann::json& value) {
  out += '[';
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (i) out += ',';
    append(out, value[i]);
  }
  out += ']';
}

void append(std::string& out, const nlohmann::json& value) {
  if (value.is_object())
    append_object(out, value);
  else if (value.is_array())
    append_array(out, value);
  else if (value.is_string())
    append_json_string(out, value.get_ref<const std::string&>());
  else
    out += value.dump();
}

}  // namespace

void append_json_string(std::string& out, std::string_view utf8) {
  out += '"';
  for (std::size_t i = 0; i < utf8.size(); ++i) {
    const auto c = static_cast<unsigned char>(utf8[i]);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += utf8[i];
    } else if (c < 0x20) {
      append_control(out, c);
    } else if (c >= 0xf0 && i + 3 < utf8.size()) {
      append_surrogates(out, utf8.data() + i);
      i += 3;
    } else {
      out += utf8[i];
    }
  }
  out += '"';
}

std::string json_text(const nlohmann::json& value) {
  std::string out;
  append(out, value);
  return out;
}

}  // namespace sandbox
