#include "rules/parse/doubtful_demand.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

#include "rules/parse/disease/told_of_other.h"
#include "rules/parse/domains.h"
#include "rules/parse/idle_sentences.h"
#include "rules/parse/narrowed_denial.h"
#include "rules/parse/record/rivals.h"
#include "rules/parse/said_words.h"
#include "rules/parse/therapy/named_therapy.h"
#include "rules/parse/unread_parts.h"
#include "rules/parse/therapy/treatment_frame.h"

namespace trialmatch::rules {
namespace {

LeafPlace PlaceOf(const Reading& r, Clause sentence, base::Span span) {
  LeafPlace out;
  for (int i = sentence.begin; i < sentence.end; ++i) {
    if (r.at(i).span.end <= span.begin || r.at(i).span.begin >= span.end) continue;
    if (out.first < 0) out.first = i;
    out.last = i;
  }
  return out;
}

class DemandReader {
 public:
  DemandReader(const Reading& reading, Clause sentence, Section section, Statement* statement)
      : r_(reading), c_(sentence), section_(section), s_(*statement) {
    while (own_ < c_.end && r_.at(own_).lead) ++own_;
  }

  void Run() {
    if (Walk(s_.content, s_.mood == Mood::kRequires, Rank::kAlone)) {
      s_.content = Expression::Always(s_.span, "logistics");
      s_.logistics = true;
      s_.topic = Topic::kLogistics;
      return;
    }
    if (!gave_up_) return;
    if (s_.understood == Understood::kFull) s_.understood = Understood::kPartial;
    if (s_.content.kind == Expression::Kind::kOpaque) s_.understood = Understood::kNone;
  }

 private:
  // True when nothing of `e` is asked or forbidden, and it goes.
  bool Walk(Expression& e, bool demanded, Rank rank) {
    const bool several = e.children.size() > 1;
    switch (e.kind) {
      case Expression::Kind::kNot:
        return Walk(e.children[0], !demanded, rank);
      case Expression::Kind::kWhen:
        return Walk(e.children[1], demanded, rank);
      case Expression::Kind::kLeaf:
        return ReadLeaf(e, demanded, rank);
      case Expression::Kind::kAny:
        if (demanded && several) rank = Rank::kOneOfWays;
        break;
      case Expression::Kind::kAll:
        if (!demanded && several) rank = Rank::kOneOfWays;
        break;
      default:
        break;
    }
    if (e.children.empty()) return false;
    const bool counts = e.kind == Expression::Kind::kAtLeast;
    std::erase_if(e.children, [&](Expression& child) { return Walk(child, demanded, rank) && !counts; });
    if (e.children.empty()) return true;
    if (e.kind == Expression::Kind::kAll && demanded) {
      GiveUpSeveralAges(e);
      EitherOfOpposites(e);
      EitherOfRivals(e);
    }
    if (e.children.size() == 1 && !counts) e = Expression(std::move(e.children[0]));
    return false;
  }

  // An attack that is told with its time: nobody is forbidden for one of long ago.
  bool IsAttack(const std::string& id) const {
    for (std::string_view attack : {"acute_coronary_syndrome", "stroke", "coronary_revascularization", "thromboembolism"}) {
      if (r_.lexicon().IsA(TermKind::kCondition, id, attack)) return true;
    }
    return false;
  }

  const ConditionLeaf* FirstWithin(const Expression& e, base::Span behind) const {
    if (e.kind == Expression::Kind::kLeaf) {
      const auto* illness = std::get_if<ConditionLeaf>(e.leaf.get());
      return illness != nullptr && illness->window.within && e.span.begin >= behind.end ? illness : nullptr;
    }
    for (const Expression& child : e.children) {
      if (const ConditionLeaf* found = FirstWithin(child, behind)) return found;
    }
    return nullptr;
  }

  // "Infarction, angioplasty or stenting within 6 months": the time behind the list is of each attack in it.
  void ShareWindow(LeafPlace at, ConditionLeaf* illness) const {
    if (!illness->window.empty() || illness->status != ConditionLeaf::Status::kEver || !std::all_of(illness->conditions.begin(), illness->conditions.end(), [&](const std::string& id) { return IsAttack(id); })) return;
    if (const ConditionLeaf* last = FirstWithin(s_.content, r_.at(at.last).span)) illness->window = last->window;
  }

