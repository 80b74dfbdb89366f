#include "lib/exchange/search_parts.hpp"

#include <algorithm>

#include "lib/rows/cell.hpp"

namespace locker::exchange {

void SearchParts::add(const PageHead& head, const Entry& entry) {
  const std::string day = entry.row.time ? format_rfc3339(*entry.row.time).substr(0, 10) : std::string();
  if (entry.row.text.empty() && entry.row.name.empty()) return;
  open(head.account + "-" + (day.empty() ? "people" : head.is_messages ? "messages" : day.substr(0, 4)));
  std::string& out = file_.text();
  out += "[";
  rows::append_json_string(out, head.path + ".html#" + entry.anchor);
  for (const auto text :
       {std::string_view(day), entry.called, entry.row.text.empty() ? entry.row.name : entry.row.text}) {
    out += ',';
    rows::append_json_string(out, text);
  }
  out += "],\n";
  file_.flush_if_full();
}

std::vector<std::string> SearchParts::end() {
  close();
  return names_;
}

void SearchParts::open(const std::string& name) {
  if (is_open_ && asked_ == name) return;
  close();
  std::string unique = name;
  for (int number = 2; std::ranges::find(names_, unique) != names_.end(); ++number)
    unique = name + "-" + std::to_string(number);
  asked_ = name;
  names_.push_back(unique);
  file_.open(folder_ / (unique + ".js"));
  file_.text() += "locker(";
  rows::append_json_string(file_.text(), unique);
  file_.text() += ",[\n";
  is_open_ = true;
}

void SearchParts::close() {
  if (!is_open_) return;
  file_.text() += "]);\n";
  file_.close();
  is_open_ = false;
}

}  // namespace locker::exchange
