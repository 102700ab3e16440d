#include "rules/parse/item_context.h"

#include <algorithm>
#include <string>
#include <utility>

#include "rules/parse/domains.h"
#include "rules/parse/join.h"

namespace trialmatch::rules {
namespace {

// Phases hold parts, parts hold cohorts.
int RankOf(const ScopeLabel& label) {
  const std::string& part = label.paths.front().front();
  if (part.starts_with("phase")) return 0;
  for (const char* start : {"part", "module", "sub", "escalation", "expansion"}) {
    if (part.starts_with(start)) return 1;
  }
  return 2;
}

// The scope headings whose part is still open where the next one stands.
class OpenParts {
 public:
  // "Phase 2:" and right below it "Cohort A:": the finer part lies in the coarser one, though both
  // stand at the margin. Closes the parts that `rank` ends, and answers the cohorts of the one
  // around it.
  std::vector<int> Around(int rank, int heading_parent) {
    while (!parts_.empty() &&
           (parts_.back().rank >= rank || parts_.back().parent != heading_parent))
      parts_.pop_back();
    return parts_.empty() ? std::vector<int>() : parts_.back().cohorts;
  }
  void Open(int rank, int heading_parent, const std::vector<int>& cohorts) {
    parts_.push_back({rank, heading_parent, cohorts});
  }

 private:
  struct Part {
    int rank;
    int parent;
    std::vector<int> cohorts;
  };
  std::vector<Part> parts_;
};

bool OpensCondition(const Reading& r, int begin, int end) {
  // "No prior therapy for small cell lung cancer, with these exceptions:" denies.
  if (r.IsAny(begin, {Cue::kNo, Cue::kNot, Cue::kNaive})) return false;
  if (HasCue(r, begin, std::min(end, begin + 3), {Cue::kFor, Cue::kIf, Cue::kWhen})) return true;
  for (int i = begin; i < std::min(end, begin + 3); ++i) {
    if (r.WordIsAny(i,
                    {"patients with", "participants with", "subjects with", "patients who", "in"}))
      return true;
    if (r.Is(i, Cue::kWithout) && r.WordStarts(i - 1, {"patient", "participant", "subject"})) return true;
  }
  return false;
}

}  // namespace

std::vector<ItemContext> ReadHeadingContexts(const Grammar& grammar, std::string_view text,
                                             const Outline& outline, CohortTable* table,
                                             std::vector<Cohort>* cohorts) {
  OpenParts open;
  Reading reading(grammar, text);
  std::vector<ItemContext> contexts(outline.headings.size());
  for (size_t h = 0; h < outline.headings.size(); ++h) {
    const OutlineHeading& heading = outline.headings[h];
    bool scope = heading.kind == OutlineHeading::Kind::kScope;
    ItemContext& context = contexts[h];
    if (heading.parent >= 0) context = contexts[static_cast<size_t>(heading.parent)];
    reading.Clear();
    reading.Append(heading.span, false);
    ScopeLabel label = ReadScopeLabel(reading, 0, reading.size(), LabelPlace::kHeading);
    if (!label.empty() && scope) {
      int rank = RankOf(label);
      std::vector<int> around = open.Around(rank, heading.parent);
      if (context.cohorts.empty()) context.cohorts = std::move(around);
      context.cohorts = table->Resolve(label, context.cohorts, *cohorts);
      open.Open(rank, heading.parent, context.cohorts);
    } else if (!label.empty()) {
      // A part named in a section heading ("Exclusion criteria, part B") lies inside what stands
      // above it.
      context.cohorts = table->Resolve(label, context.cohorts, *cohorts);
    } else if (scope) {
      if (auto when = ReadWhen(reading, 0, reading.size()))
        context.when.push_back(*std::move(when));
    }
    if (heading.kind == OutlineHeading::Kind::kSubject) context.leads = {heading.span};
  }
  return contexts;
}

bool AnnouncesTypes(const Reading& r, int begin, int end) {
  const int all = FindCue(r, begin, end, {Cue::kAllOf});
  if (all < 0) return false;
  bool types = false;
  for (int i = all + 1; i < std::min(end, all + 8); ++i) {
    if (r.WordContains(i, {"characteristic", "criteri", "condition", "feature", "requirement"})) return false;
    types = types || r.WordContains(i, {"type", "tumor", "tumour", "cancer", "malignanc", "diagnosis", "diagnoses", "histolog", "indication"});
  }
  return types;
}

namespace {

bool NamesSeveralWays(const Reading& r, int begin, int end) {
  int diseases = 0, commas = 0;
  bool marker = false;
  for (int i = begin; i < end; ++i) {
    if (r.Is(i, Cue::kMust)) break;
    const bool tumour = r.Find(i, TermKind::kDisease) != nullptr;
    if (tumour && r.WordStarts(i - 1, {"non"})) return true;
    if (tumour && r.IsMark(i - 1, '-') && r.WordIs(i - 2, "non")) return true;
    diseases += tumour ? 1 : 0;
    commas += r.IsMark(i, ',') ? 1 : 0;
    marker = marker || r.IsTermOf(i, KindBits({TermKind::kGene, TermKind::kAlteration, TermKind::kMutation}));
  }
  return marker && diseases >= 2 && commas >= 2;
}

}  // namespace

std::optional<Expression> ReadWhen(Reading& r, int begin, int end) {
  int sex = FindCue(r, begin, std::min(end, begin + 4), {Cue::kMale, Cue::kFemale});
  if (sex >= 0 && end - begin <= 8) {
    OneOfLeaf leaf{OneOfLeaf::Attribute::kSex, {r.Is(sex, Cue::kMale) ? "male" : "female"}, {}, 0};
    return Expression::OfLeaf(leaf, r.SpanOf(sex, sex), "scope.sex");
  }
  if (!OpensCondition(r, begin, end)) return std::nullopt;
  if (HasCue(r, begin, end,
             {Cue::kMust, Cue::kMustNot, Cue::kExcluded, Cue::kPermitted, Cue::kAnyOf, Cue::kIncluding})) {
    return std::nullopt;
  }
  // "Patients with the following tumour types:", "subjects with the following heart diseases:" announce a
  // list, of which each is meant.
  if (AnnouncesTypes(r, begin, end) || (r.WordIsAny(begin, {"patients with", "participants with", "subjects with"}) && r.Is(begin + 1, Cue::kAllOf))) return std::nullopt;
  // "For HPV-associated cancer, MSI-high solid tumours, renal carcinoma:", "non-breast cancers": each of them.
  if (NamesSeveralWays(r, begin, end)) return Expression::Opaque(r.SpanOf(begin, end - 1));
  Atoms atoms;
  Clause clause{begin, end};
  ReadBrain(r, clause, Mood::kPermits, atoms);
  ReadMarkers(r, clause, Mood::kPermits, atoms);
  ReadConditions(r, clause, Mood::kPermits, atoms);
  ReadTreatments(r, clause, Mood::kPermits, atoms);
  ReadDisease(r, clause, {}, atoms);
  std::erase_if(atoms, [](const Atom& a) { return a.logistics; });
  if (atoms.empty()) return std::nullopt;
  std::vector<Expression> all;
  for (const Atom& a : atoms) all.push_back(WithPolarity(a));
  return Expression::All(std::move(all));
}

}  // namespace trialmatch::rules
