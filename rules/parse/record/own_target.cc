#include "rules/parse/record/own_target.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "rules/text/stems.h"

namespace trialmatch::rules {
namespace {

const OneOfLeaf* DiseaseOf(const Expression& e) {
  if (e.kind != Expression::Kind::kLeaf) return nullptr;
  const auto* leaf = std::get_if<OneOfLeaf>(e.leaf.get());
  return leaf != nullptr && leaf->attribute == OneOfLeaf::Attribute::kDisease ? leaf : nullptr;
}

// What the expression asks of everybody.
void Demanded(const Expression& e, std::vector<OneOfLeaf>* out) {
  if (const OneOfLeaf* leaf = DiseaseOf(e); leaf != nullptr && !leaf->values.empty()) out->push_back(*leaf);
  // "NSCLC, or tumours for which no standard therapy exists".
  const auto of_any_tumour = [](const Expression& child) { return DiseaseOf(child) != nullptr || (child.kind == Expression::Kind::kLeaf && std::holds_alternative<StandardTherapyLeaf>(*child.leaf)); };
  const bool or_any = e.kind == Expression::Kind::kAny && std::all_of(e.children.begin(), e.children.end(), of_any_tumour);
  if (e.kind != Expression::Kind::kAll && !or_any) return;
  for (const Expression& child : e.children) Demanded(child, out);
}

class Sparing {
 public:
  Sparing(const Lexicon& lexicon, const std::vector<OneOfLeaf>& demanded)
      : lexicon_(lexicon), demanded_(demanded) {}

  // Returns whether anything of `e` was spared.
  bool In(Expression* e, bool required) const {
    using enum Expression::Kind;
    if (e->kind == kLeaf) return !required && Spare(e);
    const bool each = e->kind == kNot || (e->kind == kAll && required) || (e->kind == kAny && !required);
    bool any = false;
    for (size_t i = 0; each && i < e->children.size(); ++i)
      any = In(&e->children[i], e->kind == kNot ? !required : required) || any;
    return any;
  }

 private:
  bool IsTarget(const std::string& disease) const {
    return std::any_of(demanded_.begin(), demanded_.end(), [&](const OneOfLeaf& asked) {
      return std::all_of(asked.values.begin(), asked.values.end(), [&](const std::string& one) {
        return lexicon_.IsA(TermKind::kDisease, one, disease);
      });
    });
  }

  bool Spare(Expression* e) const {
    const OneOfLeaf* leaf = DiseaseOf(*e);
    if (leaf == nullptr || !leaf->except.empty()) return false;
    OneOfLeaf rest = *leaf;
    std::erase_if(rest.values, [&](const std::string& disease) { return IsTarget(disease); });
    if (rest.values.size() == leaf->values.size()) return false;
    if (rest.values.empty()) {
      *e = Expression::Opaque(e->span);
    } else {
      *e = Expression::OfLeaf(std::move(rest), e->span, e->rule);
    }
    return true;
  }

