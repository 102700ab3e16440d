#include "rules/parse/own_target.h"

#include <algorithm>
#include <utility>
#include <vector>

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
  if (e.kind != Expression::Kind::kAll) return;
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

bool ForbidsOneTumourAlone(const Criterion& c) {
  constexpr int kMostWords = 6;
  if (c.section != Section::kExclusion || c.expression.kind != Expression::Kind::kNot) return false;
  const OneOfLeaf* leaf = DiseaseOf(c.expression.children[0]);
  return leaf != nullptr && leaf->values.size() == 1 && std::count(c.text.begin(), c.text.end(), ' ') < kMostWords;
}

}  // namespace

void SpareOwnTarget(const Lexicon& lexicon, TrialCriteria* criteria) {
  std::vector<OneOfLeaf> demanded;
  for (const Criterion& c : criteria->criteria) {
    if (c.section == Section::kInclusion && c.cohorts.empty() && c.understood != Understood::kNone) Demanded(c.expression, &demanded);
  }
  if (demanded.empty()) return;
  const Sparing sparing(lexicon, demanded);
  for (Criterion& c : criteria->criteria) {
    if (ForbidsOneTumourAlone(c) || !sparing.In(&c.expression, true)) continue;
    if (c.understood == Understood::kFull) c.understood = Understood::kPartial;
  }
}

}  // namespace trialmatch::rules
