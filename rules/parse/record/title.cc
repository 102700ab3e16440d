#include "rules/parse/record/title.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/ascii.h"
#include "rules/parse/record/says.h"
#include "rules/parse/sentence.h"
#include "rules/parse/unread_parts.h"

namespace trialmatch::rules {
namespace {

using Kind = Expression::Kind;

// "... (NSCLC) (KANDLELIT-007)": the names at the end are no part of the sentence.
std::string_view WithoutLastBrackets(std::string_view title) {
  while (title.ends_with(')') || title.ends_with(' ') || title.ends_with('.')) {
    const size_t open = title.ends_with(')') ? title.rfind('(') : title.size() - 1;
    if (open == std::string_view::npos) return title;
    title = title.substr(0, open);
  }
  return title;
}

// Where the words for the people start: "EGFR-mutant NSCLC patients" behind "in".
size_t StartOfPeople(std::string_view lower) {
  constexpr std::string_view kPeople[] = {"patients", "participants", "subjects", "adults",
                                          "people"};
  constexpr std::string_view kOthers[] = {"combin", " with ", " versus ", " vs", " and "};
  size_t people = std::string::npos;
  for (const std::string_view each : kPeople) people = std::min(people, lower.find(each));
  const size_t in = lower.rfind(" in ", people);
  if (people == std::string::npos || in == std::string::npos) {
    return people != std::string::npos ? people : in == std::string::npos ? in : in + 4;
  }
  const std::string_view between = lower.substr(in, people - in);
  const bool of_drugs =
      std::any_of(std::begin(kOthers), std::end(kOthers),
                  [&](std::string_view w) { return between.find(w) != std::string::npos; });
  return of_drugs ? people : in + 4;
}

// The words of the title from the people on, "in participants with ...", or from the last "in",
// "afatinib in NSCLC with a HER2 mutation". Before them stand drugs, which are named after genes
// too.
std::string_view WhomOf(std::string_view title) {
  const size_t from = StartOfPeople(base::Lower(title));
  return from == std::string_view::npos ? std::string_view()
                                        : WithoutLastBrackets(title.substr(from));
}

template <typename Visit>
void ForEachLeaf(const Expression& e, const Visit& visit) {
  if (e.kind == Kind::kLeaf) visit(*e.leaf);
  for (const Expression& child : e.children) ForEachLeaf(child, visit);
}

// How far the disease has gone, and not of the brain, nor of what surgery left behind.
bool TellsExtent(const Criterion& c) {
  if (c.section != Section::kInclusion || c.topic == Topic::kCns || c.topic == Topic::kLogistics)
    return false;
  bool told = false;
  ForEachLeaf(c.expression, [&](const Leaf& leaf) {
    const auto* of = std::get_if<OneOfLeaf>(&leaf);
    told = told || (of != nullptr && (of->attribute == OneOfLeaf::Attribute::kStage ||
                                      of->attribute == OneOfLeaf::Attribute::kSetting));
  });
  if (told || Says(c.text, {" I-", " I to", " II", " IV", "T1", "T2", "T3", "extent"})) return true;
  return Says(c.text, {"advanced", "metasta", "stage", "resect", "locali", "recurren", "relaps",
                       "curative", "early", "operable", "surg"});
}

// Of the two halves of NSCLC: "adenosquamous" alone is a third kind.
bool TellsHistology(const Criterion& c) {
  if (Says(c.text, {"nonsquamous", "non-squamous", "non squamous", "adenocarcinoma"})) return true;
  const std::string lower = base::Lower(c.text);
  for (size_t at = lower.find("squamous"); at != std::string::npos;
       at = lower.find("squamous", at + 1)) {
    const std::string_view before = std::string_view(lower).substr(0, at);
    if (!before.ends_with("adeno") && !before.ends_with("adeno-")) return true;
  }
  return false;
}

// What the text of a study speaks of.
class Told {
 public:
  Told(const Grammar& grammar, const TrialCriteria& criteria) : lexicon_(grammar.lexicon) {
    for (const Criterion& c : criteria.criteria) {
      if (c.source != "eligibilityCriteria") continue;
      extent_ = extent_ || TellsExtent(c);
      therapies_ = therapies_ || c.topic == Topic::kLineOfTherapy;
      histology_ = histology_ || TellsHistology(c);
      ForEachLeaf(c.expression, [&](const Leaf& leaf) {
        if (const auto* marker = std::get_if<MarkerLeaf>(&leaf);
            marker != nullptr && c.section == Section::kInclusion)
          genes_.insert(genes_.end(), marker->genes.begin(), marker->genes.end());
        const auto* had = std::get_if<TreatmentLeaf>(&leaf);
        therapies_ = therapies_ || std::holds_alternative<StandardTherapyLeaf>(leaf) ||
                     (had != nullptr && had->window.empty() && IsSystemic(*had));
      });
      if (c.section == Section::kInclusion && c.understood == Understood::kFull) {
        AddGenesOf(grammar, c.text);
      }
    }
  }

