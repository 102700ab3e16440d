#include "rules/parse/asides.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "base/ascii.h"
#include "rules/parse/citations.h"
#include "rules/parse/domains.h"
#include "rules/parse/residue.h"
#include "rules/parse/restated_values.h"
#include "rules/parse/therapy/therapy_words.h"

namespace trialmatch::rules {
namespace {

constexpr CueSet kTurns = {Cue::kUnless, Cue::kExcept, Cue::kHowever};
constexpr CueSet kDenials = {Cue::kNo, Cue::kWithout, Cue::kExcluded, Cue::kMustNot,
                             Cue::kPermitted, Cue::kNotRequired};

// Names of the clinical tables: left unread, they are never passed over.
constexpr uint32_t kClinical = KindBits(
    {TermKind::kDrug, TermKind::kDrugClass, TermKind::kGene, TermKind::kMutation,
     TermKind::kDisease, TermKind::kCondition, TermKind::kLab, TermKind::kSetting, TermKind::kFact});


constexpr CueSet kCountedFrom = {Cue::kBefore, Cue::kReference, Cue::kWithin, Cue::kSince};
// What the study site checks (IsAnchor) is one of these.
constexpr uint32_t kSiteWork = KindBits({TermKind::kLogistics, TermKind::kFact});
constexpr CueSet kSiteWorkCues = {Cue::kInvestigator, Cue::kAllergy};

bool IsClinical(const Reading& r, int i) { return r.IsTermOf(i, kClinical); }

bool IsLogistics(const Reading& r, int i) {
  return r.Find(i, TermKind::kLogistics) != nullptr || r.IsAny(i, kSiteWorkCues);
}

// A fact whose definition the study site applies: what counts as measurable, when a pregnancy test
// is done.
bool IsCheckedFact(const Reading& r, int i) {
  const Entry* fact = r.Find(i, TermKind::kFact);
  return fact != nullptr && (fact->id == "measurable" || fact->id == "evaluable" || fact->id == "unmeasurable" ||
                             fact->id == "pregnancy_test_negative" || fact->id == "can_become_pregnant");
}

bool IsAnchor(const Reading& r, int i) { return IsLogistics(r, i) || IsCheckedFact(r, i); }

// Words to which a number belongs when only the study site checks it.
bool CarriesNumbers(const Reading& r, int i) {
  if (IsCheckedFact(r, i)) return true;
  return IsLogistics(r, i) &&
         r.WordContains(i, {"expect", "surviv", "contracep", "birth control", "abstin", "sterile",
                            "sterili", "vasect", "sperm", "ova", "donat", "conceive", "father",
                            "consent", "biops", "tissue", "archiv", "specimen", "sample",
                            "follow", "menopaus", "pregnancy test", "recover", "resol", "toxic",
                            "adverse", "side effect", "visit", "baseline measure", "evaluation of all", "evaluations of all"});
}

// A stretch between two boundaries: commas, brackets, "and", "or".
struct Stretch {
  int begin = 0, end = 0;
  bool content = false;    // something that was read, or a clinical name that was not
  bool denies = false;     // starts or holds a denial or an exception
  bool logistics = false;
  bool carries = false;    // logistics to which numbers belong
  bool number = false;
  bool compares = false;
  bool taken = false;      // constrains nobody
};
using Stretches = absl::InlinedVector<Stretch, 12>;

class AsideMarker {
 public:
  AsideMarker(Reading& reading, Clause clause) : r_(reading), c_(clause) {}

  void Run() {
    head_end_ = EndOfHead();
    MarkSubject();
    MarkAcronyms();
    MarkRestatedValues(r_, c_);
    MarkDocumentNumbers();
    MarkCitations(r_, c_);
    MarkEnumerators();
    MarkNumberBeforeLab();
    MarkDemandAtEnd();
    const bool any = r_.MayHoldCue(kCountedFrom) || r_.MayHoldCue({Cue::kIncluding, Cue::kAtLeast}) || r_.MayHoldTermOf(kSiteWork) || r_.MayHoldCue(kSiteWorkCues);
    if (!any) return;
    const Presence present = PresenceIn(r_, c_);
    if (present.cues.contains_any(kCountedFrom)) MarkReferences();
    if (present.cues.contains(Cue::kIncluding)) MarkExamples();
    const bool site_work = (present.term_kinds & kSiteWork) != 0 || present.cues.contains_any(kSiteWorkCues);
    if (site_work) MarkCompany();
    if (present.cues.contains(Cue::kAtLeast)) MarkAtLeastOne();
  }

