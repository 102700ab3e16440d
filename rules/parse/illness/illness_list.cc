#include <algorithm>
#include <string>
#include <utility>

#include "rules/parse/illness/illness_reader.h"

namespace trialmatch::rules {

// "Cardiac disease: heart failure, unstable angina": a heading, not every such disease.
bool IllnessReader::IsOrganHeading(int i) const {
  constexpr std::string_view kOrgans[] = {"cardiovascular_disease", "heart_disease", "lung_disease", "liver_disease", "kidney_disease", "gastrointestinal_disease", "hematologic_disorder"};
  const Entry* name = r_.Find(i, TermKind::kCondition);
  if (name == nullptr || std::find(std::begin(kOrgans), std::end(kOrgans), name->id) == std::end(kOrgans) || r_.Is(i + 2, Cue::kIncluding) || r_.Is(i + 3, Cue::kIncluding) || r_.WordStarts(i, {"sever", "serious", "signific", "active"})) return false;
  for (int k = c_.begin; k < i; ++k) {
    if (!r_.at(k).lead && !r_.IsNumber(k) && !r_.IsKind(k, Item::Kind::kMark) && !(r_.Is(k, Cue::kFiller) && r_.Find(k, TermKind::kQuality) == nullptr)) return false;
  }
  for (int k = i + 2; k < c_.end; ++k) {
    const Entry* listed = r_.Find(k, TermKind::kCondition);
    if (listed != nullptr && listed->id != name->id && lexicon().IsA(TermKind::kCondition, listed->id, name->id)) return true;
  }
  return false;
}

bool IllnessReader::HeadsList(int i) {
  if (!r_.IsMark(i + 1, ':') || !MoreNames(i)) return false;
  if (out_.empty() && IsOrganHeading(i)) {
    ahead_ = Ahead();
    r_.Use(i);
    return true;
  }
  int announced = i - 1;
  while (announced > c_.begin && (r_.Is(announced, Cue::kFiller) || r_.Find(announced, TermKind::kQuality) != nullptr)) --announced;
  if (!r_.IsAny(announced, {Cue::kAnyOf, Cue::kAllOf})) return false;
  if (out_.empty()) lead_ways_ = std::move(ahead_.ways);
  ahead_ = Ahead();
  return true;
}

int IllnessReader::PermittedInBracket(int i) {
  if (excepting_ || out_.empty() || mood_ != Mood::kProhibits || !r_.MayHoldCue({Cue::kPermitted})) return -1;
  bool permits = false, named = false, same = false;
  int end = i + 1, inner = 0;
  for (; end < c_.end && (inner > 0 || !r_.IsMark(end, ')')); ++end) {
    inner += r_.IsMark(end, '(') ? 1 : r_.IsMark(end, ')') ? -1 : 0;
    if (r_.IsMark(end, ';') || (!permits && r_.Is(end, Cue::kIncluding)) || r_.IsAny(end, {Cue::kIf, Cue::kUnless, Cue::kExcept, Cue::kNot, Cue::kNo, Cue::kOnly, Cue::kMust, Cue::kExcluded})) return -1;
    permits = permits || r_.Is(end, Cue::kPermitted);
    const Entry* name = r_.Find(end, TermKind::kCondition);
    if (name == nullptr || !NamesIllness(end)) continue;
    named = true;
    for (const Illness& one : out_) same = same || IsIllness(lexicon(), one, name->id);
  }
  if (!permits || !named) return -1;
  if (!same) return StartExceptions(i);
  // "Ascites (ascites that needs no drainage is allowed)": some of the illness itself, which a person must tell.
  for (int k = i + 1; k < end; ++k) {
    const Entry* name = r_.Find(k, TermKind::kCondition);
    for (Illness& one : out_) {
      if (name == nullptr || one.excepted || !IsIllness(lexicon(), one, name->id)) continue;
      if (one.ways.empty()) one.ways.push_back({});
      const IllnessQuality other = QualityById(lexicon(), "not_among_exceptions");
      for (IllnessWay& way : one.ways) {
        if (std::find(way.begin(), way.end(), other) == way.end()) way.push_back(other);
      }
    }
  }
  r_.UseRange(i + 1, end - 1);
  --depth_;
  return end;
}

bool IllnessReader::IsOnlyRisked(int i) const {
  // "Prophylactic antibiotics (e.g., to prevent a urinary tract infection or COPD exacerbation)".
  for (int k = i - 1; depth_ > 0 && mood_ != Mood::kPermits && k > c_.begin && !r_.IsAnyMark(k, "();"); --k) {
    if (r_.WordContains(k, {"prevent"})) return true;
  }
  int k = i - 1;
  // "Increasing the risk of QTc prolongation or arrhythmic events".
  if (r_.Is(k, Cue::kOr) && r_.WordContains(k - 1, {"risk of", "risk for"})) return true;
  if (r_.Is(k, Cue::kOr) && r_.IsTermOf(k - 1, KindBits({TermKind::kCondition, TermKind::kLab}))) k -= 2;
  while (k > c_.begin && !r_.WordIsAny(k, {"of", "for", "to"}) && (r_.Is(k, Cue::kFiller) || r_.Find(k, TermKind::kQuality) != nullptr || r_.WordIsAny(k, {"developing", "incurring"}))) --k;
  // "History/risk of", "history or risk of".
  const auto of_history = [&](int risk) { return r_.IsMark(risk - 1, '/') || r_.Is(risk - 1, Cue::kOr); };
  if (r_.WordContains(k, {"risk of", "risk for", "risks of", "predisposing to", "predispose to", "predisposes to"})) return !of_history(k);
  if (r_.WordIsAny(k, {"of", "for"})) return (r_.WordIsAny(k - 1, {"risk", "risks"}) || r_.WordContains(k - 1, {" risk"})) && !of_history(k - 1);
  // "Predisposition to bleeding or thrombosis".
  while (k > c_.begin && k > i - 5 && (r_.IsAny(k, {Cue::kOr, Cue::kAnd}) || r_.IsTerm(k, TermKind::kCondition))) --k;
  if (!r_.WordIs(k, "to") && !r_.Is(k, Cue::kTo)) return false;
  for (int j = k - 1; j > std::max(c_.begin, k - 4); --j) {
    if (r_.WordStarts(j, {"predispos"})) return true;
  }
  return false;
}

int IllnessReader::EndOfOtherException(int i) const {
  bool another = depth_ > 0 && r_.IsMark(i - 1, '(');
  for (int k = c_.begin; k < i && !another; ++k) another = r_.at(k).used && !r_.at(k).lead && r_.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass}));
  if (!another) return i;
  int last = i, depth = 0;
  bool named = false;
  for (; last + 1 < c_.end && depth >= 0 && !r_.IsMark(last + 1, ';'); ++last) {
    depth += r_.IsMark(last + 1, '(') ? 1 : r_.IsMark(last + 1, ')') ? -1 : 0;
    named = named || r_.IsTerm(last + 1, TermKind::kCondition);
  }
  return named ? last : i;
}