  // "Progression within the first 12 weeks of a PD-1 inhibitor": counted from its start, which no profile tells.
  void KeepFirstOfTherapy(TreatmentLeaf* leaf) const {
    const bool told = leaf->outcome == TreatmentLeaf::Outcome::kProgression || leaf->outcome == TreatmentLeaf::Outcome::kNoProgression;
    const Clause first = told && leaf->said.empty() ? FirstOfTherapy(r_, {own_, c_.end}) : Clause();
    if (!first.empty()) leaf->said = {AsSaid(r_, first.begin, first.end)};
  }

  // "Heart disease within 6 months, and drugs that affect the QTc": the months are of the disease; the drugs act while they are taken.
  static void KeepWhileTaken(TreatmentLeaf* leaf) {
    constexpr double kLongestWashoutDays = 60;
    const bool months = leaf->window.within && leaf->window.within->ApproximateDays() > kLongestWashoutDays;
    if (!months || leaf->what != std::vector<std::string>{"qt_prolonging_drug"}) return;
    leaf->window = {};
    leaf->ongoing = true;
  }

  static const base::Bounds* Age(const Expression& e) {
    const auto* number = e.kind == Expression::Kind::kLeaf ? std::get_if<CompareLeaf>(e.leaf.get()) : nullptr;
    return number != nullptr && number->quantity == "age" ? &number->bounds : nullptr;
  }

  // "Aged 70 and over with ECOG 0-2, or 18 to 69 with ECOG 2": nobody is both.
  void GiveUpSeveralAges(Expression& all) {
    double low = 0, high = 1000;
    for (const Expression& child : all.children) {
      if (const base::Bounds* age = Age(child)) low = std::max(low, age->low.value_or(0)), high = std::min(high, age->high.value_or(1000));
    }
    if (low < high) return;
    for (Expression& child : all.children) {
      if (Age(child) != nullptr) child = Expression::Opaque(child.span);
    }
    gave_up_ = true;
  }

  // "NSCLC, breast cancer, colorectal cancer gastric cancer", "breast or ovarian cancer, including tubal cancer": either.
  void EitherOfRivals(Expression& all) {
    for (size_t a = 0; a + 1 < all.children.size(); ++a) {
      for (size_t b = a + 1; b < all.children.size(); ++b) {
        if (!AskForOtherTumours(r_.lexicon(), all.children[a], all.children[b])) continue;
        all.children[a] = Expression::Any(std::move(all.children[a]), std::move(all.children[b]));
        all.children.erase(all.children.begin() + static_cast<std::ptrdiff_t>(b--));
        gave_up_ = true;
      }
    }
  }

  // "Relapsed SCLC (limited-stage, extensive-stage)": either, for nobody is both.
  void EitherOfOpposites(Expression& all) {
    const auto is = [](const Expression& e, std::string_view id) {
      const auto* one = e.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(e.leaf.get()) : nullptr;
      return one != nullptr && one->attribute == OneOfLeaf::Attribute::kSetting && one->values.size() == 1 && one->values[0] == id;
    };
    for (const auto& [a, b] : {std::pair{"limited", "extensive"}, std::pair{"resectable", "unresectable"}}) {
      const auto one = std::find_if(all.children.begin(), all.children.end(), [&, a = a](const Expression& e) { return is(e, a); });
      const auto other = std::find_if(all.children.begin(), all.children.end(), [&, b = b](const Expression& e) { return is(e, b); });
      if (one == all.children.end() || other == all.children.end()) continue;
      *one = Expression::Any(std::move(*one), std::move(*other));
      all.children.erase(other);
    }
  }

  // "Assent for subjects aged 12 to 17", "contact with children", "a woman under 50 without menses", a bound
  // for each age: of some, or of others. How old all may be stands in a field of its own.
  bool IsAgeOfSome(const CompareLeaf& age) const {
    if (!age.bounds.high) return false;
    const bool young = *age.bounds.high <= 22;
    if (young && (r_.IsMark(c_.end - 1, ';') || r_.IsMark(c_.end, ';'))) return true;
    for (int k = c_.begin; k < c_.end; ++k) {
      if (young && r_.WordContains(k, {"assent", "consent", "parent", "guardian", "children", "contact"})) return true;
      if (r_.WordContains(k, {"menopaus", "amenorr", "menses", "menarche", "follicle", "oophorectomy"})) return true;
    }
    return false;
  }