 private:
  bool Free(int i) const {
    const Item& item = r_.at(i);
    return !item.used && !item.lead && !IsClinical(r_, i);
  }
  // An unread word without weight of its own: no number, sign, mark or cue.
  bool PlainWord(int i) const {
    if (i < head_end_ && r_.WordContains(i, {"abnormalit", "dysfunction", "disorder", "risk factor"})) return false;
    if (!Free(i) || r_.Find(i, TermKind::kUnit) != nullptr) return false;
    return r_.IsKind(i, Item::Kind::kWord) ||
           (r_.IsKind(i, Item::Kind::kTerm) && !r_.at(i).cue && r_.at(i).number == 0);
  }
  // "Any important abnormality of the ECG, e.g. heart block": the words before examples of which none
  // was read; the examples are not all of it.
  int EndOfHead() const {
    const int including = FindCue(r_, c_.begin, c_.end, {Cue::kIncluding});
    for (int i = c_.begin; i < including; ++i) {
      if (r_.at(i).used && !r_.at(i).lead && IsClinical(r_, i)) return -1;
    }
    return including;
  }
  bool Read(int i) const {
    const Item& item = r_.at(i);
    return item.used && !item.aside && !IsLogistics(r_, i);
  }

  // "Renal: ...", "Other: ...".
  void MarkSubject() {
    if (!r_.MayHoldMark(":")) return;
    int begin = c_.begin;
    while (begin < c_.end && r_.at(begin).lead) ++begin;
    int colon = begin;
    while (colon < c_.end && colon < begin + 5 && !r_.IsMark(colon, ':')) ++colon;
    if (colon >= c_.end || !r_.IsMark(colon, ':') || colon + 1 >= c_.end) return;
    for (int i = begin; i < colon; ++i) {
      bool joins = r_.IsAny(i, {Cue::kAnd, Cue::kOr, Cue::kFiller}) || r_.IsKind(i, Item::Kind::kMark);
      if (!joins && !PlainWord(i)) return;
    }
    for (int i = begin; i < colon; ++i) Mark(i);
  }

  // "The following: 1. ...; 2. ...", "(5) Subjects who ...": numbers that nobody compares.
  void MarkEnumerators() {
    if (!r_.MayHoldMark(").")) return;
    for (int i = c_.begin; i + 1 < c_.end; ++i) {
      if (r_.IsAnyMark(i + 1, ").") && Free(i) && IsEnumerator(r_, i, c_.begin, c_.end)) Mark(i);
    }
  }

  // "Endometrial cancer (EC)": the first letters of what was read before it.
  void MarkAcronyms() {
    if (!r_.MayHoldMark("([")) return;
    for (int i = c_.begin + 1; i + 2 < c_.end; ++i) {
      if (!r_.IsAnyMark(i, "([") || !r_.IsAnyMark(i + 2, ")]") || !r_.IsKind(i + 1, Item::Kind::kWord)) continue;
      if (!r_.at(i - 1).used || r_.at(i + 1).used || r_.at(i + 1).lead || (!IsAcronymOf(r_.Word(i + 1), i) && !IsAbbreviationOf(i + 1, i - 1))) continue;
      Mark(i + 1);
    }
  }

  // "One prior chemotherapy regimen required", as old texts ask.
  void MarkDemandAtEnd() {
    int last = c_.end - 1;
    while (last > c_.begin && (r_.IsAnyMark(last, ".;,") || r_.IsAny(last, {Cue::kBefore, Cue::kReference, Cue::kFiller}) || (r_.Find(last, TermKind::kPlain) != nullptr && !r_.WordIs(last, "required")))) --last;
    if (last > c_.begin && r_.WordIs(last, "required") && Free(last) && r_.at(last - 1).used && !r_.at(last - 1).aside) Mark(last);
  }