int IllnessReader::EndOfExceptedDrugs(int i) const {
  if (out_.back().needs.empty() || i > out_.back().needs.back().end + 1) return i;
  int last = i;
  for (int k = i + 1; k < c_.end; ++k) {
    if (r_.IsTermOf(k, KindBits({TermKind::kDrug, TermKind::kDrugClass})) &&
        !r_.IsTerm(k, TermKind::kCondition))
      last = k;
    else if (!r_.IsAny(k, {Cue::kOr, Cue::kAnd, Cue::kFiller}) && !r_.IsMark(k, '/'))
      break;
  }
  return last;
}

bool IllnessReader::IsEffectOfDrugs(int i) const {
  int cause = i - 1;
  const auto causes = [&] { return r_.WordIsAny(cause, {"cause", "causes", "causing", "induce", "induces", "inducing", "produce", "which may cause", "that cause", "that may cause", "which cause"}); };
  while (cause > c_.begin && !causes() && (r_.IsAny(cause, {Cue::kFiller, Cue::kOr}) || r_.Find(cause, TermKind::kQuality) != nullptr || r_.IsTerm(cause, TermKind::kCondition))) --cause;
  if (!causes()) return false;
  for (int k = cause - 1; k >= c_.begin && k > cause - 8; --k) {
    if (r_.WordContains(k, {"drug", "medication", "agent", "medicine"}) && !r_.WordContains(k, {"-"})) return true;
    if (NamesIllness(k) || r_.IsMark(k, ';')) return false;
  }
  return false;
}

