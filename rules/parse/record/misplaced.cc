#include "rules/parse/record/misplaced.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "base/ascii.h"
#include "rules/parse/record/says.h"
#include "rules/text/normalize.h"
#include "rules/text/stems.h"

namespace trialmatch::rules {
namespace {

constexpr double kLongestWashoutDays = 60;

// Words of a demand or a denial: what holds such words is meant as it stands.
bool DemandsOrDenies(std::string_view text) {
  return Says(text, {"must", "should", "required to", "is required", "eligible", "allow", "willing", "no ", "not ", "absence", "without", "negative", "adequate", "at least", "since", "recovered",
                     "free of", "able to", "may ", "permitted", "if ", "naive"});
}

// An illness that no study asks for, as far as the words tell.
bool TellsOfDanger(std::string_view text) {
  return Says(text, {"uncontrolled", "active", "known ", "history of", "severe", "clinically significant", "unstable", "immunodefic", "serious"});
}

struct Asked {
  bool danger = false;   // a recent therapy, a pregnancy
  bool illness = false;
};

void Look(const Expression& e, bool asked, Asked* out) {
  using enum Expression::Kind;
  if (e.kind == kLeaf) {
    if (!asked) return;
    if (const auto* therapy = std::get_if<TreatmentLeaf>(e.leaf.get())) {
      const bool recent = therapy->window.within && therapy->window.anchor == Window::Anchor::kEnrolment && therapy->window.within->ApproximateDays() <= kLongestWashoutDays;
      out->danger = out->danger || (recent && therapy->outcome == TreatmentLeaf::Outcome::kAnyOutcome);
    } else if (const auto* fact = std::get_if<FactLeaf>(e.leaf.get())) {
      out->danger = out->danger || fact->fact == "pregnant" || fact->fact == "breastfeeding";
    } else {
      out->illness = out->illness || std::holds_alternative<ConditionLeaf>(*e.leaf) || std::holds_alternative<BrainLeaf>(*e.leaf);
    }
    return;
  }
  // "HIV", asked for, was read as "of who has HIV, something".
  const bool only_if = e.kind == kWhen && e.children.size() == 2 && e.children[1].kind == kOpaque;
  if (e.kind == kWhen && !only_if) return;
  for (const Expression& child : e.children) Look(child, e.kind == kNot ? !asked : asked, out);
}

// "Prior treatment with chemotherapy within 21 days", "use of immunosuppressants within 28 days": a washout, whatever stands around it.
bool IsWashout(const Criterion& c, const Asked& asked) {
  size_t at = 0;
  while (at < c.text.size() && !((c.text[at] | 0x20) >= 'a' && (c.text[at] | 0x20) <= 'z')) ++at;
  const std::string_view own = std::string_view(c.text).substr(at);
  constexpr std::string_view kStarts[] = {"prior treatment", "prior therapy", "previous treatment", "use of", "the use of", "treatment with any", "any use of"};
  return asked.danger && !Says(own, {"must", "greater", "at least", "cycle", "complet"}) && std::any_of(std::begin(kStarts), std::end(kStarts), [&](std::string_view start) { return base::StartsWithIgnoreCase(own, start); });
}

// A therapy that some study may ask for, of the tumour or unknown.
bool AsksForOwnTherapy(const Expression& e) {
  if (e.kind != Expression::Kind::kLeaf) return std::any_of(e.children.begin(), e.children.end(), AsksForOwnTherapy);
  constexpr std::string_view kBeside[] = {"medication", "immunosuppressant", "corticosteroid", "vaccine", "live_vaccine", "investigational_agent"};
  const auto* therapy = std::get_if<TreatmentLeaf>(e.leaf.get());
  return therapy != nullptr && !std::all_of(therapy->what.begin(), therapy->what.end(), [&](const std::string& id) { return std::find(std::begin(kBeside), std::end(kBeside), id) != std::end(kBeside); });
}

// "Current or prior use of immunosuppressive medication within 28 days", which nobody asks for, read or not.
bool IsUseWithin(std::string_view text) {
  if (!Says(text, {"immunosuppress", "immune suppress", "immune-suppress", "steroid", "vaccin", "investigational", "concomitant"})) return false;
  static constexpr Stems kUse({"current or prior use of", "current or previous use of"});
  return kUse.AnyIn(InPlainLetters(text)) && Says(text, {"within"}) && Says(text, {" days", " weeks"}) && !Says(text, {"must", "required", "no current", "without"});
}

// "QTc > 470 ms".
bool AsksForLongQt(const Expression& e) {
  if (e.kind == Expression::Kind::kLeaf) {
    const auto* number = std::get_if<CompareLeaf>(e.leaf.get());
    return number != nullptr && number->quantity == "qtcf" && number->bounds.low && !number->bounds.high;
  }
  if (e.kind != Expression::Kind::kAny && e.kind != Expression::Kind::kAll) return false;
  return std::any_of(e.children.begin(), e.children.end(), AsksForLongQt);
}

enum class Asks : uint8_t { kPerhaps, kHardly, kNever };

Asks HowLikelyAsked(const Criterion& c) {
  constexpr Topic kTopics[] = {Topic::kComorbidity, Topic::kWashout, Topic::kConcomitantMedication, Topic::kCns, Topic::kReproductive, Topic::kPriorTherapy};
  if (c.source == "eligibilityCriteria" && c.mood == Mood::kRequires && IsUseWithin(c.text) && !AsksForOwnTherapy(c.expression)) return Asks::kNever;
  if (c.source != "eligibilityCriteria" || c.mood != Mood::kRequires || c.understood == Understood::kNone) return Asks::kPerhaps;
  if (c.topic == Topic::kLab && AsksForLongQt(c.expression)) return Asks::kNever;
  if (std::find(std::begin(kTopics), std::end(kTopics), c.topic) == std::end(kTopics)) return Asks::kPerhaps;
  Asked asked;
  Look(c.expression, true, &asked);
  if (IsWashout(c, asked)) return Asks::kNever;
  if (!asked.danger && !asked.illness) return Asks::kPerhaps;
  const bool hardly = (asked.danger || TellsOfDanger(c.text)) && !DemandsOrDenies(c.text);
  return hardly ? Asks::kHardly : Asks::kPerhaps;
}

// An illness is named, and neither asked for nor denied in words.
bool IsIllnessAlone(const Criterion& c) {
  if (c.source != "eligibilityCriteria" || c.mood != Mood::kRequires || (c.topic != Topic::kComorbidity && c.topic != Topic::kCns)) return false;
  // Of metastases in the brain the words that were not read only narrow what is named.
  if (c.understood == Understood::kNone || (c.understood == Understood::kPartial && c.topic != Topic::kCns)) return false;
  Asked asked;
  Look(c.expression, true, &asked);
  return asked.illness && !DemandsOrDenies(c.text);
}

bool NamesTherapy(const Expression& e) {
  if (e.kind == Expression::Kind::kLeaf) return std::holds_alternative<TreatmentLeaf>(*e.leaf);
  return e.kind != Expression::Kind::kNot && e.kind != Expression::Kind::kWhen && std::any_of(e.children.begin(), e.children.end(), NamesTherapy);
}

// "Received an organ transplant": who asks for a therapy says that it must have been.
bool IsTherapyAlone(const Criterion& c) {
  if (c.source != "eligibilityCriteria" || c.mood != Mood::kRequires || c.section != Section::kInclusion || !NamesTherapy(c.expression) || DemandsOrDenies(c.text) || Says(c.text, {"progress", "refractory", "relaps"})) return false;
  size_t at = 0;
  while (at < c.text.size() && !((c.text[at] | 0x20) >= 'a' && (c.text[at] | 0x20) <= 'z')) ++at;
  const std::string_view own = std::string_view(c.text).substr(at);
  constexpr std::string_view kStarts[] = {"received ", "participant has received", "patient has received", "subject has received", "has received", "have received", "receipt of", "currently receiving", "concurrent use", "patients who have received", "patients who received"};
  return std::any_of(std::begin(kStarts), std::end(kStarts), [&](std::string_view start) { return base::StartsWithIgnoreCase(own, start); });
}

// What nobody among the exclusions would be told.
bool AsksInWords(const Criterion& c) {
  return Says(c.text, {"must", "should", "willing", "agree", "eligible", "able to", "is required", "are required", "adequate", "allowed"});
}

// So many exclusions among the inclusions that their heading was lost: what stands from the first of them on, and therapies
// right before it, is forbidden too where no word asks for it.
void AddRestOfList(const std::vector<Criterion>& all, std::vector<base::Span>* found) {
  const auto is_found = [&](const Criterion& c) { return std::any_of(found->begin(), found->end(), [&](base::Span body) { return body.begin == c.body.begin; }); };
  size_t first = 0;
  while (first < all.size() && !is_found(all[first])) ++first;
  while (first > 0 && IsTherapyAlone(all[first - 1])) --first;
  constexpr Topic kOfInclusions[] = {Topic::kPerformance, Topic::kMeasurable, Topic::kAgeSex, Topic::kDisease, Topic::kStageSetting, Topic::kLab};
  std::vector<base::Span> rest;
  size_t asked = 0;
  for (size_t i = first; i < all.size(); ++i) {
    const Criterion& c = all[i];
    if (c.source != "eligibilityCriteria" || c.section != Section::kInclusion || is_found(c)) continue;
    // Inclusions go on behind them: another layout.
    if (std::find(std::begin(kOfInclusions), std::end(kOfInclusions), c.topic) != std::end(kOfInclusions)) return;
    if (AsksInWords(c)) ++asked;
    else rest.push_back(c.body);
  }
  if (asked > rest.size()) return;
  found->insert(found->end(), rest.begin(), rest.end());
}

}  // namespace

std::vector<base::Span> MisplacedExclusions(const TrialCriteria& criteria) {
  constexpr size_t kFewest = 3;
  std::vector<base::Span> found, never, between;  // therapies behind one that nobody asks for: so are they before the next
  size_t sure = 0;
  bool has_exclusions = false;
  for (const Criterion& c : criteria.criteria) {
    has_exclusions = has_exclusions || (c.source == "eligibilityCriteria" && c.section == Section::kExclusion);
    const Asks asks = c.section == Section::kInclusion ? HowLikelyAsked(c) : Asks::kPerhaps;
    // "Leptomeningeal disease" behind others that nobody asks for.
    const bool among = sure > 0 && asks == Asks::kPerhaps && c.section == Section::kInclusion && IsIllnessAlone(c);
    if (asks != Asks::kPerhaps || among) {
      found.insert(found.end(), between.begin(), between.end());
      between.clear();
      found.push_back(c.body);
    } else if (sure > 0 && IsTherapyAlone(c)) {
      between.push_back(c.body);
    }
    sure += asks != Asks::kPerhaps ? 1 : 0;
    if (asks == Asks::kNever) never.push_back(c.body);
  }
  if (has_exclusions || sure < kFewest) return never;
  constexpr size_t kWholeList = 6;
  if (sure >= kWholeList) AddRestOfList(criteria.criteria, &found);
  return found;
}

}  // namespace trialmatch::rules