  bool Therapies() const { return therapies_; }
  bool Extent() const { return extent_; }
  bool Histology() const { return histology_; }
  bool Gene(const std::string& gene) const {
    return std::any_of(genes_.begin(), genes_.end(), [&](const std::string& told) {
      return told == gene || lexicon_.IsA(TermKind::kGene, told, gene) ||
             lexicon_.IsA(TermKind::kGene, gene, told);
    });
  }

 private:
  // "With or without an EGFR mutation" leaves no leaf.
  void AddGenesOf(const Grammar& grammar, std::string_view text) {
    Reading r(grammar, text);
    r.Append({0, static_cast<uint32_t>(text.size())}, false);
    if (!r.MayHoldTermOf(KindBit(TermKind::kGene))) return;
    for (int i = 0; i < r.size(); ++i) {
      if (const Entry* gene = r.Find(i, TermKind::kGene)) genes_.push_back(gene->id);
    }
  }

  bool IsSystemic(const TreatmentLeaf& had) const {
    return std::any_of(had.what.begin(), had.what.end(), [&](const std::string& id) {
      return lexicon_.DrugIsA(id, "systemic_therapy");
    });
  }

  const Lexicon& lexicon_;
  std::vector<std::string> genes_;
  bool therapies_ = false, extent_ = false, histology_ = false;
};

// An alteration that the tumour has, or one of several.
bool IsAlteration(const Expression& e) {
  if (e.kind == Kind::kAny) return std::all_of(e.children.begin(), e.children.end(), IsAlteration);
  const auto* leaf = e.kind == Kind::kLeaf ? std::get_if<MarkerLeaf>(e.leaf.get()) : nullptr;
  return leaf != nullptr && !leaf->tested && leaf->alteration != "any";
}

// "Advanced", "locally advanced or metastatic".
bool IsSpread(const Expression& e) {
  if (e.kind == Kind::kAny) return std::all_of(e.children.begin(), e.children.end(), IsSpread);
  const auto* leaf = e.kind == Kind::kLeaf ? std::get_if<OneOfLeaf>(e.leaf.get()) : nullptr;
  return leaf != nullptr && leaf->attribute == OneOfLeaf::Attribute::kSetting &&
         std::all_of(leaf->values.begin(), leaf->values.end(), [](const std::string& value) {
           return value == "advanced" || value == "locally_advanced" || value == "metastatic";
         });
}

// "Non-squamous NSCLC": one half of what the text calls NSCLC.
bool IsHalf(std::string_view tumour) {
  return tumour == "nonsquamous_nsclc" || tumour == "squamous_nsclc";
}

bool IsHistology(const Expression& e) {
  const auto* leaf = e.kind == Kind::kLeaf ? std::get_if<OneOfLeaf>(e.leaf.get()) : nullptr;
  return leaf != nullptr && leaf->attribute == OneOfLeaf::Attribute::kDisease &&
         leaf->except.empty() && leaf->values.size() == 1 && IsHalf(leaf->values.front());
}

bool IsFailedTherapy(const Expression& e) {
  const auto* leaf = e.kind == Kind::kLeaf ? std::get_if<TreatmentLeaf>(e.leaf.get()) : nullptr;
  return leaf != nullptr && leaf->outcome == TreatmentLeaf::Outcome::kProgression;
}

// "Previously untreated".
bool IsNoTherapy(const Expression& e) {
  const auto* leaf = e.kind == Kind::kNot && e.children[0].kind == Kind::kLeaf
                         ? std::get_if<TreatmentLeaf>(e.children[0].leaf.get())
                         : nullptr;
  return leaf != nullptr && leaf->window.empty();
}

bool NamesGeneOf(const Expression& alteration, const Told& told) {
  bool named = false;
  ForEachLeaf(alteration, [&](const Leaf& leaf) {
    const std::vector<std::string>& genes = std::get<MarkerLeaf>(leaf).genes;
    named = named || std::any_of(genes.begin(), genes.end(),
                                 [&](const std::string& gene) { return told.Gene(gene); });
  });
  return named;
}

// Spans are those of the eligibility text.
void ForgetSpans(Expression* e) {
  e->span = {};
  for (Expression& child : e->children) ForgetSpans(&child);
}

// "EGFR mutations and other solid tumors", "KRAS G12C-mutant NSCLC and other cohorts".
bool TellsOfOthers(std::string_view whom) {
  return Says(whom, {" other ", "cohort", "and/or", "selected by", "with or without", "various"});
}

std::vector<Expression> DemandsOf(const Grammar& grammar, std::string_view whom) {
  if (TellsOfOthers(whom) || Says(whom, {"screening"})) return {};
  Reading r(grammar, whom);
  const base::Span whole{0, static_cast<uint32_t>(whom.size())};
  r.Append(whole, false);
  if (!r.MayHoldTermOf(KindBits(
          {TermKind::kGene, TermKind::kMutation, TermKind::kSetting, TermKind::kDisease})))
    return {};
  Expression read = Combine(grammar.lexicon, ReadStatements(r, 0, r.size(), Section::kInclusion),
                            Section::kInclusion, whole)
                        .expression;
  if (HasOpaque(read)) return {};
  std::vector<Expression> demands;
  if (read.kind == Kind::kAll) {
    demands = std::move(read.children);
  } else {
    demands.push_back(std::move(read));
  }
  const bool of_lung = Says(whom, {"lung", "NSCLC"});
  std::erase_if(demands, [&](const Expression& e) {
    if (IsHistology(e)) return !of_lung;
    return !IsAlteration(e) && !IsSpread(e) && !IsFailedTherapy(e) && !IsNoTherapy(e);
  });
  return demands;
}

// "A drug as first-line treatment of ...".
bool IsOfFirstLine(std::string_view title) {
  return Says(title, {"first-line t", "first line t", "firstline t"}) &&
         !Says(title, {"maintenance", "second", "after", "follow", "resist", "progress", "fail",
                       "beyond", "treated", "receiving", "outcome", "real-world", "registry",
                       "undergoing", "start", "real world", "quality of life", "patients on"});
}

// Of the disease as it is now: what was given with surgery, or for cure, is no first line of it.
Expression NoLineYet() {
  TreatmentLeaf line;
  line.what = {"systemic_therapy"};
  line.intents = {"metastatic"};
  line.for_this_cancer = true;
  return Expression::Not(Expression::OfLeaf(std::move(line), {}, "treatment.naive"));
}

}  // namespace

void ReadTitle(const Grammar& grammar, const fetch::Study& study, TrialCriteria* out) {
  const bool brief = !study.brief_title.empty();
  const std::string& title = brief ? study.brief_title : study.official_title;
  std::vector<Expression> demands = DemandsOf(grammar, WhomOf(title));
  if (study.study_type == "INTERVENTIONAL" && IsOfFirstLine(title)) demands.push_back(NoLineYet());
  if (demands.empty() || study.healthy_volunteers.value_or(false)) return;
  const Told told(grammar, *out);
  std::erase_if(demands, [&](const Expression& e) {
    if (IsSpread(e)) return told.Extent();
    if (IsHistology(e)) return told.Histology();
    return IsAlteration(e) ? NamesGeneOf(e, told) : told.Therapies();
  });
  if (demands.empty()) return;
  Criterion c;
  c.id = "S.title";
  c.source = brief ? "briefTitle" : "officialTitle";
  c.topic = IsAlteration(demands.front()) ? Topic::kBiomarker
            : IsHistology(demands.front()) ? Topic::kDisease
            : IsSpread(demands.front())   ? Topic::kStageSetting
                                          : Topic::kLineOfTherapy;
  c.text = title;
  c.understood = Understood::kFull;
  c.expression = Expression::All(std::move(demands));
  ForgetSpans(&c.expression);
  out->criteria.push_back(std::move(c));
}

}  // namespace trialmatch::rules