  // "5.1 WBC >= 3,000".
  void MarkNumberBeforeLab() {
    int i = c_.begin;
    while (i < c_.end && r_.at(i).lead) ++i;
    const bool numbered = r_.IsNumber(i) && !r_.at(i).used && r_.Word(i).find('.') != std::string_view::npos;
    if (numbered && r_.IsTerm(i + 1, TermKind::kLab) && r_.at(i + 1).used) Mark(i);
  }

  // "See appendix 6", "(Table 2)", "section 10.3.1": where it is written.
  void MarkDocumentNumbers() {
    if (!r_.MayHoldTermOf(KindBit(TermKind::kPlain))) return;
    for (int i = c_.begin; i + 1 < c_.end; ++i) {
      const Entry* plain = r_.Find(i, TermKind::kPlain);
      if (plain == nullptr || plain->id != "protocol_words" || !EndsWithPlace(r_.Word(i))) continue;
      for (int k = i + 1; k < c_.end && k <= i + 4; ++k) {
        const bool roman = r_.Word(k).find_first_not_of("IVX") == std::string_view::npos || r_.Word(k).size() == 1;
        if (r_.IsNumber(k) || (roman && !r_.IsKind(k, Item::Kind::kMark))) {
          if (!r_.at(k).lead) Mark(k);
        } else if (!r_.IsMark(k, '.') || r_.at(k + 1).space_before) {
          break;
        }
      }
    }
  }
  static bool EndsWithPlace(std::string_view words) {
    constexpr std::string_view kPlaces[] = {"appendix", "section", "table"};
    return std::any_of(std::begin(kPlaces), std::end(kPlaces), [&](std::string_view place) { return base::EndsWithIgnoreCase(words, place); });
  }

