#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace locker::cli {

[[nodiscard]] bool takes_value(const CLI::Option& option);

/// The position in the command tree that the words before the last one lead to.
class Place {
 public:
  /// `root` must outlive this object.
  explicit Place(CLI::App& root) : app_(&root) {}

  void step(const std::string& word);

  [[nodiscard]] CLI::App& app() const { return *app_; }
  /// The option whose value is expected; null: none.
  [[nodiscard]] const CLI::Option* value_of() const { return value_of_; }
  [[nodiscard]] bool options_ended() const { return options_ended_; }
  [[nodiscard]] bool may_be_command() const { return arguments_.empty(); }
  [[nodiscard]] const std::vector<std::string>& arguments() const { return arguments_; }
  /// The value of `--home`; empty: none.
  [[nodiscard]] const std::string& home() const { return home_; }
  /// Finds an option of this command or a parent by any of its names, dashes included; null: none.
  [[nodiscard]] const CLI::Option* option_named(const std::string& word) const;
  /// The argument that is expected; null: none.
  [[nodiscard]] const CLI::Option* positional() const;

 private:
  void give(const std::string& value);
  void step_over_option(const std::string& word);
  [[nodiscard]] CLI::App* command_named(const std::string& word) const;

  CLI::App* app_;
  const CLI::Option* value_of_ = nullptr;
  std::vector<std::string> arguments_;
  bool options_ended_ = false;
  std::string home_;
};

}  // namespace locker::cli