bool IllnessReader::IsVaccinatedAgainst(int i) const {
  if (!IsInfection(r_, i) || mood_ == Mood::kPermits) return false;
  const auto vaccine = [&](int k) { return r_.WordContains(k, {"vaccine", "vaccinat", "immunization", "immunisation"}) && !r_.WordContains(k, {"unvaccinat"}); };
  int k = i + 1;
  while (k < c_.end && k < i + 5 && (r_.IsAnyMark(k, "()[]-") || NamesIllness(k))) ++k;
  if (k < c_.end && vaccine(k)) return true;
  for (k = i - 1; k >= c_.begin && k > i - 12; --k) {
    if (vaccine(k)) return true;
    // "... vaccine within 30 days, or COVID-19 within 2 weeks".
    const bool against = r_.IsMark(k, '(') || r_.IsAnyMark(k, ",/-") || r_.IsAny(k, {Cue::kIncluding, Cue::kFor}) || r_.WordIsAny(k, {"against", "seasonal"}) || NamesIllness(k);
    if (!against && !(r_.IsAny(k, {Cue::kOr, Cue::kAnd}) && depth_ > 0)) return false;
  }
  return false;
}

void IllnessReader::UseNoninfectious(int i) {
  for (int k = i - 1; k >= std::max(c_.begin, i - 5); --k) {
    if (r_.WordIsAny(k, {"noninfectious", "non-infectious"})) r_.Use(k);
    if (r_.WordIs(k, "infectious") && r_.WordIs(k - 2, "non")) r_.UseRange(k - 2, k);
  }
}

bool IllnessReader::IsOpenAt(int open, int i) const {
  const char close = r_.IsMark(open, '(') ? ')' : ']';
  for (int k = open + 1; k < i; ++k) {
    if (r_.IsMark(k, close)) return false;
  }
  return true;
}

int IllnessReader::ReadCoinfection(int i) {
  const auto told = [&](const char* id) {
    return std::any_of(out_.begin(), out_.end(), [&](const Illness& one) { return one.ids[0] == id && !one.excepted; });
  };
  const bool both = r_.WordContains(i, {"co-infection with", "coinfection with", "co-infection of", "coinfection of"}) && told("hepatitis_b") && told("hepatitis_c");
  if (!both) return -1;
  int close = i + 1;
  while (r_.IsMark(i + 1, '(') && close < c_.end && !r_.IsAnyMark(close, ");")) ++close;
  const int last = r_.IsMark(close, ')') ? close : i;
  r_.UseRange(i, last);
  return last;
}

bool IllnessReader::IsTreatedIllness(const Illness& before, int i, const std::string& id) const {
  const bool treated = r_.WordIsAny(i - 1, {"treatment for", "therapy for", "treatment of"}) || (r_.WordIsAny(i - 1, {"for", "of"}) && r_.WordIsAny(i - 2, {"treatment", "therapy"}));
  return treated && !examples_ && before.ids.front() == id && !HasCue(r_, before.last + 1, i, {Cue::kOr, Cue::kAnd});
}

bool IllnessReader::HistoryAnew(int from, int to) const {
  for (int k = from + 1; k < to; ++k) {
    if (r_.WordContains(k, {"history of"}) && HasCue(r_, from + 1, k, {Cue::kOr})) return true;
  }
  return false;
}