  // "(ATC)", "(SqNSCLC)" right behind a name that was read; "(T4)" and "(N2)" tell more.
  bool IsAbbreviationOf(int word, int name) const {
    const std::string_view letters = r_.Word(word);
    if (letters.size() < 2 || letters.size() > 8 || r_.at(name).aside || !IsClinical(r_, name)) return false;
    // "Osimertinib (AZD9291)": a code behind the name of a drug.
    const auto digits = std::count_if(letters.begin(), letters.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (digits >= 2 && letters.size() >= 5 && r_.IsTerm(name, TermKind::kDrug)) return true;
    const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
    const auto small = [](char c) { return c >= 'a' && c <= 'z'; };
    return std::count_if(letters.begin(), letters.end(), capital) >= 2 &&
           std::all_of(letters.begin(), letters.end(), [&](char c) { return capital(c) || small(c); });
  }

  // The capitals of the word stand in this order in the words of the items before `end`, the first of
  // them where a word begins.
  bool IsAcronymOf(std::string_view acronym, int end) const {
    std::string letters;
    for (char c : acronym) {
      if (c >= 'A' && c <= 'Z') letters.push_back(base::ToLower(c));
      else if (c < 'a' || c > 'z') return false;
    }
    if (letters.size() < 2 || letters.size() > 8 || letters.size() + 1 < acronym.size()) return false;
    const int from = std::max(c_.begin, end - 8);
    const std::string_view before = base::Slice(r_.text(), {r_.at(from).span.begin, r_.at(end - 1).span.end});
    for (size_t start = before.size(); start-- > 0;) {
      const char left = start == 0 ? ' ' : base::ToLower(before[start - 1]);
      const bool begins = left < 'a' || left > 'z';
      if (!begins || base::ToLower(before[start]) != letters[0]) continue;
      size_t next = 0;
      for (size_t k = start; k < before.size() && next < letters.size(); ++k) {
        if (base::ToLower(before[k]) == letters[next]) ++next;
      }
      if (next == letters.size()) return true;
    }
    return false;
  }

  // "Toca 511", "ABT-751": a code of letters and a number that no table knows.
  bool IsCodeName(int i) const {
    if (!PlainWord(i) || r_.Word(i).empty() || r_.Word(i)[0] < 'A' || r_.Word(i)[0] > 'Z') return false;
    return r_.at(i).may_be_code || r_.IsNumber(i + 1) || (r_.IsMark(i + 1, '-') && r_.IsNumber(i + 2));
  }

  // The words behind "before" of a window that was read.
  void MarkReferences() {
    for (int i = c_.begin; i + 1 < c_.end; ++i) {
      // "... or 5 half-lives of administration of EIK1001".
      const bool given = r_.Is(i, Cue::kPrior) && r_.WordContains(i, {"administration of"}) && HasCue(r_, c_.begin, i, kLengths);
      bool anchor = r_.at(i).used && (r_.IsAny(i, kCountedFrom) || given);
      if (!anchor) continue;
      int last = i;
      for (int k = i + 1; k < c_.end && k <= i + 6; ++k) {
        bool code = r_.IsNumber(k) && !r_.at(k).used && k > i + 1 &&
                    (r_.IsKind(k - 1, Item::Kind::kWord) || r_.IsMark(k - 1, '-'));
        bool dash = r_.IsMark(k, '-') && !r_.at(k).space_before;
        const bool name = r_.at(k).used && r_.IsTermOf(k, kTherapies) && r_.IsAny(k - 1, {Cue::kBefore, Cue::kFiller}) && (r_.IsMark(k + 1, '-') || r_.WordIsAny(k + 1, {"dose", "doses"}));
        const bool with_name = k == i + 1 && r_.Is(i, Cue::kReference) && r_.WordIs(k, "with") && IsCodeName(k + 1);
        bool dose = r_.WordIs(k, "dose") || r_.WordIs(k, "doses") || (k == i + 1 && r_.WordIs(k, "with") && r_.WordContains(i, {"dosing"}));
        if (!PlainWord(k) && !code && !dash && !dose && !name && !with_name && !r_.IsAny(k, {Cue::kFiller, Cue::kReference, Cue::kFirstLine}) && !(r_.Is(k, Cue::kBefore) && r_.WordIsAny(k, {"of", "of the"}))) break;
        last = k;
      }
      for (int k = i + 1; k <= last; ++k) Mark(k);
    }
  }

  // Plain words behind "including" and "such as", where what they illustrate was read.
  void MarkExamples() {
    bool read = false;
    for (int i = c_.begin; i < c_.end; ++i) {
      read = read || Read(i);
      if (!r_.Is(i, Cue::kIncluding) || !read) continue;
      int open = 0;
      for (int k = i + 1; k < c_.end; ++k) {
        if (r_.IsMark(k, '(')) ++open;
        if (r_.IsMark(k, ')') && --open < 0) break;
        if (r_.IsMark(k, ';') || r_.IsAny(k, kTurns) || r_.IsAny(k, kDenials) || r_.IsAny(k, {Cue::kIf, Cue::kWho, Cue::kMust})) break;
        if (PlainWord(k)) Mark(k);
      }
    }
  }

  // "At least one prior platinum regimen" says no more than "a prior platinum regimen", where what it
  // counts was read.
  void MarkAtLeastOne() {
    for (int i = c_.begin; i + 2 < c_.end; ++i) {
      if (!r_.Is(i, Cue::kAtLeast) || r_.at(i).used) continue;
      const bool one = r_.WordIsAny(i + 1, {"one", "1", "a", "an"});
      int behind = one ? i + 2 : i + 1;
      while (behind < c_.end && HoldsBetween(behind)) ++behind;
      const bool measures = r_.Find(behind, TermKind::kUnit) != nullptr || r_.IsNumber(behind) || r_.Is(behind, Cue::kLine);
      const bool counted = r_.Has(behind) && behind < c_.end && r_.at(behind).used && r_.IsKind(behind, Item::Kind::kTerm);
      if (measures || !counted || (!one && !r_.IsTermOf(behind, kTherapies))) continue;
      Mark(i);
      if (one) Mark(i + 1);
    }
  }
  bool HoldsBetween(int i) const {
    if (!r_.at(i).used && (r_.Find(i, TermKind::kPlain) != nullptr || r_.IsMark(i, '-'))) return true;
    return !r_.at(i).used && r_.IsKind(i, Item::Kind::kTerm) && r_.IsAny(i, {Cue::kFiller, Cue::kBefore, Cue::kKnown, Cue::kDiagnosis}) && !r_.IsNumber(i);
  }

  Stretches FindStretches() const {
    Stretches out;
    Stretch now{c_.begin, c_.begin};
    for (int i = c_.begin; i <= c_.end; ++i) {
      bool boundary = i == c_.end || r_.IsAnyMark(i, ",()[]:") || r_.IsAny(i, {Cue::kAnd, Cue::kOr});
      if (!boundary) {
        Look(i, &now);
        continue;
      }
      now.end = i;
      if (now.end > now.begin) out.push_back(now);
      now = Stretch{i + 1, i + 1};
    }
    return out;
  }

  void Look(int i, Stretch* s) const {
    if (IsAnchor(r_, i)) {
      s->logistics = true;
      s->carries = s->carries || CarriesNumbers(r_, i);
      return;
    }
    bool reference = HasCue(r_, std::max(s->begin, i - 3), i, {Cue::kLastDose, Cue::kReference});
    s->content = s->content || (r_.at(i).used && !r_.at(i).aside && !r_.at(i).lead && !reference) ||
                 (!r_.at(i).used && IsClinical(r_, i) && !reference);
    s->denies = s->denies || r_.IsAny(i, kTurns) || r_.IsAny(i, kDenials);
    s->number = s->number || r_.IsNumber(i);
    s->compares = s->compares || r_.IsComparison(i) || r_.IsAny(i, {Cue::kMoreThan, Cue::kLessThan, Cue::kAtLeast, Cue::kAtMost});
  }

  // The words beside what the study site checks, and the stretches that go on with them.
  void MarkCompany() {
    Stretches stretches = FindStretches();
    bool carries = false;
    for (Stretch& one : stretches) {
      if (!one.logistics || one.denies) continue;
      if (one.content) {
        MarkBeside(one);
        one.taken = EndsWithPregnancyTest(one);
      } else if (!one.number || one.carries) {
        Take(one);
      } else {
        for (int i = one.begin; i < one.end; ++i) {
          if (PlainWord(i)) Mark(i);
        }
      }
      carries = carries || one.carries;
    }
    auto goes_on = [&](const Stretch& one) {
      return !one.content && !one.denies && (carries || (!one.compares && !one.number));
    };
    for (size_t s = 1; s < stretches.size(); ++s) {
      if (stretches[s - 1].taken && !stretches[s].taken && goes_on(stretches[s])) Take(stretches[s]);
    }
    for (size_t s = stretches.size(); s-- > 1;) {
      if (stretches[s].taken && !stretches[s - 1].taken && goes_on(stretches[s - 1])) Take(stretches[s - 1]);
    }
  }

  // "Negative pregnancy test (serum) within 14 days": what follows says how and when it is done.
  bool EndsWithPregnancyTest(const Stretch& one) const {
    int last = one.end - 1;
    while (last >= one.begin && (!r_.at(last).used || r_.at(last).aside)) --last;
    const Entry* fact = last >= one.begin ? r_.Find(last, TermKind::kFact) : nullptr;
    return fact != nullptr && fact->id == "pregnancy_test_negative";
  }

  void Take(Stretch& one) {
    one.taken = true;
    for (int i = one.begin; i < one.end; ++i) Mark(i);
  }

  // Outward from each word of the site's, as far as nothing was read.
  void MarkBeside(const Stretch& one) {
    for (int i = one.begin; i < one.end; ++i) {
      if (!IsAnchor(r_, i)) continue;
      bool numbers = CarriesNumbers(r_, i);
      for (int step : {-1, 1}) {
        for (int k = i + step; k >= one.begin && k < one.end; k += step) {
          if (!r_.at(k).aside && (r_.at(k).used || IsClinical(r_, k)) && !IsAnchor(r_, k)) break;
          if (!numbers && !PlainWord(k) && !r_.at(k).cue) break;
          Mark(k);
        }
      }
    }
  }

  void Mark(int i) {
    if (!r_.at(i).used) r_.at(i).aside = r_.at(i).used = true;
  }

  Reading& r_;
  Clause c_;
  int head_end_ = -1;
};

}  // namespace

void MarkAsides(Reading& reading, Clause clause) {
  if (!clause.empty()) AsideMarker(reading, clause).Run();
}

}  // namespace trialmatch::rules