  // "Age 70 or older, or age 18-69 with ECOG 2": who is older need not be that ill.
  bool IsOrElderly(const CompareLeaf& number, int first) const {
    if (number.quantity != "ecog" || !number.bounds.low || *number.bounds.low < 2 || r_.FindCue(own_ + 1, first, {Cue::kOr}) < 0) return false;
    bool elderly = false;
    for (int k = own_; k < first; ++k) elderly = elderly || r_.Is(k, Cue::kAge) || r_.WordStarts(k, {"elderly", "age", "older"});
    return elderly;
  }

  // "As specified in the Master Protocol for Previously Treated Squamous Cell Lung Cancer": the name of a study.
  bool OfProtocolName(int first) const {
    for (int k = first - 1; k >= own_ && k >= first - 10 && !r_.IsAnyMark(k, ";."); --k) {
      if (r_.WordContains(k, {"protocol"}) && (r_.Is(k + 1, Cue::kFor) || r_.WordStarts(k + 1, {"for"}))) return true;
    }
    return false;
  }

  // "In situ cervical cancer." in a paragraph of its own goes on with the cancers that another sentence leaves out.
  bool IsOfExceptions(const OneOfLeaf& tumour) const {
    constexpr std::string_view kLeftOut[] = {"cervical_carcinoma_in_situ", "carcinoma_in_situ", "skin_cancer_nonmelanoma", "basal_cell_carcinoma", "in_situ_cancer"};
    const bool left_out = std::all_of(tumour.values.begin(), tumour.values.end(), [&](const std::string& id) { return std::find(std::begin(kLeftOut), std::end(kLeftOut), id) != std::end(kLeftOut); });
    if (tumour.attribute != OneOfLeaf::Attribute::kDisease) return false;
    // "The time requirement does not apply to those with a basal cell carcinoma": among the exclusions nobody is asked to have it.
    if (section_ == Section::kExclusion) return std::any_of(tumour.values.begin(), tumour.values.end(), [&](const std::string& id) { return std::find(std::begin(kLeftOut), std::end(kLeftOut), id) != std::end(kLeftOut); });
    if (!left_out || c_.end - own_ > 8) return false;
    for (int k = own_; k < c_.end; ++k) {
      if (r_.IsAny(k, {Cue::kDiagnosis, Cue::kMust, Cue::kStatus}) || r_.WordContains(k, {"confirm", "patient", "histolog"})) return false;
    }
    return true;
  }

  // "Hemoglobin for patients with renal cancer: >= 9 g/dL".
  bool OfWhomBoundIs(const OneOfLeaf& tumour, LeafPlace at) const {
    if (tumour.attribute != OneOfLeaf::Attribute::kDisease || !r_.IsMark(at.last + 1, ':')) return false;
    bool lab = false, whom = false;
    for (int k = own_; k < at.first; ++k) {
      lab = lab || r_.IsTerm(k, TermKind::kLab);
      whom = whom || (lab && r_.Is(k, Cue::kFor));
    }
    return whom;
  }

  // "A lesion (primary, recurrent or metastatic) for which surgery is planned": of the lesion.
  bool IsOfALesion(const OneOfLeaf& one, LeafPlace at) const {
    constexpr WordPattern kLesion[] = {"lesion"};
    if (one.attribute != OneOfLeaf::Attribute::kSetting || !r_.MayHoldWord(kLesion)) return false;
    int lesion = at.first - 1;
    while (lesion > own_ && lesion > at.first - 9 && !r_.WordStarts(lesion, kLesion)) --lesion;
    const bool kinds = lesion >= own_ && r_.WordStarts(lesion, kLesion) && r_.IsMark(lesion + 1, '(') && (r_.WordStarts(lesion + 2, {"primary"}) || r_.WordStarts(lesion + 3, {"primary"}));
    if (kinds) return true;
    for (int k = own_; k < at.first && r_.WordStarts(at.first, {"planned"}); ++k) {
      if (r_.WordStarts(k, kLesion)) return true;
    }
    return false;
  }

