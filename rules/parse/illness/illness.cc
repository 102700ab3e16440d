#include <algorithm>
#include <utility>

#include "rules/parse/illness/illness_reader.h"
#include "rules/parse/illness/second_cancers.h"

namespace trialmatch::rules {

std::vector<Illness> IllnessReader::Run() {
  if (!MayFindAny()) return {};
  for (int i = c_.begin; i < c_.end; ++i) i = Step(i);
  UseExceptWord();
  TimeReadWithTherapy();
  TimeSetOff();
  TimeOfExamples();
  GradeOfList();
  DropAcuteOfEarlier();
  PresentLungDisease();
  PresentMalignancy();
  return std::move(out_);
}

bool IllnessReader::MayFindAny() const {
  if (other_ || r_.grammar().asks_every_domain) return true;
  for (int i = c_.begin; i < c_.end; ++i) {
    if (r_.IsTerm(i, TermKind::kCondition) || r_.IsAny(i, {Cue::kNyha, Cue::kGrade})) return true;
    const Entry* row = r_.Find(i, TermKind::kQuality);
    if (row == nullptr) continue;
    const std::string_view as = row->Get("as");
    if (row->id == "recent" || as == "undetectable" || as == "detectable") return true;
  }
  return false;
}

namespace {

// What says by itself how grave it is, below "uncontrolled illness including:".
bool TellsOwnState(const Reading& r, int begin, int end) {
  for (int i = begin; i < end; ++i) {
    if (r.IsAny(i, {Cue::kNyha, Cue::kGrade, Cue::kActive}) || r.WordContains(i, {"unstable", "symptomatic", "interstitial", "pneumonitis", "significant", "severe"})) return true;
  }
  return false;
}

// "Uncontrolled intercurrent illness including:", one name: what the list names is uncontrolled.
bool LeadNamesUncontrolled(const Reading& r, int begin, int end) {
  constexpr WordPattern kWord[] = {"uncontrolled"};
  if (!r.MayHoldWord(kWord)) return false;
  for (int i = begin; i < end; ++i) {
    if (!r.WordStarts(i, kWord) || r.Is(i - 1, Cue::kOr)) continue;
    for (int k = i; k < std::min(end, i + 4) && !r.IsKind(k, Item::Kind::kMark); ++k) {
      const Entry* name = r.Find(k, TermKind::kCondition);
      if (name != nullptr && name->id == "concurrent_illness") return true;
    }
  }
  return false;
}

}  // namespace

void IllnessReader::StartOwnWords(int i) {
  if (i == c_.begin || r_.at(i).lead || !r_.at(i - 1).lead) return;
  if (out_.empty()) lead_ways_ = std::move(ahead_.ways);
  if (lead_ways_.empty() && LeadNamesUncontrolled(r_, c_.begin, i) && !TellsOwnState(r_, i, c_.end)) lead_ways_ = {{QualityById(lexicon(), "uncontrolled")}};
  ahead_ = Ahead();
}

int IllnessReader::Step(int i) {
  if (r_.IsMark(i, '(') && i < c_.end) {
    ++depth_;
    if (const int last = PermittedInBracket(i); last >= 0) return last;
  }
  // "Diverticulitis [except ...], lupus".
  if (r_.IsMark(i, ']') && excepting_ && r_.IsMark(except_at_ - 1, '[')) excepting_ = false;
  if (r_.IsMark(i, ')') && depth_ > 0) {
    --depth_;
    if (excepting_ && depth_ < except_depth_) excepting_ = false;
    if (examples_ && depth_ < example_depth_) {
      examples_ = false;
      back_to_head_ = true;  // what follows the bracket is said of what stands before it
    }
  }
  StartOwnWords(i);
  if (r_.IsMark(i, ';')) {
    // "(Exceptions: vitiligo; type 1 diabetes)", but "(B, except C; D)".
    excepting_ = excepting_ && (depth_ == 0 || r_.IsMark(except_at_ - 1, '('));
    examples_ = false;
    signs_of_ = -1;
  }
  // "... in first-degree relatives, heart failure": what follows is not theirs.
  if (r_.IsMark(i, ',') && r_.Is(i - 1, Cue::kFamily)) family_ = false;
  // A mark is none of what the steps below start from, but for an organ without a name.
  if (r_.IsKind(i, Item::Kind::kMark) && !(excepting_ && other_)) return i;
  if (int last = ReadNeed(i); last >= 0) return last;
  if (r_.at(i).used || StartSigns(i)) return i;
  if (int last = ReadOwnCancer(i); last >= 0) return last;
  if (r_.Is(i, Cue::kExcept)) return StartExceptions(i);
  if (r_.Is(i, Cue::kIncluding)) return StartExamples(i);
  if (int last = ReadNyha(i); last >= 0) return last;
  if (int last = ReadGrade(i); last >= 0) return last;
  if (int last = ReadMeasure(i); last >= 0) return last;
  if (int last = ReadWindow(i); last >= 0) return last;
  if (IsNounOfName(i)) {
    r_.Use(i);
    current()->last = i;
    return i;
  }
  if (IsRecentWithTime(i)) {
    r_.Use(i);
    recent_at_ = i;
    return i;
  }
  if (NamesIllness(i)) return ReadName(i);
  if (ReadOrgan(i)) return i;
  if (excepting_ && other_ && r_.WordIsAny(i, {"disease", "diseases"}) && !QualifiedBehind(i)) {
    loose_ = true;
    r_.Use(i);
    return i;
  }
  if (int last = ReadTail(i); last >= 0) return last;
  if (r_.Find(i, TermKind::kQuality) != nullptr) return ReadQuality(i);
  if (r_.Is(i, Cue::kPrior) || r_.Is(i, Cue::kFamily)) return ReadHistory(i);
  if (ReadElliptic(i) || ReadOtherKind(i) || ReadSyndrome(i)) return i;
  if (int last = ReadTestResult(i); last >= 0) return last;
  return i;
}

int IllnessReader::ReadOwnCancer(int i) {
  const Illness* one = current();
  if (!r_.Is(i, Cue::kExcept) || one == nullptr || excepting_ || one->ids[0] != "other_malignancy" || i > one->last + 2) return -1;
  int name = i + 1;
  while (name < c_.end && r_.IsAny(name, {Cue::kFiller})) ++name;
  const Entry* disease = r_.Find(name, TermKind::kDisease);
  const bool own = (disease != nullptr && (disease->id == "nsclc" || disease->id == "sclc" || disease->id == "lung_cancer")) ||
                   r_.WordStarts(name, {"disease under treatment"}) || r_.WordIsAny(name, {"disease under study", "disease being studied", "study disease", "current cancer", "study cancer", "index cancer", "entry diagnosis",
                                        "disease under treatment", "cancer under study", "cancer under investigation", "tumor under study",
                                        "malignancy under study", "one under study", "study indication", "indication under study", "primary malignancy",
                                        "disease under investigation", "current malignancy", "cancer being studied", "malignancy being studied"});
  if (const int last = own ? -1 : EndOfCancerUnderStudy(r_, name, c_.end); last >= name && !r_.IsAny(last + 1, {Cue::kOr, Cue::kAnd})) {
    r_.UseRange(i, last);
    return last;
  }
  // "Other than lung cancer or skin cancer": a list goes on with exceptions.
  if (!own || r_.IsAny(name + 1, {Cue::kOr, Cue::kAnd}) || (r_.IsMark(name + 1, ',') && !r_.Is(name + 2, Cue::kExcept))) return -1;
  r_.UseRange(i, name);
  return name;
}

int IllnessReader::StartExceptions(int i) {
  if (out_.empty()) return EndOfOtherException(i);
  if (const int last = EndOfExceptedDrugs(i); last > i) {
    for (Clause& need : out_.back().needs) need.end = std::max(need.end, last + 1);
    return last;
  }
  excepting_ = true;
  except_depth_ = depth_;
  examples_ = false;
  fresh_ = true;
  except_at_ = i;
  ahead_ = Ahead();
  return i;
}

int IllnessReader::StartExamples(int i) {
  if (out_.empty() || excepting_) return i;
  examples_ = true;
  example_depth_ = depth_;
  head_ = static_cast<int>(out_.size()) - 1;
  ahead_ = Ahead();
  return i;
}

bool IllnessReader::Coordinated(int from, int to) const {
  for (int k = from + 1; k < to; ++k) {
    // "Hypertension (160/95 mmHg) or diabetes", and not "(a) ... (b)".
    if (r_.IsMark(k, '(') && !excepting_ && !(r_.IsMark(k + 2, ')') && r_.Word(k + 1).size() < 3)) {
      int close = k + 1;
      while (close < to && !r_.IsMark(close, ')') && !r_.IsMark(close, '(') && !r_.IsAny(close, {Cue::kExcept, Cue::kUnless, Cue::kIf})) ++close;
      if (close < to && r_.IsMark(close, ')')) {
        k = close;
        continue;
      }
    }
    bool joins = r_.IsAnyMark(k, ",/()-[]") ||
                 r_.IsAny(k, {Cue::kOr, Cue::kAnd, Cue::kFiller, Cue::kKnown, Cue::kIncluding,
                              Cue::kPrior}) ||
                 r_.Find(k, TermKind::kPlain) != nullptr || r_.at(k).used;
    if (!joins || r_.Is(k, Cue::kWith)) return false;
  }
  return true;
}

int IllnessReader::ReadHistory(int i) {
  if (r_.Is(i, Cue::kFamily)) {
    family_ = !r_.IsMark(i + 1, ',') && LeadsToName(i);
    if (family_) r_.Use(i);
    return i;
  }
  if (!LeadsToName(i)) return i;
  // "Past or resolved": both say that it is over.
  const Entry* next = r_.Is(i + 1, Cue::kOr) && i + 2 < c_.end ? r_.Find(i + 2, TermKind::kQuality) : nullptr;
  if (next != nullptr && next->Get("as") == "past" && ahead_.ways.empty()) {
    r_.UseRange(i, i + 1);
    return i + 1;
  }
  bool alternative =
      (ahead_.last >= 0 && HasCue(r_, ahead_.last + 1, i, {Cue::kOr})) || r_.Is(i + 1, Cue::kOr);
  if (alternative) {
    ahead_.ways.push_back({});
    ahead_.last = i;
  }
  r_.Use(i);
  return i;
}

bool IllnessReader::MoreNames(int from) const {
  for (int k = from + 1; k < c_.end; ++k) {
    if (!r_.at(k).used && NamesIllness(k)) return true;
  }
  return false;
}

void IllnessReader::UseExceptWord() {
  if (except_at_ >= 0 &&
      std::any_of(out_.begin(), out_.end(), [](const Illness& one) { return one.excepted; }))
    r_.Use(except_at_);
  if (except_at_ >= 0 && loose_) r_.Use(except_at_);
}

int IllnessReader::ReadTestResult(int i) {
  Result result = ResultAt(r_, i);
  if (result == Result::kNone) return -1;
  Illness* one = current();
  bool infection = one != nullptr &&
                   (IsIllness(lexicon(), *one, "active_infection") ||
                    IsIllness(lexicon(), *one, "hepatitis") || IsIllness(lexicon(), *one, "hiv"));
  // "HCV antibody negative, or positive HCV antibody with ...".
  const bool of_next = r_.Is(i - 1, Cue::kOr) && i + 1 < c_.end && NamesIllness(i + 1);
  if (infection && !of_next && i <= one->last + 6 && OnlyTestWords(r_, one->last + 1, i)) {
    UseTestWords(one->last + 1, i);
    if (result == Result::kNegative) Negate();
    return i;
  }
  int name = i + 1;
  while (name < c_.end && name < i + 9 && !NamesIllness(name)) ++name;
  if (name >= c_.end || !NamesIllness(name) || !OnlyTestWords(r_, i + 1, name)) return -1;
  if (!IsInfection(r_, name)) return -1;
  UseTestWords(i, name - 1);
  ahead_.negative = result == Result::kNegative;
  ahead_.positive = result == Result::kPositive;
  return name - 1;
}

void IllnessReader::UseTestWords(int from, int to) { r_.UseRange(from, to); }

void IllnessReader::Negate() {
  for (int k = static_cast<int>(out_.size()) - 1; k >= 0; --k) {
    Illness& one = out_[static_cast<size_t>(k)];
    bool last = k + 1 == static_cast<int>(out_.size());
    if (!last && (!one.bare() || !Coordinated(one.last, out_[static_cast<size_t>(k) + 1].first)))
      return;
    one.negative = true;
  }
}

namespace {

// "An ECG with abnormal findings": a tracing of today, and no diagnosis of once.
void TellSeenOnEcg(const Reading& r, std::vector<Illness>* illnesses) {
  for (Illness& one : *illnesses) {
    if (!one.bare() || one.negative || one.ids != std::vector<std::string>{"arrhythmia"}) continue;
    if (r.WordContains(one.last, {"ecg", "ekg", "electrocardiogram"})) one.ways = {{{QualityRow(r.lexicon(), "on_ecg"), false}}};
  }
}

// "Lung disease, including embolism, or other significant lung disease within 3 months", forbidden: the last says of what kind and time the first is,
// which excludes in no other.
void LimitByLastExample(const Reading& r, std::vector<Illness>* list) {
  for (size_t head = 0; head + 1 < list->size(); ++head) {
    const Illness& whole = (*list)[head];
    if (whole.example || whole.excepted || whole.negative || !whole.bare()) continue;
    for (size_t k = head + 1; k < list->size() && (*list)[k].example; ++k) {
      const Illness& last = (*list)[k];
      bool other = false;
      for (int i = last.first; i >= last.first - 4 && i > whole.last; --i) other = other || r.WordIsAny(i, {"other", "or other", "any other", "and other", "or any other"}) || r.WordStarts(i, {"other "});
      if (!other || last.bare() || last.excepted || last.ids != whole.ids) continue;
      list->erase(list->begin() + static_cast<std::ptrdiff_t>(head));
      return;
    }
  }
}

}  // namespace

std::vector<Illness> ReadIllnesses(Reading& reading, Clause clause, Mood mood) {
  std::vector<Illness> illnesses = IllnessReader(reading, clause, mood).Run();
  TellSeenOnEcg(reading, &illnesses);
  if (mood == Mood::kProhibits) LimitByLastExample(reading, &illnesses);
  return illnesses;
}

}  // namespace trialmatch::rules
