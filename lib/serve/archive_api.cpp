#include "lib/serve/archive_api.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <streambuf>

#include "lib/base/error.hpp"
#include "lib/base/suggest.hpp"
#include "lib/http/server/disconnect_watcher.hpp"
#include "lib/http/server/parameters.hpp"
#include "lib/http/server/server.hpp"
#include "lib/http/server/write_behind.hpp"
#include "lib/text/match.hpp"

namespace locker::serve {
namespace {

/// How a parameter is converted to a part of the command line.
enum class Kind { value, flag, words };
struct Parameter {
  std::string_view command, name;
  Kind kind = Kind::value;
};
constexpr std::array kParameters{Parameter{"query", "q", Kind::words},
                                 Parameter{"query", "since"},
                                 Parameter{"query", "until"},
                                 Parameter{"query", "as-of"},
                                 Parameter{"query", "source"},
                                 Parameter{"query", "type"},
                                 Parameter{"query", "stream"},
                                 Parameter{"query", "has"},
                                 Parameter{"query", "thread"},
                                 Parameter{"query", "with"},
                                 Parameter{"query", "deleted", Kind::flag},
                                 Parameter{"query", "sql"},
                                 Parameter{"query", "raw", Kind::flag},
                                 Parameter{"query", "source-of"},
                                 Parameter{"query", "limit"},
                                 Parameter{"query", "all", Kind::flag},
                                 Parameter{"query", "format"},
                                 Parameter{"query", "fields"},
                                 Parameter{"history", "ref", Kind::words},
                                 Parameter{"history", "thread"},
                                 Parameter{"history", "since"},
                                 Parameter{"history", "source"},
                                 Parameter{"history", "type"},
                                 Parameter{"history", "after"},
                                 Parameter{"history", "diff", Kind::flag},
                                 Parameter{"history", "limit"},
                                 Parameter{"history", "all", Kind::flag},
                                 Parameter{"history", "format"},
                                 Parameter{"history", "fields"}};

constexpr std::array<std::pair<std::string_view, const char*>, 5> kMediaTypes{
    {{"json", "application/json"},
     {"jsonl", "application/x-ndjson"},
     {"csv", "text/csv; charset=utf-8"},
     {"tsv", "text/tab-separated-values; charset=utf-8"},
     {"table", "text/plain; charset=utf-8"}}};

/// The rows of an SQL statement come from one snapshot, which blocks checkpoints of the write-ahead log.
/// Therefore they are read within this time, and rows that the client has not accepted yet are buffered, up
/// to this size.
constexpr std::chrono::minutes kLongestStatement{5};
constexpr std::uint64_t kMostKept = std::uint64_t{1} << 30;
/// Limits for concurrent statements, each of which may occupy a processor: for users and, separately, for all
/// services together; and for each service. A statement beyond that waits for a moment, as when one page
/// sends several.
constexpr int kMostStatements = 4, kMostOfService = 2;
constexpr std::chrono::milliseconds kLongestWaitForStatement{2'000};

/// Begins the response with the first output, so that a command that fails before it can still send an error.
class AnswerBuffer : public std::streambuf {
 public:
  AnswerBuffer(http::Exchange& exchange, std::string type) : exchange_(exchange), type_(std::move(type)) {
    setp(bytes_.data(), bytes_.data() + bytes_.size());
  }

  void finish() {
    if (!exchange_.has_begun()) return exchange_.answer(200, type_, std::string_view(pbase(), waiting()));
    write_out();
    exchange_.end();
  }

 protected:
  int_type overflow(int_type c) override {
    write_out();
    if (!traits_type::eq_int_type(c, traits_type::eof())) sputc(traits_type::to_char_type(c));
    return traits_type::not_eof(c);
  }
  /// Ignores the command's flushes, so that only full buffers are sent.
  int sync() override { return 0; }

 private:
  [[nodiscard]] std::size_t waiting() const { return static_cast<std::size_t>(pptr() - pbase()); }
  void write_out() {
    if (!exchange_.has_begun()) exchange_.begin(200, {{"Content-Type", type_}});
    exchange_.write({pbase(), waiting()});
    setp(bytes_.data(), bytes_.data() + bytes_.size());
  }
  http::Exchange& exchange_;
  const std::string type_;
  std::array<char, 16 * 1024> bytes_;
};

std::string format_of(const Request& request, const http::Parameters& parameters) {
  if (const auto said = parameters.find("format"); said != parameters.end()) return said->second;
  const auto accepted = request.exchange.request().header("Accept").value_or(std::string_view());
  return accepted.find("application/x-ndjson") != std::string_view::npos ? "jsonl" : "json";
}

std::string media_type(const std::string& format, bool raw) {
  if (raw) return "application/octet-stream";
  for (const auto& [name, type] : kMediaTypes)
    if (name == format) return type;
  return "application/json";
}

/// Rejects terms that cannot match anything, so that a search without letters does not return everything.
void check_words(const std::string& name, const std::string& value) {
  try {
    if (value.empty())
      throw Error(ErrorKind::usage, "there is nothing to look for", "leave it out to get everything");
    if (name == "q" && text::fts_query({value}).empty())
      throw Error(ErrorKind::usage, "there is no letter, digit or emoji to find");
  } catch (const Error& error) {
    throw Error(error.kind(), name + ": " + error.what(), error.hint());
  }
}

/// Removes the dashes from option names in a message, because they are parameters here.
std::string without_dashes(std::string message, const std::string& command) {
  for (const auto& name : parameters_of(command))
    for (auto at = message.find("--" + name); at != std::string::npos; at = message.find("--" + name, at))
      message.erase(at, 2);
  return message;
}

void refuse_parameters(const Request& request) {
  for (const auto& [name, value] : http::checked_parameters(request.query))
    throw Error(ErrorKind::usage, request.path + " has no parameter \"" + name + "\"", "leave it out");
}

}  // namespace

std::vector<std::string> parameters_of(std::string_view command) {
  std::vector<std::string> names;
  for (const auto& known : kParameters)
    if (known.command == command) names.emplace_back(known.name);
  return names;
}

std::vector<std::string> command_line(const std::string& command, const http::Parameters& parameters) {
  std::vector<std::string> line{command}, words;
  const auto names = parameters_of(command);
  for (const auto& [name, value] : parameters) {
    const auto known = std::ranges::find_if(
        kParameters, [&](const Parameter& one) { return one.command == command && one.name == name; });
    if (known == kParameters.end())
      throw Error(ErrorKind::usage, "/" + command + " has no parameter \"" + name + "\"",
                  suggestion_hint(name, names));
    if (known->kind == Kind::words) {
      check_words(name, value);
      words.push_back(value);
    } else if (known->kind == Kind::value)
      line.push_back("--" + name + "=" + value);
    else if (http::flag_of(name, value))
      line.push_back("--" + name);
  }
  if (!words.empty()) line.emplace_back("--");
  line.insert(line.end(), words.begin(), words.end());
  return line;
}

ArchiveApi::ArchiveApi(RunLine run_line, Parts parts, std::stop_token stop)
    : run_line_(std::move(run_line)),
      parts_(parts),
      stop_(std::move(stop)),
      statements_(kMostStatements, kMostStatements),
      statements_of_services_(kMostStatements, kMostOfService) {}

void ArchiveApi::stream(Request& request, const std::string& command) {
  http::Parameters parameters = http::checked_parameters(request.query);
  const bool raw = parameters.contains("raw") && http::flag_of("raw", parameters["raw"]);
  const std::string format = format_of(request, parameters);
  if (!raw) parameters["format"] = format;
  request.exchange.connection().set_write_patience(http::kSlowReaderPatience);
  const auto line = command_line(command, parameters);
  try {
    if (parameters.contains("sql")) return stream_statement(request, line, media_type(format, raw));
    answer(request, line, media_type(format, raw), stop_);
  } catch (const Error& error) {
    throw Error(error.kind(), without_dashes(error.what(), command), without_dashes(error.hint(), command));
  }
}

/// A statement ends when its client disconnects: nobody else needs its rows.
void ArchiveApi::stream_statement(Request& request, const std::vector<std::string>& line,
                                  const std::string& type) {
  auto& semaphore = request.service.empty() ? statements_ : statements_of_services_;
  auto permit = semaphore.take(request.service, kLongestWaitForStatement);
  if (!permit)
    return request.exchange.answer(503, "application/json",
                                   http::error_body("busy", "too many statements run at once"),
                                   {{"Retry-After", "1"}});
  auto& connection = request.exchange.connection();
  http::WriteBehind behind(connection, parts_.home.root(),
                           {.most = kMostKept, .patience = kLongestStatement});
  {
    const http::DisconnectWatcher watcher(connection, stop_);
    answer(request, line, type, watcher.token());
  }
  permit.reset();
  behind.finish();
}

void ArchiveApi::answer(Request& request, const std::vector<std::string>& line, const std::string& type,
                        const std::stop_token& stop) const {
  AnswerBuffer buffer(request.exchange, type);
  std::ostream out(&buffer);
  out.exceptions(std::ios::badbit | std::ios::failbit);
  run_line_(line, out, {.stop = stop, .statement = kLongestStatement});
  buffer.finish();
}

void ArchiveApi::run(const std::vector<std::string>& words, std::ostream& out) const {
  run_line_(words, out, {.stop = stop_, .statement = kLongestStatement});
}

void ArchiveApi::query(Request& request) { stream(request, "query"); }
void ArchiveApi::history(Request& request) { stream(request, "history"); }

void ArchiveApi::connectors(Request& request) {
  refuse_parameters(request);
  std::ostringstream out;
  run({"connectors", "--json"}, out);
  request.exchange.answer(200, "application/json", out.str());
}

Object ArchiveApi::rows(const std::vector<std::string>& words) const {
  std::ostringstream out;
  run(words, out);
  return Object::parse(out.str(), nullptr, false);
}

Object ArchiveApi::status_object() const {
  Object status = Object::object();
  try {
    std::ostringstream out;
    run({"status", "--json"}, out);
    status = Object::parse(out.str());
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::no_locker) throw;  // nothing was stored yet
  }
  Object services = Object::array();
  for (const auto& service : parts_.services.installed()) {
    Object one{
        {"id", service.id}, {"title", text_of(service.me, "title")}, {"uri", text_of(service.me, "uri")}};
    if (one["title"] == "") one["title"] = service.id;
    const auto running = parts_.supervisor.running(service.id);
    one["pid"] = running ? Object(running->pid) : Object();
    one["paused"] = parts_.schedule.is_paused(service.id);
    services.push_back(std::move(one));
  }
  status["services"] = std::move(services);
  status["schedule"] = schedule_object(parts_.schedule);
  return status;
}

void ArchiveApi::status(Request& request) {
  refuse_parameters(request);
  request.exchange.answer(
      200, "application/json",
      status_object().dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

}  // namespace locker::serve