  const Lexicon& lexicon_;
  const std::vector<OneOfLeaf>& demanded_;
};

// "NSCLC" alone among the exclusions: nothing but the tumour is forbidden.
const OneOfLeaf* ForbidsOneTumourAlone(const Criterion& c) {
  if (c.section != Section::kExclusion || c.expression.kind != Expression::Kind::kNot) return nullptr;
  const OneOfLeaf* leaf = DiseaseOf(c.expression.children[0]);
  return leaf != nullptr && leaf->values.size() == 1 && leaf->except.empty() ? leaf : nullptr;
}

bool InFewWords(const Criterion& c) {
  constexpr int kMostWords = 6;
  // "Mixed small cell and non-small cell histology": of the mixture.
  const std::string text = base::Lower(c.text);
  for (const std::string_view word : {"mixed", "combined", "component", "transform", "plus"}) {
    if (text.find(word) != std::string::npos) return false;
  }
  return std::count(c.text.begin(), c.text.end(), ' ') < kMostWords;
}

// "Prior lung cancer" in a study of lung cancer speaks of an earlier one.
bool SpeaksOfThePast(const Criterion& c) {
  const std::string text = base::Lower(c.text);
  for (const std::string_view word : {"prior", "previous", "history"}) {
    if (text.find(word) != std::string::npos) return true;
  }
  return false;
}

// The tumours that some inclusion speaks of, for everybody or for a part.
void Mentioned(const Expression& e, std::vector<std::string>* out) {
  if (const OneOfLeaf* leaf = DiseaseOf(e)) out->insert(out->end(), leaf->values.begin(), leaf->values.end());
  if (e.kind == Expression::Kind::kNot) return;
  for (const Expression& child : e.children) Mentioned(child, out);
}

// The genes of which some inclusion asks for an alteration.
void AskedGenes(const Expression& e, std::vector<std::string>* out) {
  const auto* leaf = e.kind == Expression::Kind::kLeaf ? std::get_if<MarkerLeaf>(e.leaf.get()) : nullptr;
  if (leaf != nullptr && leaf->alteration != "wild_type" && leaf->alteration != "negative") out->insert(out->end(), leaf->genes.begin(), leaf->genes.end());
  if (e.kind == Expression::Kind::kNot) return;
  for (const Expression& child : e.children) AskedGenes(child, out);
}

// "Other driver alterations" in a study of EGFR mutations are not those of EGFR.
void SpareAskedGenes(const std::vector<std::string>& asked, Expression* e) {
  auto* leaf = e->kind == Expression::Kind::kLeaf ? std::get_if<MarkerLeaf>(e->leaf.get()) : nullptr;
  const bool of_drivers = leaf != nullptr && std::find(leaf->genes.begin(), leaf->genes.end(), "driver") != leaf->genes.end();
  for (const std::string& gene : asked) {
    if (of_drivers && gene != "driver" && std::find(leaf->except_genes.begin(), leaf->except_genes.end(), gene) == leaf->except_genes.end()) leaf->except_genes.push_back(gene);
  }
  for (Expression& child : e->children) SpareAskedGenes(asked, &child);
}

void SpareOtherDrivers(TrialCriteria* criteria) {
  std::vector<std::string> asked;
  for (const Criterion& c : criteria->criteria) {
    if (c.section == Section::kInclusion && c.mood == Mood::kRequires) AskedGenes(c.expression, &asked);
  }
  if (asked.empty()) return;
  for (Criterion& c : criteria->criteria) {
    static constexpr Stems kOther({"other", "alternative", "second", "additional", "concomitant", "concurrent", "co-mutation", "co-occurring", "co-alteration", "coexisting"});
    if (c.section == Section::kExclusion && c.topic == Topic::kBiomarker && kOther.AnyIn(c.text)) SpareAskedGenes(asked, &c.expression);
  }
}

// The therapies that the expression asks of everybody; "surgery" for a tumour that was resected.
void AskedTherapies(const Expression& e, std::vector<std::string>* out) {
  if (e.kind == Expression::Kind::kLeaf) {
    if (const auto* therapy = std::get_if<TreatmentLeaf>(e.leaf.get())) {
      for (const std::string& id : therapy->what) {
        if (id != "any_therapy" && id != "systemic_therapy" && id != "targeted_therapy") out->push_back(id);
      }
    }
    const auto* one_of = std::get_if<OneOfLeaf>(e.leaf.get());
    const bool resected = one_of != nullptr && one_of->attribute == OneOfLeaf::Attribute::kSetting && one_of->values == std::vector<std::string>{"resected"};
    if (resected) out->emplace_back("surgery");
  }
  if (e.kind != Expression::Kind::kAll) return;
  for (const Expression& child : e.children) AskedTherapies(child, out);
}

// "Any other anti-tumor therapy" is none of those that the study asks for.
void SpareTherapies(const std::vector<std::string>& asked, Expression* e) {
  auto* leaf = e->kind == Expression::Kind::kLeaf ? std::get_if<TreatmentLeaf>(e->leaf.get()) : nullptr;
  const bool any = leaf != nullptr && leaf->quantifier == TreatmentLeaf::Quantifier::kAny && leaf->window.empty() && std::find(leaf->what.begin(), leaf->what.end(), "any_therapy") != leaf->what.end();
  for (const std::string& id : asked) {
    if (!any || std::find(leaf->except.begin(), leaf->except.end(), id) != leaf->except.end()) continue;
    leaf->except.push_back(id);
    // Its drugs stand as therapies of their own.
    if (id == "chemoradiation" && !leaf->ongoing) leaf->except.emplace_back("chemotherapy");
  }
  for (Expression& child : e->children) SpareTherapies(asked, &child);
}

void SpareOwnTherapy(TrialCriteria* criteria) {
  std::vector<std::string> asked;
  for (const Criterion& c : criteria->criteria) {
    if (c.section == Section::kInclusion && c.mood == Mood::kRequires && c.cohorts.empty()) AskedTherapies(c.expression, &asked);
  }
  for (Criterion& c : criteria->criteria) {
    if (!asked.empty() && c.section == Section::kExclusion) SpareTherapies(asked, &c.expression);
  }
}

}  // namespace

void SpareOwnTarget(const Lexicon& lexicon, TrialCriteria* criteria) {
  SpareOtherDrivers(criteria);
  SpareOwnTherapy(criteria);
  std::vector<OneOfLeaf> demanded;
  std::vector<std::string> mentioned;
  for (const Criterion& c : criteria->criteria) {
    if (c.section != Section::kInclusion || c.understood == Understood::kNone) continue;
    if (c.source == "eligibilityCriteria") Mentioned(c.expression, &mentioned);
    if (c.cohorts.empty()) Demanded(c.expression, &demanded);
  }
  const Sparing sparing(lexicon, demanded);
  for (Criterion& c : criteria->criteria) {
    if (const OneOfLeaf* alone = ForbidsOneTumourAlone(c)) {
      const bool own = std::any_of(mentioned.begin(), mentioned.end(), [&](const std::string& one) { return lexicon.IsA(TermKind::kDisease, one, alone->values[0]); });
      // What the text asks nobody to have, it may well forbid: "history of lung cancer" in a study of screening.
      if (own ? InFewWords(c) && !SpeaksOfThePast(c) : mentioned.empty()) continue;
      if (own && SpeaksOfThePast(c)) {
        c.expression = Expression::Opaque(c.expression.children[0].span);
        c.understood = Understood::kPartial;
        continue;
      }
    }
    if (demanded.empty() || !sparing.In(&c.expression, true)) continue;
    if (c.understood == Understood::kFull) c.understood = Understood::kPartial;
  }
}

}  // namespace trialmatch::rules
