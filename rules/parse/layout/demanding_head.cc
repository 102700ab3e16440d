#include "rules/parse/layout/demanding_head.h"

#include <utility>

#include "rules/parse/domains.h"
#include "rules/parse/join.h"
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

namespace {

// "Prior anticancer therapy, including:": what stands below are examples.
bool EndsWithExamples(const Reading& r, Clause own) {
  int last = own.end - 1;
  while (last > own.begin && r.IsAnyMark(last, ":,-")) --last;
  return last > own.begin + 1 && r.Is(last, Cue::kIncluding) && r.WordStarts(last, {"including"}) && r.IsMark(last - 1, ',');
}

bool ForbidsTherapy(const Expression& e) {
  const bool one = e.kind == Expression::Kind::kNot && e.children[0].kind == Expression::Kind::kLeaf;
  return one && std::holds_alternative<TreatmentLeaf>(*e.children[0].leaf);
}

}  // namespace

bool LeadDemands(const Reading& r, Clause own, Section section, Combined* combined) {
  Combined& lead = *combined;
  if (section != Section::kInclusion) {
    if (!EndsWithExamples(r, own) || !ForbidsTherapy(lead.expression)) return false;
    Expression& forbidden = lead.expression.children[0];
    const base::Span span = forbidden.span;
    forbidden = Expression::All(std::move(forbidden), Expression::Opaque(span));
    lead.understood = Understood::kPartial;
    return true;
  }
  // "Not pregnant, or of no childbearing potential by one of the following:", "bilirubin <= 1.5 x ULN, and
  // the following:".
  const bool bounds = lead.topic == Topic::kLab && lead.understood == Understood::kFull;
  if (lead.expression.kind != Expression::Kind::kAlways && (lead.topic == Topic::kReproductive || bounds)) return true;
  return lead.understood != Understood::kNone &&
         (OfTumour(lead.topic) || lead.topic == Topic::kPriorTherapy ||
          lead.topic == Topic::kLineOfTherapy);
}

}  // namespace trialmatch::rules
