#include <algorithm>
#include <cctype>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/ascii.h"
#include "rules/parse/layout/scope.h"

namespace trialmatch::rules {
namespace {

// Parts of one kind stand side by side: phases, cohorts by number; escalation and expansion; "NSCLC expansion" and "TNBC expansion".
std::string KindOfPart(const std::string& part) {
  if (part.starts_with("dose ")) return "stage";   // "dose confirmation"
  const bool stage = part.ends_with("escalation") || part.ends_with("expansion");
  if (stage) return part.find(' ') == std::string::npos ? "stage" : "named stage";
  for (const char* word : {" cohort", " arm", " basket", " stratum", " substudy"}) {
    if (part.ends_with(word)) return word + 1;
  }
  return part.substr(0, part.find(' '));
}

// "Cohort 5a" below "Cohort 5" is a part of it.
bool IsLetteredPart(std::string_view outer, std::string_view part) {
  if (const size_t slash = outer.rfind('/'); slash != std::string_view::npos) outer.remove_prefix(slash + 1);
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return !outer.empty() && is_digit(outer.back()) && part.size() == outer.size() + 1 && part.starts_with(outer) && !is_digit(part.back());
}

// Nothing lies in it: "Part A (dose escalation)" is the "Part A" of before.
bool IsWhole(int cohort, const std::vector<Cohort>& cohorts) {
  return std::none_of(cohorts.begin(), cohorts.end(), [cohort](const Cohort& each) { return each.parent == cohort; });
}

}  // namespace

int CohortTable::Intern(const std::string& part, int parent, const ScopeLabel& label, std::vector<Cohort>& cohorts) {
  std::string key = parent >= 0 ? absl::StrCat(cohorts[static_cast<size_t>(parent)].key, "/", part) : part;
  auto found = by_key_.find(key);
  if (found != by_key_.end()) return found->second;
  // "Cohort A" in the exclusion list is the "Phase 2 / Cohort A" of the inclusion list when there is but one.
  if (parent < 0) {
    int only = -1, count = 0;
    for (size_t c = 0; c < cohorts.size(); ++c) {
      if (cohorts[c].key.ends_with("/" + part)) {
        only = static_cast<int>(c);
        ++count;
      }
    }
    if (count == 1) return only;
  }
  // "Phase 1b (Part B)" is the "Phase 1b / expansion / Part B" of before when there is but one.
  if (parent >= 0) {
    const std::string outer = cohorts[static_cast<size_t>(parent)].key + "/";
    const auto inside = [&](const Cohort& each) { return each.key.starts_with(outer) && each.key.ends_with("/" + part); };
    const auto only = std::find_if(cohorts.begin(), cohorts.end(), inside);
    if (only != cohorts.end() && std::none_of(only + 1, cohorts.end(), inside)) return static_cast<int>(only - cohorts.begin());
  }
  Cohort cohort;
  std::string name = part;
  // "cohort a" is written "Cohort A".
  if (name.size() > 2 && name[name.size() - 2] == ' ') name.back() = static_cast<char>(std::toupper(static_cast<unsigned char>(name.back())));
  if (!name.empty()) name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
  cohort.name = parent >= 0 ? absl::StrCat(cohorts[static_cast<size_t>(parent)].name, " ", base::Lower(name.substr(0, 1)), name.substr(1)) : name;
  cohort.key = key;
  cohort.kind = label.step ? Cohort::Kind::kStep : Cohort::Kind::kAlternative;
  cohort.later_step = label.later_step;
  cohort.parent = parent;
  cohort.span = label.span;
  cohorts.push_back(std::move(cohort));
  return by_key_[key] = static_cast<int>(cohorts.size()) - 1;
}

std::vector<int> CohortTable::Known(const ScopeLabel& label, const std::vector<Cohort>& cohorts) const {
  std::vector<int> found;
  for (const auto& path : label.paths) {
    std::string key;
    for (const std::string& part : path) absl::StrAppend(&key, "/", part);
    for (size_t c = 0; c < cohorts.size(); ++c) {
      if (absl::StrCat("/", cohorts[c].key).ends_with(key)) found.push_back(static_cast<int>(c));
    }
  }
  return found;
}

std::vector<int> CohortTable::Resolve(const ScopeLabel& label, const std::vector<int>& parents, std::vector<Cohort>& cohorts) {
  std::vector<int> out;
  std::vector<int> outer = parents.empty() ? std::vector<int>{-1} : parents;
  const int known = static_cast<int>(cohorts.size());
  for (int parent : outer) {
    for (const auto& path : label.paths) {
      int at = parent;
      // A heading that repeats its parent ("Phase 2" under "Phase 2") stays what it is; one of the same kind replaces it.
      const auto outside = [&](const std::string& part) {
        const std::string kind = KindOfPart(part);
        int up = at;
        if (up >= 0 && kind != "phase" && IsLetteredPart(cohorts[static_cast<size_t>(up)].key, part)) return;
        while (up >= 0 && KindOfPart(cohorts[static_cast<size_t>(up)].key.substr(cohorts[static_cast<size_t>(up)].key.rfind("/") + 1)) != kind) up = cohorts[static_cast<size_t>(up)].parent;
        if (up >= 0) at = cohorts[static_cast<size_t>(up)].parent;
      };
      for (const std::string& part : path) outside(part);
      for (const std::string& part : path) {
        outside(part);
        if (label.own_bracket && path.size() > 1 && &part == &path.back() && at < known && IsWhole(at, cohorts)) continue;
        // A step of a part: the part itself stands beside others.
        ScopeLabel own = label;
        if (path.size() > 1 && &part != &path.back()) own.step = own.later_step = false;
        at = Intern(part, at, own, cohorts);
      }
      if (label.closed) cohorts[static_cast<size_t>(at)].closed = true;
      if (std::find(out.begin(), out.end(), at) == out.end()) out.push_back(at);
    }
  }
  return out;
}

}  // namespace trialmatch::rules
