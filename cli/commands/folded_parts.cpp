#include "cli/commands/folded_parts.hpp"

#include <algorithm>
#include <map>

namespace locker::cli {
namespace {

using store::StreamStatus;

constexpr int kFewParts = 4;

std::string stream_of(const StreamStatus& one) { return one.stream.substr(0, one.stream.find('/')); }

bool is_part(const StreamStatus& one) { return one.stream.find('/') != std::string::npos; }

bool went_well(const StreamStatus& one) {
  return one.outcome == store::RunOutcome() && one.message.empty() && one.gap.empty() && one.complete_to &&
         !one.under_way;
}

void add(StreamStatus& sum, const StreamStatus& one) {
  sum.members += one.members;
  sum.cost += one.cost;
  sum.complete_to = std::min(sum.complete_to, one.complete_to);
  if (one.ended > sum.ended) {
    sum.began = one.began;
    sum.ended = one.ended;
  }
}

}  // namespace

std::vector<StreamStatus> folded_parts(const std::vector<StreamStatus>& streams) {
  std::map<std::string, int> parts;
  for (const auto& one : streams)
    if (is_part(one) && went_well(one)) ++parts[stream_of(one)];
  std::vector<StreamStatus> rows;
  std::map<std::string, std::size_t> row_of;
  for (const auto& one : streams) {
    const std::string stream = stream_of(one);
    const bool folds = is_part(one) && went_well(one) && parts[stream] > kFewParts;
    if (const auto row = row_of.find(stream); folds && row != row_of.end()) {
      add(rows[row->second], one);
      continue;
    }
    if (folds) row_of.emplace(stream, rows.size());
    rows.push_back(one);
    if (folds) rows.back().stream = stream + " (" + std::to_string(parts[stream]) + " parts)";
  }
  return rows;
}

}  // namespace locker::cli
