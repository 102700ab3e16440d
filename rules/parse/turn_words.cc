#include "rules/parse/turn_words.h"

namespace trialmatch::rules {

bool NamesPeopleWith(const Reading& r, int i) {
  return r.WordIsAny(i, {"patients with", "patient with", "patients who"});
}

bool IsPeople(const Reading& r, int i) {
  return NamesPeopleWith(r, i) || r.WordIsAny(i, {"patients", "patient", "women", "men", "those", "all patients"});
}

bool NamesSomethingClinical(const Reading& r, int from, int to, std::initializer_list<TermKind> kinds) {
  for (int k = from; k < to; ++k) {
    for (TermKind kind : kinds) {
      if (r.Find(k, kind) != nullptr) return true;
    }
  }
  return false;
}

}  // namespace trialmatch::rules
