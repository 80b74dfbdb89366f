#include "lib/import/elements.hpp"

#include "lib/base/error.hpp"
#include "lib/import/json_scanner.hpp"

namespace locker::imports {
namespace {

std::string_view without_quotes(std::string_view value) {
  const bool quoted = value.size() >= 2 && value.front() == '"';
  return quoted ? value.substr(1, value.size() - 2) : value;
}

/// Calls `take` with the key of each member of the object that follows; `take` must read the value.
template <class Take>
void each_member(JsonScanner& in, Take take) {
  in.expect('{');
  if (in.take('}')) return;
  do {
    const std::string key(without_quotes(in.value()));
    in.expect(':');
    take(key);
  } while (in.take(','));
  in.expect('}');
}

template <class Take>
void each_element(JsonScanner& in, Take take) {
  in.expect('[');
  if (in.take(']')) return;
  do take();
  while (in.take(','));
  in.expect(']');
}

template <class OnElement, class OnLabel>
std::size_t each_grouped(JsonScanner& in, const Layout& layout, OnElement on_element, OnLabel on_label) {
  std::size_t group = 0;
  each_element(in, [&] {
    std::string label;
    each_member(in, [&](const std::string& outer) {
      if (outer != layout.wrapper) return (void)in.value();
      each_member(in, [&](const std::string& key) {
        if (key == layout.array) {
          each_element(in, [&] { on_element(RawElement{in.value(), group, label}); });
        } else if (key == layout.label) {
          label = without_quotes(in.value());
          on_label(group, label);
        } else {
          (void)in.value();
        }
      });
    });
    ++group;
  });
  return group;
}

}  // namespace

std::size_t read_elements(Reader& reader, const Layout& layout,
                          const std::function<void(const RawElement&)>& take) {
  JsonScanner in(reader);
  in.skip_assignment();
  std::size_t count = 0;
  if (!layout.wrapper.empty()) {
    count = each_grouped(in, layout, take, [](std::size_t, std::string_view) {});
  } else if (in.starts_array()) {
    each_element(in, [&] { take({in.value(), count++, {}}); });
  } else {
    take({in.value(), count++, {}});
  }
  in.expect_end();
  return count;
}

void read_labels(Reader& reader, const Layout& layout, const GroupLabels& take) {
  JsonScanner in(reader);
  in.skip_assignment();
  each_grouped(
      in, layout, [](const RawElement&) {}, take);
}

}  // namespace locker::imports
