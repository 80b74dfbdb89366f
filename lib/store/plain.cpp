#include "lib/store/plain.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <dlfcn.h>
#include <sqlite3.h>
#include <zstd.h>

#include <cstdint>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>

#include "lib/store/scan.hpp"

namespace locker::store {
namespace {

/// The functions of libzstd that reading needs. The library is opened at first use: few queries meet
/// compressed data, and all would wait for the loader.
class Zstd {
 public:
  Zstd() : library_(dlopen("libzstd.so.1", RTLD_NOW | RTLD_LOCAL)) {
    if (!library_) throw std::runtime_error(std::string("libzstd cannot be opened: ") + dlerror());
    find(create_context, "ZSTD_createDCtx");
    find(create_dictionary, "ZSTD_createDDict");
    find(free_context, "ZSTD_freeDCtx");
    find(free_dictionary, "ZSTD_freeDDict");
    find(content_size, "ZSTD_getFrameContentSize");
    find(decompress, "ZSTD_decompress_usingDDict");
    find(is_error, "ZSTD_isError");
  }

  decltype(&ZSTD_createDCtx) create_context;
  decltype(&ZSTD_createDDict) create_dictionary;
  decltype(&ZSTD_freeDCtx) free_context;
  decltype(&ZSTD_freeDDict) free_dictionary;
  decltype(&ZSTD_getFrameContentSize) content_size;
  decltype(&ZSTD_decompress_usingDDict) decompress;
  decltype(&ZSTD_isError) is_error;

 private:
  template <class Function>
  void find(Function& function, const char* name) {
    function = reinterpret_cast<Function>(dlsym(library_, name));
    if (!function) throw std::runtime_error(std::string("libzstd lacks ") + name);
  }

  void* library_;  // never closed: what it created lives as long as the program
};

const Zstd& zstd() {
  static const Zstd kZstd;
  return kZstd;
}

/// Larger than any version can be.
constexpr std::uint64_t kMostBytes = 1 << 30;

/// What one connection has opened.
class Decompressor {
 public:
  explicit Decompressor(SQLite::Database& database) : database_(database) {}

  /// Sets the result of the call.
  void answer(sqlite3_context* call, std::string_view frame, std::int64_t dictionary) {
    const Zstd& library = zstd();
    const std::uint64_t size = library.content_size(frame.data(), frame.size());
    const auto* opened = open(dictionary);
    if (!opened || size > kMostBytes) return sqlite3_result_null(call);
    const std::unique_ptr<char, decltype(&sqlite3_free)> bytes(static_cast<char*>(sqlite3_malloc64(size + 1)),
                                                               &sqlite3_free);
    if (!bytes) return sqlite3_result_error_nomem(call);
    if (!context_) context_ = {library.create_context(), library.free_context};
    const std::size_t written =
        library.decompress(context_.get(), bytes.get(), size, frame.data(), frame.size(), opened);
    if (library.is_error(written) || written != size) return sqlite3_result_null(call);
    sqlite3_result_text64(call, bytes.get(), size, SQLITE_TRANSIENT, SQLITE_UTF8);
  }

 private:
  using Dictionary = std::unique_ptr<ZSTD_DDict, decltype(&ZSTD_freeDDict)>;
  using Context = std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)>;

  const ZSTD_DDict* open(std::int64_t id) {
    const auto known = dictionaries_.find(id);
    if (known != dictionaries_.end()) return known->second.get();
    Scan row(database_, "SELECT bytes FROM dictionary WHERE id = ?1");
    row.bind(1, id);
    if (!row.step()) return nullptr;
    const std::string_view bytes = row.bytes(0);
    Dictionary opened(zstd().create_dictionary(bytes.data(), bytes.size()), zstd().free_dictionary);
    return dictionaries_.emplace(id, std::move(opened)).first->second.get();
  }

  SQLite::Database& database_;
  Context context_{nullptr, nullptr};
  std::map<std::int64_t, Dictionary> dictionaries_;
};

void plain(sqlite3_context* call, int, sqlite3_value** arguments) try {
  if (sqlite3_value_type(arguments[1]) == SQLITE_NULL) return sqlite3_result_value(call, arguments[0]);
  const auto* bytes = static_cast<const char*>(sqlite3_value_blob(arguments[0]));
  const auto size = static_cast<std::size_t>(sqlite3_value_bytes(arguments[0]));
  static_cast<Decompressor*>(sqlite3_user_data(call))
      ->answer(call, {bytes, size}, sqlite3_value_int64(arguments[1]));
} catch (const std::exception& error) {
  sqlite3_result_error(call, error.what(), -1);
}

void drop(void* decompressor) { delete static_cast<Decompressor*>(decompressor); }

}  // namespace

void add_plain(SQLite::Database& database) {
  auto decompressor = std::make_unique<Decompressor>(database);
  const int result = sqlite3_create_function_v2(database.getHandle(), "plain", 2,
                                                SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
                                                decompressor.release(), &plain, nullptr, nullptr, &drop);
  if (result != SQLITE_OK) throw SQLite::Exception(database.getHandle(), result);
}

}  // namespace locker::store
