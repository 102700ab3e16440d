#include "rules/parse/join.h"

#include <algorithm>
#include <string>
#include <utility>

#include "rules/parse/alternatives.h"
#include "rules/parse/bound_status.h"
#include "rules/parse/bounds/bound_of_group.h"
#include "rules/parse/disease/any_tumour.h"
#include "rules/parse/disease/extent_examples.h"
#include "rules/parse/illness/illness_with_ways.h"
#include "rules/parse/illness/viral_load.h"
#include "rules/parse/illness/wider_illness.h"
#include "rules/parse/markers/histology_behind.h"
#include "rules/parse/markers/marker_join.h"
#include "rules/parse/markers/marker_results.h"
#include "rules/parse/therapy/asked_of_whom.h"
#include "rules/parse/therapy/offered_therapy.h"

namespace trialmatch::rules {
namespace {

bool JoinedByOr(const Reading& r, const Atom& a, const Atom& b) {
  // "A tumour that is either resistant or ...": the word joins what stands behind it, and what it is one kind of.
  const bool one_kind = a.topic == b.topic && (a.topic == Topic::kBiomarker || a.topic == Topic::kLab);
  // "A BRCA1 or genetic alterations that confer HRD": the gene has taken the "or" with the word behind it.
  const Entry* trailing = one_kind && a.last > a.first ? r.Find(a.last, TermKind::kAlteration) : nullptr;
  bool any_or = trailing != nullptr && trailing->id == "any" && r.Is(a.last - 1, Cue::kOr) && b.first > a.last + 1 && r.IsKind(a.last + 1, Item::Kind::kWord);
  for (int i = std::min(a.last, b.last) + 1; i < std::max(a.first, b.first); ++i) {
    if (r.at(i).aside) continue;
    i = std::max(i, EndOfHowGiven(r, i, std::max(a.first, b.first)));
    if (r.Is(i, Cue::kAnd)) return false;
    // "In the first or second-line setting".
    const auto line = [&](int k) { return r.IsAny(k, {Cue::kFirstLine, Cue::kSecondLine, Cue::kThirdLine, Cue::kLine}) || r.WordIsAny(k, {"st", "nd", "rd", "1st", "2nd", "3rd", "first", "second", "third"}); };
    if (r.Is(i, Cue::kOr) && line(i - 1) && (line(i + 1) || line(i + 2))) continue;
    // "Histologically or cytologically diagnosed".
    if (r.Is(i, Cue::kOr) && r.WordContains(i - 1, {"ologically"}) && r.WordContains(i + 1, {"ologically"})) continue;
    if (r.Is(i, Cue::kOr) && (one_kind || !r.WordIs(i, "either"))) any_or = true;
  }
  return any_or;
}

// The tumour named behind a therapy is what the therapy was for, and goes. Named before it, it says
// whose therapy is meant: true when a marker stays so.
bool DropWhatTherapyWasFor(std::vector<Atom>& atoms) {
  int therapy = -1;
  for (const Atom& a : atoms) {
    const bool is = a.topic == Topic::kPriorTherapy || a.topic == Topic::kLineOfTherapy || a.topic == Topic::kWashout;
    if (is && (therapy < 0 || a.first < therapy)) therapy = a.first;
  }
  if (therapy < 0) return false;
  std::erase_if(atoms, [&](const Atom& a) { return OfTumour(a.topic) && a.first > therapy; });
  return std::any_of(atoms.begin(), atoms.end(), [](const Atom& a) { return a.topic == Topic::kBiomarker; });
}

// "MET amplification or small-cell transformation": joined by "or", each excludes. The bare disease
// under study joins nothing.
bool MarkerOrDisease(const Reading& r, const std::vector<Atom>& atoms) {
  for (size_t i = 0; i + 1 < atoms.size(); ++i) {
    const Atom &a = atoms[i], &b = atoms[i + 1];
    bool pair = OfTumour(a.topic) && OfTumour(b.topic) && a.topic != b.topic &&
                (a.topic == Topic::kBiomarker || b.topic == Topic::kBiomarker);
    if (pair && JoinedByOr(r, a, b) && !BareDisease(a.expression) && !BareDisease(b.expression)) return true;
  }
  return false;
}

bool Compares(const Atom& a, std::string_view quantity) {
  const auto* leaf = a.expression.kind == Expression::Kind::kLeaf ? std::get_if<CompareLeaf>(a.expression.leaf.get()) : nullptr;
  return leaf != nullptr && leaf->quantity == quantity;
}

// "ECOG 3 and renal dysfunction", "not on antiretrovirals and having a detectable viral load", "HIV and a CD4 count below 350": only both together exclude.
bool AndBoth(const Reading& r, const Atom& a, const Atom& b) {
  int joint = -1;
  for (int i = a.last + 1; i < b.first; ++i) {
    if (r.Is(i, Cue::kOr) || r.IsAnyMark(i, ",;:(")) return false;
    if (r.Is(i, Cue::kAnd)) joint = i;
  }
  if (joint < 0) return false;
  return AreOfOnePatient(r, a, b, joint) || r.WordIsAny(joint + 1, {"having", "who have", "also have", "concurrent"}) || Compares(a, "ecog") || Compares(a, "karnofsky") || Compares(b, "cd4");
}

// "Colitis on prior immunotherapy", "grade 3 manifestations of earlier checkpoint inhibitors": an illness that came of a therapy.
bool IllnessOfTherapy(const Reading& r, const Atom& illness, const Atom& therapy) {
  const bool kinds = illness.topic == Topic::kComorbidity && (therapy.topic == Topic::kPriorTherapy || therapy.topic == Topic::kWashout) && !illness.negated && !therapy.negated;
  bool came = false;
  for (int i = illness.last + 1; kinds && i < therapy.first; ++i) {
    const bool of = r.WordIsAny(i, {"of", "from", "on", "during", "after", "following", "by", "due to", "secondary to", "related to", "associated with", "caused by", "induced by", "attributed to", "to", "manifestations", "manifestation of", "manifestations of"});
    came = came || of;
    const bool of_illness = (i == illness.last + 1 && r.IsMark(i, ')')) || r.IsAny(i, {Cue::kGrade, Cue::kAtLeast}) || r.IsNumber(i) || r.IsComparison(i);   // "events (irAEs) of grade 4 following"
    if (!of && !of_illness && !r.IsAny(i, {Cue::kPrior, Cue::kFiller}) && r.Find(i, TermKind::kPlain) == nullptr) return false;
  }
  return came;
}

// "Received immunotherapy and developed a severe reaction": the illness of who was treated so.
bool AndThenIll(const Reading& r, const Atom& a, const Atom& b) {
  if (a.topic != Topic::kPriorTherapy || a.negated || b.topic != Topic::kComorbidity || b.negated) return false;
  int joint = -1;
  for (int i = a.last + 1; i < b.first; ++i) {
    if (r.Is(i, Cue::kOr) || r.IsAnyMark(i, ",;:(")) return false;
    if (joint < 0 && r.Is(i, Cue::kAnd)) joint = i;
  }
  if (joint < 0) return false;
  int verb = joint + 1;
  while (verb < b.first && verb <= joint + 2 && (r.IsAny(verb, {Cue::kFiller, Cue::kWho}) || r.WordIsAny(verb, {"subsequently", "then", "have", "has", "later"}))) ++verb;
  return r.WordStarts(verb, {"develop", "experienc", "suffer", "discontinued", "stopped"});
}

// "ALK fusion with a concurrent EGFR mutation", "diabetes with glucose above 250": both together.
std::vector<Atom> TogetherByWith(const Reading& r, std::vector<Atom> atoms) {
  if (atoms.size() < 2) return atoms;
  std::vector<Atom> out;
  out.reserve(atoms.size());
  bool ill = false;  // the last of `out` is a therapy and what illness came of it
  for (Atom& atom : atoms) {
    bool with = false, list = false, together = false, company = false;
    if (ill && atom.topic == Topic::kComorbidity && JoinedByOr(r, out.back(), atom)) {
      out.back().expression.children.back() = Expression::Any(std::move(out.back().expression.children.back()), WithPolarity(atom));
      out.back().last = std::max(out.back().last, atom.last);
      continue;
    }
    // "A HER2 mutation without HER2 expression", "an activating mutation concurrent with T790M".
    const bool markers = !out.empty() && atom.topic == Topic::kBiomarker && out.back().topic == Topic::kBiomarker && !out.back().negated;
    for (int i = out.empty() ? atom.first : out.back().last + 1; i < atom.first; ++i) {
      company = company || (markers && r.WordContains(i, {"concurrent", "concomitant", "co-occur", "coexist"}));
      with = with || company || r.WordIsAny(i, {"with", "while on", "despite"}) || (markers && r.WordIsAny(i, {"without", "in the absence of", "absence of"}));
      together = together || (markers && (r.WordIs(i, "together with") || (r.WordIs(i, "together") && r.WordIs(i + 1, "with"))));
      list = list || (r.IsAny(i, {Cue::kOr, Cue::kAnd}) && !r.WordIs(i, "either")) || r.IsAnyMark(i, ",;(");
    }
    ill = !out.empty() && AndThenIll(r, out.back(), atom);
    const bool both_and = ill || (!out.empty() && (TumourOfMetastases(r, out.back(), atom) || AndBoth(r, out.back(), atom) || IllnessOfTherapy(r, out.back(), atom) || BelongsToIllness(r, out.back(), atom)));
    if (!both_and && !together && (!with || list || BareDisease(out.back().expression))) {
      out.push_back(std::move(atom)); continue;
    }
    Atom& both = out.back();
    if (company) LeaveOutOfDrivers(&both.expression, &atom.expression);
    both.expression = Expression::All({WithPolarity(both), WithPolarity(atom)});
    both.negated = false;
    both.last = std::max(both.last, atom.last);
    if (TopicWeight(atom.topic) > TopicWeight(both.topic)) both.topic = atom.topic;
  }
  return out;
}

// "Patients with a KRAS mutation who have a BRAF mutation or MSI-H tumours": those before "who" select.
void SelectByMarkers(const Reading& r, std::vector<Atom>& atoms) {
  const auto biomarker = [](const Atom& a) { return a.topic == Topic::kBiomarker; };
  for (size_t i = 1; i < atoms.size(); ++i) {
    bool who = false;
    for (int k = atoms[i - 1].last + 1; k < atoms[i].first; ++k) who = who || (r.Is(k, Cue::kWho) && r.WordStarts(k, {"who"}));
    const auto split = atoms.begin() + static_cast<std::ptrdiff_t>(i);
    if (!who || !std::any_of(atoms.begin(), split, biomarker) || !std::all_of(split, atoms.end(), biomarker)) continue;
    std::vector<Expression> selected;
    for (const Atom& a : atoms) {
      if (&a >= &atoms[i]) selected.push_back(WithPolarity(a));
    }
    const auto marker = std::find_if(atoms.begin(), split, biomarker);
    marker->expression = Expression::All(WithPolarity(*marker), Expression::Any(std::move(selected)));
    marker->negated = false;
    marker->last = atoms.back().last;
    atoms.erase(split, atoms.end());
    return;
  }
}

Expression JoinProhibited(const Reading& r, std::vector<Atom> atoms, bool relative) {
  DropExamplesOfExtent(r, atoms);
  BindUnknownToWhom(r, atoms);
  relative = DropWhatTherapyWasFor(atoms) || relative;
  BindViralLoads(r, &atoms);
  // "NSCLC, melanoma, and MSI-H colorectal cancer": the marker is of its own member.
  const bool tumours = !relative && atoms.size() > 1 && std::all_of(atoms.begin(), atoms.end(), [](const Atom& a) { return !a.negated && (a.topic == Topic::kBiomarker || a.topic == Topic::kDisease); });
  if (tumours) QualifyMembers(r, atoms);
  atoms = TogetherByWith(r, std::move(atoms));
  if (relative) SelectByMarkers(r, atoms);
  const bool marker_or_disease = MarkerOrDisease(r, atoms);
  std::vector<Expression> any, tumour, markers, labs;
  size_t place_of_labs = 0;
  for (Atom& atom : atoms) {
    if (atom.topic == Topic::kLab) {
      if (labs.empty()) place_of_labs = any.size();
      labs.push_back(WithPolarity(std::move(atom)));
      continue;
    }
    auto& list = atom.topic == Topic::kBiomarker ? markers : (OfTumour(atom.topic) ? tumour : any);
    list.push_back(WithPolarity(std::move(atom)));
  }
  // Of several values each excludes.
  if (!labs.empty()) any.insert(any.begin() + static_cast<std::ptrdiff_t>(place_of_labs), Expression::Any(std::move(labs)));
  if (marker_or_disease) {
    any.insert(any.end(), tumour.begin(), tumour.end());
    tumour.clear();
  }
  if (!markers.empty()) tumour.push_back(Expression::Any(std::move(markers)));  // of several alterations each excludes
  if (!tumour.empty() && relative && !any.empty()) {
    tumour.push_back(Expression::Any(std::move(any)));
    return Expression::All(std::move(tumour));
  }
  if (relative && any.size() > 1) return Expression::All(std::move(any));
  // "Lack of confirmation of HER2-positive breast cancer": without one of them the whole is lacking.
  bool lack = false;
  for (int i = 0; tumour.size() > 1 && i < r.size() && !lack; ++i) lack = r.WordContains(i, {"lack of", "absence of"});
  const bool all_lacking = lack && any.empty() && std::all_of(tumour.begin(), tumour.end(), [](const Expression& e) { return e.kind == Expression::Kind::kNot; });
  if (all_lacking) return Expression::Any(std::move(tumour));
  if (!tumour.empty()) any.insert(any.begin(), Expression::All(std::move(tumour)));
  return Expression::Any(std::move(any));
}

// "Microsatellite instability (MSI-H)/mismatch repair deficiency (dMMR)".
bool BothOfMarkersBySlash(const Reading& r, const Atom& a, const Atom& b) {
  if (a.topic != Topic::kBiomarker || b.topic != Topic::kBiomarker || a.negated || b.negated) return false;
  int slash = a.last + 1;
  while (r.IsAnyMark(slash, ")]")) ++slash;
  return slash < b.first && r.IsMark(slash, '/');
}

// "Solid tumours, recurrence or progression after therapy": the "or" joins words of the phrase that it stands in, not tumour and therapy.
bool OrWithinPhrase(const Reading& r, const Atom& a, const Atom& b) {
  const bool therapy = b.topic == Topic::kPriorTherapy || b.topic == Topic::kLineOfTherapy;
  if (!therapy || !OfTumour(a.topic)) return false;
  for (int i = a.last + 1; i < b.first; ++i) {
    if (r.Is(i, Cue::kOr)) return false;
    if (!r.at(i).aside && !r.IsKind(i, Item::Kind::kMark) && !r.IsAny(i, {Cue::kFiller, Cue::kWho})) return true;
  }
  return false;
}

// "NSCLC, ovarian cancer, tumour types for which no standard therapy exists, or ...": said of the tumours of one more kind.
bool OfAnotherKind(const Reading& r, const Atom& a, const Atom& b) {
  const int kind = a.last + 2;
  return a.topic == Topic::kDisease && b.topic == Topic::kLineOfTherapy && !a.negated && r.IsMark(kind - 1, ',') && kind + 1 < b.first && r.Is(kind, Cue::kDiseaseWord) && r.WordIs(kind + 1, "types");
}

// "No filgrastim for patients with heart disease": a therapy that is denied to whom an illness is told of, and no denied illness.
void DenyToWhom(const Reading& r, std::vector<Atom>& atoms) {
  for (size_t i = 1; i < atoms.size(); ++i) {
    Atom &therapy = atoms[i - 1], &whom = atoms[i];
    const bool denied = therapy.negated && whom.negated && whom.topic == Topic::kComorbidity && therapy.expression.kind == Expression::Kind::kLeaf && std::holds_alternative<TreatmentLeaf>(*therapy.expression.leaf);
    if (!denied) continue;
    bool of_whom = false;
    for (int k = therapy.last + 1; k + 1 <= whom.first; ++k) {
      of_whom = of_whom || ((r.Is(k, Cue::kFor) || r.WordIsAny(k, {"in", "to", "for"})) && r.WordIsAny(k + 1, {"patients with", "those with", "patients who have"}));
      if (r.IsAnyMark(k, ";.") || r.IsAny(k, {Cue::kOr})) of_whom = false;
    }
    if (!of_whom) continue;
    therapy.expression = Expression::All(std::move(therapy.expression), std::move(whom.expression));
    therapy.last = whom.last;
    atoms.erase(atoms.begin() + static_cast<std::ptrdiff_t>(i));
    --i;
  }
}

// Two neighbours asked for are alternatives of each other.
bool Alternatives(const Reading& r, const Atom& a, const Atom& b) {
  if (DetailsOfOneGene(r, a, b)) return true;
  if (BothOfMarkersBySlash(r, a, b) || DetailInBrackets(r, a, b)) return true;
  if (GenesOfOneList(r, a, b)) return true;
  // "KRAS non-G12C, HRAS, NRAS or BRAF mutations".
  if (a.topic == Topic::kBiomarker && b.topic == Topic::kBiomarker && !a.negated && !b.negated && a.expression.kind == Expression::Kind::kAll &&
      b.expression.kind == Expression::Kind::kAny && b.first == a.last + 2 && r.IsMark(a.last + 1, ','))
    return true;
  // "Lung cancer or cancer metastatic to the lung".
  const auto* site = b.expression.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(b.expression.leaf.get()) : nullptr;
  if (a.topic == Topic::kDisease && site != nullptr && site->attribute == OneOfLeaf::Attribute::kMetastasisSite && !a.negated && !b.negated) {
    for (int i = b.first - 1; i >= b.first - 2 && i > a.first; --i) {
      if (r.Is(i, Cue::kOr)) return true;
    }
  }
  if (OfAnotherKind(r, a, b)) return true;
  if (!JoinedByOr(r, a, b) || OrWithinPhrase(r, a, b)) return false;
  if (a.negated && b.negated) return false;  // "no prior chemotherapy or radiotherapy" denies each
  // "Measurable disease or a confirmed glioblastoma".
  if (a.topic == Topic::kMeasurable && OfTumour(b.topic)) return true;
  return (a.topic == Topic::kBiomarker && b.topic == Topic::kBiomarker) ||
         (!OfTumour(a.topic) && !OfTumour(b.topic)) || a.topic == Topic::kPriorTherapy ||
         a.topic == Topic::kLineOfTherapy || b.topic == Topic::kLineOfTherapy;
}

bool HasRule(const Expression& e, std::string_view rule) {
  return e.rule == rule || std::any_of(e.children.begin(), e.children.end(), [&](const Expression& c) { return HasRule(c, rule); });
}

// "Solid tumours, including lung and breast cancer": whether others may come is not said.
void LeaveOpen(std::vector<Atom>& atoms) {
  for (Atom& atom : atoms) {
    if (!HasRule(atom.expression, "disease.including")) continue;
    const base::Span span = atom.expression.span;
    atom.expression = Expression::Any(std::move(atom.expression), Expression::Opaque(span));
  }
}

Expression JoinRequired(const Reading& r, std::vector<Atom> atoms) {
  JoinAnyOfList(r, atoms);
  JoinHistologyByOr(r, atoms);
  BindStatusToAge(r, atoms);
  BindStatusForAge(r, atoms);
  BindForWhom(r, atoms);
  DenyToWhom(r, atoms);
  BindCompany(r, atoms);
  BindMarkersToTumours(r, atoms);
  QualifyMembers(r, atoms);
  LeaveOpen(atoms);
  BindBrackets(r, atoms);
  std::vector<Expression> all, alternatives;
  for (size_t i = 0; i < atoms.size(); ++i) {
    const bool goes_on = i + 1 < atoms.size() && Alternatives(r, atoms[i], atoms[i + 1]);
    Expression one = WithPolarity(std::move(atoms[i]));
    const bool alone = !goes_on && alternatives.empty() && one.kind != Expression::Kind::kAny;
    (alone ? all : alternatives).push_back(std::move(one));
    if (goes_on || alone) continue;
    all.push_back(Expression::Any(AsAlternatives(std::move(alternatives))));
    alternatives.clear();
  }
  GiveUpContradictions(all);
  GiveUpSeveralDrivers(r.lexicon(), all);
  return Expression::All(std::move(all));
}

}  // namespace

bool Selects(Topic topic) {
  return OfTumour(topic) || topic == Topic::kCns || topic == Topic::kPriorTherapy || topic == Topic::kLineOfTherapy ||
         topic == Topic::kComorbidity || topic == Topic::kReproductive || topic == Topic::kConcomitantMedication;
}

bool NamesDisease(const Expression& e) {
  const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(e.leaf.get()) : nullptr;
  if (leaf != nullptr) return leaf->attribute == OneOfLeaf::Attribute::kDisease;
  if (e.kind == Expression::Kind::kAny) return !e.children.empty() && std::all_of(e.children.begin(), e.children.end(), NamesDisease);
  return e.kind == Expression::Kind::kAll && std::any_of(e.children.begin(), e.children.end(), NamesDisease);
}

int TopicWeight(Topic topic) {
  switch (topic) {
    case Topic::kBiomarker: return 14;
    case Topic::kPriorTherapy: return 13;
    case Topic::kLineOfTherapy: return 12;
    case Topic::kCns: return 11;
    case Topic::kDisease: return 10;
    case Topic::kStageSetting: return 9;
    case Topic::kWashout: return 8;
    case Topic::kPerformance: return 7;
    case Topic::kReproductive: return 6;
    case Topic::kLab: return 6;
    case Topic::kComorbidity: return 6;
    case Topic::kMeasurable: return 5;
    case Topic::kConcomitantMedication: return 5;
    case Topic::kAgeSex: return 4;
    case Topic::kLogistics: return 2;
    case Topic::kOther: return 1;
  }
  return 0;
}

bool OfTumour(Topic topic) {
  return topic == Topic::kDisease || topic == Topic::kStageSetting || topic == Topic::kBiomarker;
}

const OneOfLeaf* BareDisease(const Expression& expression) {
  if (expression.kind != Expression::Kind::kLeaf) return nullptr;
  const auto* leaf = std::get_if<OneOfLeaf>(expression.leaf.get());
  if (leaf == nullptr) return nullptr;
  bool bare = std::all_of(leaf->values.begin(), leaf->values.end(), [](const std::string& v) {
    return v == "cancer" || v == "solid_tumor" || v == "lung_cancer" || v == "nsclc";
  });
  return bare ? leaf : nullptr;
}

Expression WithPolarity(const Atom& atom) { return atom.negated ? Expression::Not(atom.expression) : atom.expression; }
Expression WithPolarity(Atom&& atom) { return atom.negated ? Expression::Not(std::move(atom.expression)) : std::move(atom.expression); }

Expression JoinAtoms(const Reading& r, std::vector<Atom> atoms, Mood mood, Relative relative) {
  const auto before = [](const Atom& a, const Atom& b) { return a.first < b.first; };
  if (!std::is_sorted(atoms.begin(), atoms.end(), before)) std::stable_sort(atoms.begin(), atoms.end(), before);
  JoinCountedList(r, atoms);
  BindValuesOfTreated(r, mood, atoms);
  if (mood != Mood::kProhibits) return JoinRequired(r, std::move(atoms));
  Expression forbidden = JoinProhibited(r, std::move(atoms), relative == Relative::kYes);
  SpareQualifiedKinds(r.lexicon(), &forbidden);
  return forbidden;
}

}  // namespace trialmatch::rules