  bool IsMeasured(int i) const {
    for (int k = i; k < std::min(c_.end, i + 3); ++k) {
      if (const Entry* fact = r_.Find(k, TermKind::kFact); fact != nullptr && (fact->id == "measurable" || fact->id == "evaluable")) return true;
    }
    return false;
  }

  bool ReadLeaf(Expression& e, bool demanded, Rank rank) {
    const LeafPlace at = PlaceOf(r_, c_, e.span);
    if (at.first < 0) return false;
    bool doubtful = false;
    if (!demanded) {
      if (auto* illness = std::get_if<ConditionLeaf>(e.leaf.get())) ShareWindow(at, illness);
      if (auto* therapy = std::get_if<TreatmentLeaf>(e.leaf.get())) {
        KeepFirstOfTherapy(therapy);
        KeepWhileTaken(therapy);
      }
      const Denial denial = ReadDenial(r_, {own_, c_.end}, s_, e, at);
      if (denial == Denial::kNotOfPatient) return true;
      doubtful = denial == Denial::kNarrowed;
    } else if (const auto* one = std::get_if<OneOfLeaf>(e.leaf.get())) {
      // Among the exclusions nobody is asked for a tumour: an item of the other list stands there.
      const bool misplaced = section_ == Section::kExclusion && s_.mood == Mood::kRequires && s_.mood_from_words && one->attribute == OneOfLeaf::Attribute::kDisease;
      const bool excepted = rank == Rank::kAlone && one->attribute == OneOfLeaf::Attribute::kMetastasisSite && HasCue(r_, std::max(own_, at.first - 3), at.first, {Cue::kExcept});
      // "The primary tumor and/or node metastases must be evaluable": of those that are there.
      if (one->attribute == OneOfLeaf::Attribute::kMetastasisSite && r_.Is(at.last + 1, Cue::kMust) && IsMeasured(at.last + 2)) return true;
      // "A lesion (either primary or metastatic) that can be biopsied".
      const bool either = r_.Is(at.first - 1, Cue::kOr) && r_.WordIs(at.first - 2, "primary");
      if (rank == Rank::kOneOfWays && IsOfEarlierDisease(r_, *one, at)) return true;   // "radiotherapy (before or after) for previous stage III disease"
      doubtful = misplaced || excepted || IsOfEarlierDisease(r_, *one, at) || IsOfEachLesion(r_, *one, at) || IsOfOtherStaging(r_, *one, at) || either || IsOfALesion(*one, at) || OfWhomBoundIs(*one, at) || IsOfExceptions(*one) || OfProtocolName(at.first) || IsOfProvidedSample(r_, {own_, c_.end}, at) || (one->attribute == OneOfLeaf::Attribute::kSetting && IsWhenSampleWasTaken(r_, {own_, c_.end}, at));
    } else if (const auto* number = std::get_if<CompareLeaf>(e.leaf.get())) {
      // "A performance status of at least 2" may mean 2 or better.
      const bool worse = number->quantity == "ecog" && number->bounds.low && !number->bounds.high && r_.FindCue(at.first, at.last + 1, {Cue::kAtLeast}) >= 0;
      doubtful = (number->quantity == "age" && IsAgeOfSome(*number)) || (worse && s_.mood == Mood::kRequires && *number->bounds.low <= 2) || IsBeyondNormal(*number, rank) || (rank == Rank::kAlone && IsOrElderly(*number, at.first));
    } else if (const auto* treatment = std::get_if<TreatmentLeaf>(e.leaf.get())) {
      doubtful = IsNamedOnly(r_, c_, section_, s_, *treatment, e.rule, at, rank) || (treatment->window.empty() && OnlyWashout()) || (section_ == Section::kInclusion && SpeaksOfContraception(r_));
    } else if (const auto* brain = std::get_if<BrainLeaf>(e.leaf.get())) {
      if (s_.mood == Mood::kRequires && OfEach(*brain, at, e)) return false;
      // "Does not have leptomeningeal disease" among the exclusions: nobody is asked to have it.
      const bool known = section_ == Section::kExclusion && e.rule == "brain.any" && rank == Rank::kAlone && s_.mood_from_words;   // "imaging of those with brain metastases is required"
      const bool bad = known || brain->site == BrainLeaf::Site::kLeptomeningeal || brain->active.value_or(false) || brain->progressing.value_or(false) || brain->symptomatic.value_or(false);
      doubtful = IsDoubtful(*brain, at, rank) || (section_ == Section::kExclusion && bad && rank == Rank::kAlone);
    } else if (const auto* fact = std::get_if<FactLeaf>(e.leaf.get())) {
      // Nobody is asked to wear lenses or to carry a device.
      doubtful = fact->fact == "contact_lenses" || fact->fact == "implanted_device";
    }
    if (!doubtful) return false;
    e = demanded ? Expression::Opaque(e.span) : NarrowedToUnread(r_, c_, s_, e);
    gave_up_ = true;
    return false;
  }

