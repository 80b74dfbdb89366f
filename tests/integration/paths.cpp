#include "tests/integration/program.hpp"

namespace locker::test {

const char* program_path() { return LOCKER_PROGRAM; }
const char* quick_clock_path() { return LOCKER_QUICK_CLOCK; }
const char* fixtures_path() { return LOCKER_FIXTURES; }
const char* units_path() { return LOCKER_UNITS; }

}  // namespace locker::test
