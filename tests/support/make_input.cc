// Large inputs for measurements and end-to-end tests, the same bytes for the same arguments.
//   make_input patients SEED COUNT             profiles, one a line
//   make_input studies SEED COUNT RECORDS...   studies, one a line, made from the records in these files (JSON lines, or one record a file)
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/many_studies.h"
#include "tests/support/random_patients.h"

int main(int argc, char** argv) {
  using namespace trialmatch::testing;  // NOLINT: a program of one file
  const std::string_view what = argc > 3 ? argv[1] : "";
  if (what != "patients" && !(what == "studies" && argc > 4)) {
    std::fprintf(stderr, "usage: make_input patients SEED COUNT | make_input studies SEED COUNT FILE...\n");
    return 2;
  }
  const uint64_t seed = std::strtoull(argv[2], nullptr, 10), count = std::strtoull(argv[3], nullptr, 10);
  std::vector<std::string> records;
  for (int i = 4; i < argc; ++i) {
    std::ifstream in(argv[i], std::ios::binary);
    if (std::string_view(argv[i]).ends_with(".jsonl")) {
      for (std::string line; std::getline(in, line);) records.push_back(line);
    } else {
      records.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
  }
  for (uint64_t i = 0; i < count; ++i) {
    const std::string line = what == "patients" ? RandomPatient(seed, i).Json() : StudyOfMany(records, seed, i);
    std::puts(line.c_str());
  }
  return 0;
}
