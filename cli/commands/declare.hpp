#pragma once

#include <vector>

#include "cli/tree.hpp"

/// Each adds its commands to the tree. What an option's value may be is told by its type name (ACCOUNT,
/// STREAM, TYPE, FORMAT, TIME, …), which help shows and completion goes by.
namespace locker::cli {

void declare_auth(CLI::App& root, std::vector<Command>& commands);
void declare_sync(CLI::App& root, std::vector<Command>& commands);
void declare_query(CLI::App& root, std::vector<Command>& commands);
void declare_history(CLI::App& root, std::vector<Command>& commands);
void declare_status(CLI::App& root, std::vector<Command>& commands);
void declare_care(CLI::App& root, std::vector<Command>& commands);

}  // namespace locker::cli
