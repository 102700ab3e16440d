#include "rules/parse/layout/demanding_head.h"

#include "rules/parse/domains.h"
#include "rules/text/stems.h"

namespace trialmatch::rules {
namespace {

bool TellsOfTherapy(std::string_view list) {
  static constexpr Stems kOwn({"naive", "untreated", "no prior", "without prior", "not eligible",
                               "first-line", "first line", "not received"});
  return kOwn.AnyIn(list);
}

}  // namespace

bool DemandsOfEverybody(const Reading& r, Clause c, std::string_view list) {
  const int who = list.empty() ? -1 : r.FindCue(c.begin, c.end, {Cue::kWho});
  if (who < 0 || r.IsAny(c.begin, {Cue::kFor, Cue::kIf, Cue::kWhen})) return false;
  if (!HasCue(r, who, c.end, {Cue::kProgressed, Cue::kStandardTherapy})) return false;
  bool any_tumour = false;
  for (int i = c.begin; i < c.end; ++i) {
    if (r.WordStarts(i, {"will be", "tested"})) return false;
    const Entry* tumour = i < who ? r.Find(i, TermKind::kDisease) : nullptr;
    any_tumour =
        any_tumour || (tumour != nullptr && (tumour->id == "solid_tumor" || tumour->id == "cancer"));
  }
  return any_tumour && !TellsOfTherapy(list);
}

}  // namespace trialmatch::rules