bool IllnessReader::NeededSteroidsAlone(int k) {
  const Illness& last = out_[static_cast<size_t>(back_from_)];
  const bool steroids = std::any_of(last.ways.begin(), last.ways.end(), [](const IllnessWay& way) {
    return std::any_of(way.begin(), way.end(), [](const IllnessQuality& q) { return q.row->Get("as") == "needed_steroids" || q.row->id == "needs_high_dose_steroids"; });
  });
  if (!steroids) return false;
  const int from = out_[static_cast<size_t>(k)].last + 1, to = out_[static_cast<size_t>(k) + 1].first;
  bool comma = false, joint = false, prior = false;
  for (int i = from; i < to; ++i) {
    comma = comma || r_.IsMark(i, ',');
    joint = joint || r_.IsAny(i, {Cue::kOr, Cue::kAnd}) || r_.IsMark(i, '/');
    prior = prior || (joint && r_.Is(i, Cue::kPrior));
  }
  const bool anew = prior || HistoryAnew(from - 1, to);
  const bool of_last = comma && !joint && k + 1 == back_from_ && (IsIllness(lexicon(), last, "pneumonitis") || IsIllness(lexicon(), last, "radiation_pneumonitis"));
  if (!anew && !of_last) return false;
  Illness& before = out_[static_cast<size_t>(k)];
  if (anew && before.bare() && before.ids == last.ids) before.ways = {{{QualityRow(lexicon(), "active"), false}}};
  // "Any evidence of ILD, or a history of ILD that required steroids": what there is now, and what was.
  const int front = out_[0].first;
  for (int i = front - 1; anew && i >= std::max(c_.begin, front - 4) && !r_.WordContains(i, {"history"}); --i) {
    if (!r_.WordContains(i, {"evidence"})) continue;
    for (int one = 0; one <= k; ++one) {
      if (out_[static_cast<size_t>(one)].bare()) out_[static_cast<size_t>(one)].ways = {{{QualityRow(lexicon(), "active"), false}}};
    }
  }
  return true;
}

void IllnessReader::Inherit(const Illness& before, int i, Illness* one) {
  const Illness& from = one->example && head_ >= 0 ? out_[static_cast<size_t>(head_)] : before;
  bool noun = std::exchange(shares_noun_, false);
  if (from.excepted != one->excepted || (!one->example && !Coordinated(before.last, i))) return;
  // "Cerebrovascular disease" is no event, whatever it leads to.
  const bool event = (IsEvent(one->ids[0]) && !r_.WordContains(i, {"disease", "disorder"})) ||
                     from.ids[0] == "myocardial_infarction";
  if (event || one->min_grade || one->nyha) return;
  if (!one->example && HistoryAnew(before.last, i)) return;
  // "Refractory nausea, chronic bowel disease, or a resection that would preclude absorption": the second has an adjective of its own.
  for (int k = i + 1; !one->example && r_.WordStarts(i, {"chronic "}) && k < c_.end; ++k) {
    const Entry* tail = r_.Is(k - 1, Cue::kFiller) || r_.Is(k - 1, Cue::kWho) ? r_.Find(k, TermKind::kQuality) : nullptr;
    if (tail == nullptr || tail->id != "weighed") continue;
    one->ways = {{QualityById(lexicon(), "weighed")}};
    one->inherited = true;
    return;
  }
  for (const IllnessWay& way : from.ways) {
    for (const IllnessQuality& q : way) {
      // "Severe head injury, chronic alcohol abuse": the second has an adjective of its own in its name.
      if (q.row->id == "severe" && !one->example && !noun && r_.WordStarts(i, {"chronic ", "severe "})) return;
      if (q.row->id == "severe" && one->ids[0] == "hiv" && !one->example && !IsIllness(lexicon(), from, "active_infection")) return;
      bool spreads = q.row->Get("spreads") == "yes" && !q.denied && !behind_;
      if ((q.row->id == "chronic" && from.ids[0] == "diarrhea") ||
          (q.row->id == "exacerbation" && r_.WordContains(from.first, {"exacerbation"})))
        return;  // its name
      if (!spreads && !one->example && !noun) return;
      if (q.row->id == "active" && !one->example && !noun && IsOneOfHistories(from, i)) return;
    }
  }
  one->ways = from.ways;
  // "Uncontrolled angina and arrhythmia": there the adjective is part of the name.
  if (one->ways.empty() && from.ids[0] == "unstable_angina" && r_.WordStarts(from.first, {"uncontrolled"})) one->ways = {{{QualityRow(lexicon(), "uncontrolled"), false}}};
  one->inherited = true;
}

