#pragma once

#include <vector>

#include "cli/tree.hpp"

/// Each function declares the options and the run function of one command. An option's type name (ACCOUNT,
/// STREAM, TYPE, FORMAT, TIME, …) says which values it takes: help shows it, and completion depends on it.
namespace locker::cli {

/// Command::stops_when_asked of a command each run of which stops when asked.
[[nodiscard]] inline bool always() { return true; }

void declare_auth(CLI::App& app, std::vector<Command>& commands);
void declare_sync(CLI::App& app, std::vector<Command>& commands);
void declare_import(CLI::App& app, std::vector<Command>& commands);
void declare_query(CLI::App& app, std::vector<Command>& commands);
void declare_history(CLI::App& app, std::vector<Command>& commands);
void declare_status(CLI::App& app, std::vector<Command>& commands);
void declare_connectors(CLI::App& app, std::vector<Command>& commands);
void declare_verify(CLI::App& app, std::vector<Command>& commands);
void declare_backup(CLI::App& app, std::vector<Command>& commands);
void declare_forget(CLI::App& app, std::vector<Command>& commands);
void declare_budget(CLI::App& app, std::vector<Command>& commands);
void declare_doctor(CLI::App& app, std::vector<Command>& commands);
void declare_export(CLI::App& app, std::vector<Command>& commands);
void declare_restore(CLI::App& app, std::vector<Command>& commands);
void declare_serve(CLI::App& app, std::vector<Command>& commands);
void declare_connector_process(CLI::App& app, std::vector<Command>& commands);
void declare_dump(CLI::App& app, std::vector<Command>& commands);

}  // namespace locker::cli