  // "Bilirubin 1.5 x =< ULN": nobody is asked to have more than that.
  bool IsBeyondNormal(const CompareLeaf& lab, Rank rank) const {
    constexpr std::string_view kOfOrgans[] = {"total_bilirubin", "direct_bilirubin", "ast", "alt", "ast_alt", "creatinine"};
    if (std::find(std::begin(kOfOrgans), std::end(kOfOrgans), lab.quantity) == std::end(kOfOrgans)) return false;   // a marker of the tumour may be asked for
    return section_ == Section::kInclusion && s_.mood == Mood::kRequires && rank == Rank::kAlone && lab.relative == CompareLeaf::Relative::kTimesUpperLimit && !lab.bounds.high && lab.bounds.low && *lab.bounds.low > 1;
  }

  // "Must have a washout period from prior therapies, as detailed below": an interval, and no therapy that must have been.
  bool OnlyWashout() const {
    constexpr WordPattern kWashout[] = {"washout", "wash-out"};
    if (!r_.MayHoldWord(kWashout)) return false;
    for (int i = 0; i < c_.end; ++i) {
      if (r_.WordContains(i, kWashout)) return true;
    }
    return false;
  }

  bool IsDoubtful(const BrainLeaf&, LeafPlace at, Rank rank) const {
    if (IsPurposeOfTherapy(r_, c_, at.first)) return true;
    if (IsLocalTherapy(r_, at.last + 1) || r_.WordStarts(own_, {"in case", "in cases"})) return true;
    // "No more than 3 lesions of bone OR 1 to 3 brain metastases".
    if (s_.mood == Mood::kRequires && !s_.mood_from_words && rank != Rank::kOneOfWays && (r_.Is(at.first - 1, Cue::kOr) || (r_.Is(at.first - 2, Cue::kOr) && r_.IsNumber(at.first - 1)))) return true;
    if (SpeaksOfSoleLesion(r_, {own_, c_.end})) return true;
    for (int k = c_.begin; k < c_.end; ++k) {
      if (r_.WordStarts(k, {"non-measurable", "nonmeasurable", "caution"})) return true;
    }
    return false;
  }

  // "Any untreated brain metastases must be <= 20 mm": of each of those that are there.
  bool OfEach(const BrainLeaf& brain, LeafPlace at, Expression& e) const {
    if (!brain.largest_mm || !r_.WordIsAny(at.first - 1, {"any", "all"}) || (at.first - 1 != own_ && !r_.IsAnyMark(at.first - 2, ".;,"))) return false;
    BrainLeaf those = brain;
    those.largest_mm.reset();
    Expression some = Expression::OfLeaf(those, e.span, "brain.any");
    e = Expression::When(std::move(some), std::move(e));
    return true;
  }