void IllnessReader::QualifyAlike(int head, const IllnessQuality& quality) {
  for (int k = head - 1; k >= 0; --k) {
    Illness& one = out_[static_cast<size_t>(k)];
    const Illness& next = out_[static_cast<size_t>(k) + 1];
    const bool near = next.first <= one.last + 6 && !HasCue(r_, one.last + 1, next.first, {Cue::kWith, Cue::kWithout, Cue::kPrior});
    if (!one.bare() || one.excepted || one.example || one.ids != out_[static_cast<size_t>(head)].ids || !near) return;
    one.ways = {{quality}};
  }
}

void IllnessReader::DropInheritedState(Illness* one) {
  if (!one->inherited || one->ways.size() != 1 || one->ways[0].size() != 1 || one->ways[0][0].row->id != "uncontrolled") return;
  one->ways.clear();
  one->inherited = false;
}

void IllnessReader::WeighWhole(const IllnessQuality& quality, int i) {
  const int last = static_cast<int>(out_.size()) - 1;
  int head = last;
  while (head >= 0 && (head == last || out_[static_cast<size_t>(head)].example)) --head;
  const Illness& from = out_[static_cast<size_t>(last)];
  if (head < 0 || from.excepted) return;
  const bool general = out_[static_cast<size_t>(head)].ids[0] == "concurrent_illness";
  const bool examples = from.example || (head < last - 1 && out_[static_cast<size_t>(head) + 1].example);
  const int before = out_[static_cast<size_t>(last) - 1].last;
  // "Bowel disease (e.g., colitis) or other malabsorption that would ...": of one kind with it.
  bool other = false;
  for (int k = before + 1; k < from.first; ++k) other = other || r_.WordIsAny(k, {"other", "or other", "any other", "or any other", "and other"});
  // "Any condition, including angina or asthma, deemed to interfere".
  const bool set_off = r_.IsMark(i - 1, ',');
  // "Any condition such as hypertension or stroke that could interfere": of the condition nothing else is said.
  const bool bare = general && out_[static_cast<size_t>(head)].ways.empty();
  const bool whole = from.example ? from.ids[0] == "concurrent_illness" || set_off || bare : Coordinated(before, from.first);
  if (!examples || !whole || !(general || (other && !from.example))) return;
  for (int k = head; k < last; ++k) {
    Illness& one = out_[static_cast<size_t>(k)];
    if (!one.window.empty() || one.min_grade || one.excepted || (!general && !one.ways.empty())) continue;
    if (one.ways.empty()) one.ways.push_back({});
    for (IllnessWay& way : one.ways) {
      if (std::find(way.begin(), way.end(), quality) == way.end()) way.push_back(quality);
    }
  }
}

void IllnessReader::ExceptFromList(const IllnessQuality& quality) {
  const int last = static_cast<int>(out_.size()) - 1;
  for (int k = last; k >= 0; --k) {
    Illness& one = out_[static_cast<size_t>(k)];
    if (one.excepted) return;
    const Illness* next = k < last ? &out_[static_cast<size_t>(k) + 1] : nullptr;
    // "Another malignancy within 3 years, or evidence of a remaining malignancy (with exceptions)": of both.
    const bool same = next != nullptr && next->ids == one.ids && HasCue(r_, one.last + 1, next->first, {Cue::kOr});
    const bool joined = next == nullptr || next->example || same || Coordinated(one.last, next->first);
    if (!joined) return;
    if (one.ways.empty()) one.ways.push_back({});
    for (IllnessWay& way : one.ways) way.push_back(quality);
  }
}

