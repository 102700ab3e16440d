#include "rules/parse/record/turned_demands.h"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "rules/parse/record/says.h"

namespace trialmatch::rules {
namespace {

using Kind = Expression::Kind;

// Values by which a study sees that an organ works.
bool IsOfOrgan(std::string_view quantity) {
  constexpr std::string_view kOrgans[] = {"anc",  "platelets", "hemoglobin", "creatinine", "creatinine_clearance", "total_bilirubin", "ast",
                                          "alt",  "ast_alt",   "albumin",    "inr",        "lvef"};
  return std::find(std::begin(kOrgans), std::end(kOrgans), quantity) != std::end(kOrgans);
}

// Studies of an illness that brings bad values, or of those who are too ill for others.
bool IsAboutTheSick(std::string_view words) {
  return Says(words, {"impair",   "insufficien", "dysfunction", "penia",   "penic",     "anemi",     "anaemi",    "aplastic", "unfit",    "frail",     "ineligible",   "leukem",  "leukaem",
                      "myelodys", "myeloma",     "lymphoma",    "cirrho",  "hepatitis", "epoetin",   "erythropo", "thrombopo", "dialysis", "nephro",   "cardiomyo",    "heart failure",
                      "renal failure", "liver failure", "jaundice", "obstruct", "not eligible for cisplatin", "hepatocellular"});
}
// A criterion that means what it says.
bool SpeaksOfBadValues(std::string_view words) {
  return IsAboutTheSick(words) || Says(words, {"deficien", "elevated", "raised", "reduced", "decreased", "low ", "poor ", "abnormal", "cytosis", "unable", "not suitable", "failure"});
}

void MarkPartial(Criterion* c) {
  c->understood = c->expression.kind == Kind::kOpaque ? Understood::kNone : Understood::kPartial;
}

// The leaf bounds a value on the sick side alone.
enum class Side : uint8_t { kNone, kSick, kHealthy };
Side SideOf(const Lexicon& lexicon, const Expression& e) {
  const auto* value = e.kind == Kind::kLeaf ? std::get_if<CompareLeaf>(e.leaf.get()) : nullptr;
  if (value == nullptr || !IsOfOrgan(value->quantity) || value->bounds.low.has_value() == value->bounds.high.has_value()) return Side::kNone;
  const Entry* lab = lexicon.Find(TermKind::kLab, value->quantity);
  const std::string_view worry = lab == nullptr ? "" : lab->Get("worry");
  if (worry != "low" && worry != "high") return Side::kNone;
  return (worry == "low") == value->bounds.high.has_value() ? Side::kSick : Side::kHealthy;
}

// Calls `f(leaf, side)` for each value that everybody must have: `asked` turns under each denial. Ways that are one of several are left alone.
template <typename F>
void ForEachValue(const Lexicon& lexicon, bool asked, Expression* e, F f) {
  if (const Side side = SideOf(lexicon, *e); side != Side::kNone) return f(e, (side == Side::kSick) == asked ? Side::kSick : Side::kHealthy);
  const bool all = e->kind == (asked ? Kind::kAll : Kind::kAny) || e->kind == Kind::kNot;
  for (Expression& child : e->children) {
    if (all) ForEachValue(lexicon, e->kind == Kind::kNot ? !asked : asked, &child, f);
  }
}

// One value alone may be what the study is about; several, or one that is asked for on both sides, are not.
void GiveUpValues(const Lexicon& lexicon, const std::vector<Criterion*>& rules) {
  std::vector<std::pair<Criterion*, Expression*>> sick;
  std::vector<std::string> healthy;
  for (Criterion* c : rules) {
    ForEachValue(lexicon, true, &c->expression, [&](Expression* leaf, Side side) {
      if (side == Side::kSick) sick.emplace_back(c, leaf);
      else healthy.push_back(std::get<CompareLeaf>(*leaf->leaf).quantity);
    });
  }
  for (const auto& [c, leaf] : sick) {
    const bool both = std::find(healthy.begin(), healthy.end(), std::get<CompareLeaf>(*leaf->leaf).quantity) != healthy.end();
    if (sick.size() < 2 && !both) continue;
    *leaf = Expression::Opaque(leaf->span);
    MarkPartial(c);
  }
}

// Without blanks and bullets, in lower case.
std::string Bare(const Criterion& c) {
  std::string bare;
  for (const char each : c.text.substr(std::min(c.text.size(), size_t{c.body.begin - c.span.begin}))) {
    if (std::isspace(static_cast<unsigned char>(each)) == 0 && each != '*' && each != '.' && each != ';') bare += base::ToLower(each);
  }
  return bare;
}

// One of them asks for what the other forbids.
bool AreOpposite(const Expression& a, const Expression& b) { return (a.kind == Kind::kNot) != (b.kind == Kind::kNot); }

bool DemandsBrain(const Expression& e) {
  const auto* brain = e.kind == Kind::kLeaf ? std::get_if<BrainLeaf>(e.leaf.get()) : nullptr;
  return brain != nullptr;
}

// "... except primary and metastatic brain tumors": an exception right before the span.
bool IsBehindException(std::string_view text, base::Span span) {
  constexpr uint32_t kNear = 40;   // bytes
  const uint32_t from = span.begin > kNear ? span.begin - kNear : 0;
  std::string_view before = text.substr(from, span.begin - from);
  if (const size_t stop = before.find_last_of(".;:\n"); stop != std::string_view::npos) before.remove_prefix(stop + 1);
  return Says(before, {"except ", "excluding ", "exclusion of", "other than "});
}

bool GiveUpExcepted(std::string_view text, Expression* e) {
  if (DemandsBrain(*e)) {
    if (!IsBehindException(text, e->span)) return false;
    *e = Expression::Opaque(e->span);
    return true;
  }
  bool any = false;
  for (Expression& child : e->children) any = (e->kind == Kind::kAll && GiveUpExcepted(text, &child)) || any;
  return any;
}

}  // namespace

namespace {

bool IsAboutTheSick(const fetch::Study& study, const TrialCriteria& criteria) {
  if (IsAboutTheSick(study.brief_title) || IsAboutTheSick(study.official_title)) return true;
  if (std::any_of(study.conditions.begin(), study.conditions.end(), [](const std::string& condition) { return IsAboutTheSick(condition); })) return true;
  return std::any_of(criteria.criteria.begin(), criteria.criteria.end(),
                     [](const Criterion& c) { return c.section == Section::kInclusion && c.mood == Mood::kRequires && IsAboutTheSick(c.text); });
}

// The criteria that values may be given up in; none where none bounds a value on the sick side, which the words are read for only then.
std::vector<Criterion*> ThoseWithValues(const fetch::Study& study, const Lexicon& lexicon, TrialCriteria* criteria) {
  std::vector<Criterion*> values;
  bool sick = false;
  for (Criterion& c : criteria->criteria) {
    if (c.source != "eligibilityCriteria" || c.topic == Topic::kLogistics || c.expression.kind == Kind::kOpaque) continue;
    bool any = false;
    ForEachValue(lexicon, true, &c.expression, [&](Expression*, Side side) { any = true, sick = sick || side == Side::kSick; });
    if (any) values.push_back(&c);
  }
  if (!sick || IsAboutTheSick(study, *criteria)) return {};
  std::erase_if(values, [](const Criterion* c) { return SpeaksOfBadValues(c->text); });
  return values;
}

}  // namespace

void GiveUpTurnedDemands(const fetch::Study& study, const Lexicon& lexicon, TrialCriteria* criteria) {
  const std::string_view text = study.eligibility_criteria;
  GiveUpValues(lexicon, ThoseWithValues(study, lexicon, criteria));
  std::unordered_map<std::string, const Criterion*> asked;
  for (Criterion& c : criteria->criteria) {
    if (c.section != Section::kInclusion || c.mood != Mood::kRequires || c.topic == Topic::kLogistics) continue;
    if (c.understood != Understood::kNone) asked.emplace(Bare(c), &c);
    if (c.source == "eligibilityCriteria" && c.expression.kind != Kind::kOpaque && GiveUpExcepted(text, &c.expression)) MarkPartial(&c);
  }
  for (Criterion& c : criteria->criteria) {
    if (c.source != "eligibilityCriteria" || c.topic == Topic::kLogistics || c.expression.kind == Kind::kOpaque) continue;
    if (c.section != Section::kExclusion || c.mood != Mood::kProhibits || c.expression.kind == Kind::kAlways) continue;
    const auto twin = asked.find(Bare(c));
    if (twin == asked.end() || twin->second->cohorts != c.cohorts || !AreOpposite(c.expression, twin->second->expression)) continue;
    c.expression = Expression::Opaque(c.span);
    MarkPartial(&c);
  }
}

}  // namespace trialmatch::rules