  const Reading& r_;
  Clause c_;
  Section section_;
  Statement& s_;
  int own_ = c_.begin;  // the first item that is no lead-in
  bool gave_up_ = false;
};

bool SpeaksOfHistory(const Expression& e) {
  if (e.kind != Expression::Kind::kLeaf) return std::any_of(e.children.begin(), e.children.end(), SpeaksOfHistory);
  if (const auto* illness = std::get_if<ConditionLeaf>(e.leaf.get())) return illness->window.empty();
  if (const auto* number = std::get_if<CompareLeaf>(e.leaf.get())) return number->quantity == "age" || number->quantity == "ecog" || number->relative == CompareLeaf::Relative::kTimesUpperLimit;
  const auto* one = std::get_if<OneOfLeaf>(e.leaf.get());
  if (one != nullptr) return one->attribute == OneOfLeaf::Attribute::kSetting || one->attribute == OneOfLeaf::Attribute::kStage || one->attribute == OneOfLeaf::Attribute::kDisease || one->attribute == OneOfLeaf::Attribute::kMetastasisSite;
  return std::holds_alternative<TreatmentLeaf>(*e.leaf.get()) || std::holds_alternative<BrainLeaf>(*e.leaf.get()) || std::holds_alternative<FactLeaf>(*e.leaf.get());
}

// "Refractory disease is defined as ...", "Unresectable disease will be defined by a surgeon as ...": what a word of another criterion means.
bool DefinesCourse(const Reading& r, Clause sentence) {
  constexpr WordPattern kDefined[] = {"defined"};
  constexpr int kLongestTerm = 7;
  if (!r.MayHoldWord(kDefined)) return false;
  int begin = sentence.begin;
  while (begin < sentence.end && (r.at(begin).lead || r.IsKind(begin, Item::Kind::kMark))) ++begin;
  bool course = false;
  for (int i = begin; i < std::min(sentence.end, begin + kLongestTerm); ++i) {
    if (r.IsKind(i, Item::Kind::kMark) || r.IsAny(i, {Cue::kMust, Cue::kWith, Cue::kNo, Cue::kNot})) return false;
    if (r.WordContains(i, {"adequate"}) || r.IsTerm(i, TermKind::kLab)) return false;
    course = course || r.WordContains(i, {"refractory", "relapse", "resistan", "resistant", "progression", "unresectable", "resectable", "sensitive"});
    const bool verb = r.WordStarts(i, {"is ", "are ", "will be "}) || r.WordIsAny(i - 1, {"is", "are", "be", "will be"});
    if (r.WordContains(i, kDefined) && verb) return course;
  }
  return false;
}

// "Screening group (n = 40): 55 to 75 years old": asked of one group. Where its size begins, or -1.
int SizeOfGroup(const Reading& r, Clause sentence) {
  if (!r.MayHoldMark("(") || !r.MayHoldMark(":")) return -1;
  for (int i = sentence.begin + 1; i + 4 < sentence.end && i < sentence.begin + 12; ++i) {
    if (r.IsMark(i, '(') && r.WordIs(i + 1, "n") && r.IsComparison(i + 2) && r.IsNumber(i + 3) && r.IsMark(i + 4, ')') && r.IsMark(i + 5, ':')) return i;
  }
  return -1;
}

}  // namespace

void GiveUpDoubtfulDemands(const Reading& r, Clause sentence, Section section, size_t from, std::vector<Statement>* all) {
  for (size_t k = from; k < all->size(); ++k) {
    Statement& s = (*all)[k];
    if (s.empty || s.logistics || s.mood == Mood::kPermits) continue;
    if (const int size = section == Section::kInclusion ? SizeOfGroup(r, sentence) : -1; size >= 0) {
      s.content = Expression::When(Expression::Opaque(r.SpanOf(sentence.begin, size - 1)), std::move(s.content));
      s.understood = Understood::kPartial;
    }
    if (!SpeaksOfHistory(s.content)) continue;
    if (section == Section::kInclusion && k == 0 && all->size() == 1 && DefinesCourse(r, sentence)) {
      s.content = Expression::Always(s.span, "definition");
      s.mood = Mood::kPermits;
      s.understood = Understood::kPartial;
      continue;
    }
    DemandReader(r, sentence, section, &s).Run();
  }
}

void ForbidConditionTogether(Expression& e) {
  if (e.kind == Expression::Kind::kNot) return;
  if (e.kind == Expression::Kind::kWhen) e = Expression::All(std::move(e.children[0]), std::move(e.children[1]));
  for (Expression& child : e.children) ForbidConditionTogether(child);
}

}  // namespace trialmatch::rules
