#include "rules/parse/turn_words.h"

namespace trialmatch::rules {

bool NamesPeopleWith(const Reading& r, int i) {
  return r.WordIsAny(i, {"patients with", "participants with", "participant with", "patient with", "subjects with", "subject with", "individuals with", "patients who",
                         "subjects who", "participants who"});
}

bool IsPeople(const Reading& r, int i) {
  return NamesPeopleWith(r, i) || r.WordIsAny(i, {"patients", "patient", "participants", "participant", "subjects", "subject", "individuals", "women", "men", "those",
                                               "all patients", "all participants", "all subjects"});
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