void IllnessReader::GradeBefore(const Illness* graded) {
  // "ILD or active pneumonitis of grade 2": what stands before the last name is its own.
  if (!graded->ways.empty() && !graded->inherited) return;
  for (auto one = out_.rbegin(); one != out_.rend(); ++one) {
    if (&*one >= graded) continue;
    const Illness& next = *(&*one + 1);
    const bool alike = one->bare() && !one->negative && one->example == graded->example && one->excepted == graded->excepted && SameKind(lexicon(), one->ids[0], graded->ids[0]);
    if (!alike || !Coordinated(one->last, next.first)) return;
    one->min_grade = graded->min_grade;
    one->ceiling = graded->ceiling;
  }
}

bool IllnessReader::IsAmongAutoimmune(int i) const {
  if (out_.empty() || !r_.WordIs(i, "hepatitis") || r_.WordIsAny(i + 1, {"a", "b", "c", "virus"}) ||
      (!examples_ && depth_ == 0))
    return false;
  const Illness& head = out_[examples_ && head_ >= 0 ? static_cast<size_t>(head_) : 0];
  return head.ids[0] == "autoimmune_disease" &&
         std::none_of(out_.begin(), out_.end(), [&](const Illness& one) {
           return IsIllness(lexicon(), one, "active_infection");
         });
}

bool IllnessReader::SpeaksOfEarlier(int i) const {
  for (int k = c_.begin; k <= i; ++k) {
    if (r_.Is(k, Cue::kPrior) || r_.WordContains(k, {"prior", "previous", "history", "past ", "or past", "in the past"}) || r_.WordIs(k, "past"))
      return true;
  }
  return false;
}

bool IllnessReader::IsAtSameTime(int i) const {
  if (SpeaksOfEarlier(i) || HasCue(r_, c_.begin, c_.end, {Cue::kUnless}) ||
      r_.Is(c_.end, Cue::kUnless))
    return false;
  for (int k = i - 1; k >= std::max(c_.begin, i - 3); --k) {
    if (r_.WordStarts(k, {"concurrent", "concomitant", "simultaneous", "coexist", "co-exist"}))
      return true;
    if (!r_.IsAny(k, {Cue::kFiller, Cue::kWith}) && !r_.WordIs(k, "with")) break;
  }
  for (int k = i + 1; k < c_.end; ++k) {
    if (r_.WordContains(k, {"same time"}) || (r_.WordIs(k, "same") && r_.WordIs(k + 1, "time")))
      return true;
  }
  return false;
}

void IllnessReader::DropAcute(Illness* one) {
  for (IllnessWay& way : one->ways)
    std::erase_if(way, [](const IllnessQuality& q) { return q.row->id == "acute"; });
  // A way that asks nothing takes in the others.
  if (std::any_of(one->ways.begin(), one->ways.end(),
                  [](const IllnessWay& way) { return way.empty(); }))
    one->ways.clear();
}

void IllnessReader::DropAcuteOfEarlier() {
  for (Illness& one : out_) {
    if (one.ids[0] == "gvhd" || (one.window.empty() && !SpeaksOfEarlier(one.first))) continue;
    DropAcute(&one);
  }
}

void IllnessReader::TimeSetOff() {
  for (size_t k = 0; k < out_.size(); ++k) {
    if (out_[k].example || out_[k].excepted || !out_[k].window.empty()) continue;
    size_t end = k + 1;
    while (end < out_.size() && out_[end].example && !out_[end].excepted) ++end;
    if (end == k + 1) continue;
    const Illness& last = out_[end - 1];
    if (!last.window.within || !r_.IsMark(last.last + 1, ',') || !AnyWindowAt(r_, c_, last.last + 2)) continue;
    for (size_t i = k; i + 1 < end; ++i) {
      if (out_[i].window.empty()) out_[i].window = last.window;
    }
  }
}

}  // namespace trialmatch::rules
