#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "rules/parse/illness/illness_degree.h"
#include "rules/parse/illness/illness_reader.h"

namespace trialmatch::rules {

bool IllnessReader::IsNounOfName(int i) {
  Illness* one = current();
  if (one == nullptr) return false;
  // "Gastrointestinal disease or abnormality": the second noun widens the first by nothing.
  const auto joins = [&](int k) { return r_.IsAny(k, {Cue::kOr, Cue::kAnd}) || r_.IsMark(k, '/'); };
  const bool again = i == one->last + 2 && joins(i - 1) &&
               r_.WordIsAny(i, {"disorder", "disorders", "disease", "diseases", "condition", "conditions", "illness",
                                "abnormality", "abnormalities", "problem", "problems", "symptoms"});
  return again || (i == one->last + 1 &&
                   r_.WordIsAny(i, {"event",     "events",     "disorder", "disorders", "disease",  "diseases",
                                    "condition", "conditions", "syndrome", "syndromes", "virus",    "viruses",
                                    "infection", "infections", "pectoris", "episode",   "episodes", "illness",
                                    "illnesses", "attack",     "attacks",  "problem",   "problems"}));
}

bool IllnessReader::NamesIllness(int i) const {
  const Entry* condition = r_.Find(i, TermKind::kCondition);
  const Entry* disease = r_.Find(i, TermKind::kDisease);
  if (other_ && (disease != nullptr || IsCancerWord(r_, i))) return true;
  if (condition == nullptr || (condition->id == "allergy_severe" && ToSomething(i))) return false;
  // "HIV with Kaposi sarcoma": what AIDS brought.
  const bool of_hiv = (condition->id == "kaposi_sarcoma" || condition->id == "castleman") && !out_.empty() && (out_[0].ids[0] == "hiv");
  if (of_hiv) return true;
  // A tumour that is a disease too ("breast cancer" in a basket) is read as a disease.
  return disease == nullptr ||
         !lexicon().IsA(TermKind::kCondition, condition->id, "other_malignancy");
}

bool IllnessReader::ToSomething(int i) const {
  for (int k = i; k < c_.end && k <= i + 8; ++k) {
    if (r_.Is(k, Cue::kTo) || r_.WordIsAny(k, {"to", "against"}) || r_.WordContains(k, {" to"}))
      return true;
  }
  return false;
}

bool IllnessReader::IsNounOfInfection(int i) {
  const Entry* name = r_.Find(i, TermKind::kCondition);
  if (name == nullptr || name->id != "active_infection" || !r_.WordContains(i, {"infection"}))
    return false;
  if (!r_.WordIsAny(i, {"infection", "infections"})) {
    // "Active infection with HIV".
    if (!LeadsToVirus(i)) return false;
    if (ahead_.ways.empty()) ahead_.ways = QualityOfName(r_, i, name->id);
    return true;
  }
  if (current() != nullptr && i == out_.back().last + 1) {
    out_.back().last = i;
    return true;
  }
  bool names = !out_.empty() && out_.back().excepted == excepting_ &&
               out_.back().ids[0] != "active_infection" && IsIllness(lexicon(), out_.back(), "active_infection");
  // "Hepatitis C virus (antibody positive and RNA detectable) infection".
  int from = out_.empty() ? i : out_.back().last + 1;
  if (names && r_.IsMark(i - 1, ')')) {
    int depth = 0;
    for (int k = from; k < i; ++k) depth += r_.IsMark(k, '(') ? 1 : r_.IsMark(k, ')') ? -1 : 0;
    if (depth == 0 && r_.IsMark(from, '(')) from = i;
    if (depth < 0) from = i;
  }
  if (names && !HasCue(r_, from, i, {Cue::kOr, Cue::kAnd})) return true;
  return LeadsToVirus(i);
}

bool IllnessReader::LeadsToVirus(int i) const {
  int k = i + 1;
  if (r_.WordIs(k, "as")) ++k;
  if (!r_.WordIsAny(k, {"with", "of", "by", "from", "caused by", "due to", "determined by", "as determined by", "confirmed by", "evidenced by", "as evidenced by", "indicated by"})) return false;
  for (++k; k < c_.end && k < i + 5; ++k) {
    if (NamesIllness(k)) return IsInfection(r_, k);
    if (!r_.Is(k, Cue::kFiller)) return false;
  }
  return false;
}

Illness IllnessReader::NamedAt(int i, std::string id) const {
  Illness one;
  one.first = one.last = i;
  one.ids.push_back(std::move(id));
  one.excepted = excepting_;
  one.example = examples_;
  one.family = family_;
  return one;
}

int IllnessReader::ReadName(int i) {
  const Entry* condition = r_.Find(i, TermKind::kCondition);
  Illness* before = current();
  // "Neuropathy related to diabetes", "due to an autoimmune condition": the cause is no illness of its own here.
  const int cause = r_.WordIsAny(i - 1, {"a", "an", "the"}) ? i - 2 : i - 1;
  if (before != nullptr && !SaysStay(ahead_.ways) &&
      r_.WordIsAny(cause, {"related to", "due to", "secondary to", "caused by", "because of",
                           "associated with", "result of", "attributed to"}))
    return cause < i - 1 ? (r_.UseRange(cause, i), i) : i;
  // "Any treatment targeting tumor immunity" names no tumour.
  const bool aimed_at = condition == nullptr && r_.WordIsAny(i - 1, {"targeting", "directed against", "directed at"});
  if (aimed_at || IsGermOfTumour(i) || IsOnlyRisked(i) || IsEffectOfDrugs(i) || (before != nullptr && IsQualifiedCause(i))) return i;
  if (const int last = ReadCoinfection(i); last >= 0) return last;
  if (IsVaccinatedAgainst(i)) return r_.Use(i), i;
  // "Autoimmune neurologic disease" is one illness.
  if (r_.WordIsAny(i, {"autoimmune", "auto-immune"}) && i + 1 < c_.end && NamesIllness(i + 1)) {
    PushAhead(i, QualityRow(lexicon(), "of_autoimmune_origin"));
    return i;
  }
  // "Cardiomyopathy with reduced ejection fraction".
  if (before != nullptr && r_.WordIs(i - 1, "with") && r_.WordContains(i, {"ejection fraction"}) && i == before->last + 2 && IsIllness(lexicon(), *before, "cardiovascular_disease")) {
    AddQuality(before, {QualityRow(lexicon(), "beyond_measure"), false}, i);
    return i;
  }
  r_.Use(i);
  if (IsNounOfInfection(i)) return i;
  std::string id = condition != nullptr ? condition->id : "other_malignancy";
  if (lexicon().IsA(TermKind::kCondition, id, "ild") || id == "ild") UseNoninfectious(i);
  if (id == "hepatitis" && IsAmongAutoimmune(i)) id = "autoimmune_hepatitis";
  if (id == "melanoma" && IsExampleOfInSitu(i)) return i;
  bool cancer = other_ && (condition == nullptr || id == "other_malignancy");
  const bool second_way = cancer && !excepting_ && !out_.empty() && IsOtherWayOfCancer(i, id);
  if (cancer && !excepting_ && !out_.empty() && !second_way) return i;
  // "Skin cancer", "cancer of the cervix": the noun of an exception is no exception of its own.
  if (cancer && excepting_ && ahead_.ways.empty() && ahead_.window.empty() && !QualifiedBehind(i)) {
    loose_ = true;
    return i;
  }
  if (NeededBy(before, i, id) || HeadsList(i) || IsPartOfName(i) || IsStayFor(i, id) || IsSignOfHead(id)) return i;
  bool again = !second_way && before != nullptr && (!ahead_.nyha || id == "heart_failure") && (Restates(*before, i, id) || IsTreatedIllness(*before, i, id));
  if (again) {
    if (ahead_.nyha && !before->nyha) before->nyha = ahead_.nyha;
    if (ahead_.grade && !before->min_grade) before->min_grade = ahead_.grade, before->ceiling = ahead_.ceiling;
    const bool takes = !SaysStay(ahead_.ways) && !HasCue(r_, before->last + 1, i, {Cue::kOr});
    if (before->ways.empty() && takes) before->ways = std::move(ahead_.ways);
    ahead_ = Ahead();
    before->last = i;
    return i;
  }
  Illness one = NamedAt(i, id);
  one.ways = WaysOf(i, id);
  if (id == "myocardial_infarction" &&
      (SpeaksOfEarlier(i) || HasCue(r_, c_.begin, c_.end, kLengths)))
    DropAcute(&one);
  // "A second malignant tumor": every other malignancy is.
  for (IllnessWay& way : one.ways) std::erase_if(way, [&](const IllnessQuality& q) { return id == "other_malignancy" && q.row->id == "malignant"; });
  if (second_way && one.ways.empty()) one.ways.push_back({});
  one.window = ahead_.window;
  one.min_grade = ahead_.grade;
  one.nyha = ahead_.nyha;
  one.ceiling = ahead_.ceiling;
  one.negative = ahead_.negative;
  const bool sticky = ahead_.negative, found = ahead_.positive;
  ahead_ = Ahead();
  if (one.nyha && IsHeartInGeneral(id)) one.ids = {"heart_failure"};
  if (id == "hepatitis" && r_.WordContains(i, {"hepatitis b", "hbv"})) {
    one.ids = {"hepatitis_b", "hepatitis_c"};
    if (r_.WordContains(i, {"hepatitis a"})) one.ids.push_back("hepatitis_a");
  }
  // "Active disease, or a history of the disease that may recur": the second is not the active one.
  const bool history = before != nullptr && (before->ids[0] == id || (!IsEvent(id) && lexicon().IsA(TermKind::kCondition, id, before->ids[0]))) && (HasCue(r_, before->last + 1, i, {Cue::kPrior}) || r_.WordStarts(i, {"history of"})) && HasCue(r_, before->last + 1, i, {Cue::kOr});
  if (one.ways.empty() && history) one.ways.push_back({});
  const bool tested = TestedPositive(i) && IsInfection(r_, i);
  if (one.ways.empty() && !out_.empty() && !tested) Inherit(out_.back(), i, &one);
  if (one.ways.empty() && !excepting_ && id == "other_malignancy" && IsAtSameTime(i))
    one.ways = {{{QualityRow(lexicon(), "active"), false}}};
  if (one.ways.empty() && !excepting_ && !IsEvent(id) && !tested) {
    one.ways = lead_ways_;
    one.inherited = !lead_ways_.empty();
  }
  if (sticky || (!found && before != nullptr && before->negative && Coordinated(before->last, i)))
    one.negative = true;
  if (one.window.empty() && !excepting_) one.window = leading_window_;
  TakeTherapyFor(i, &one);
  int last = ReadLetters(i, &one);
  one.last = last;
  out_.push_back(std::move(one));
  fresh_ = back_to_head_ = false;
  return last;
}

std::vector<IllnessWay> IllnessReader::WaysOf(int i, const std::string& id) {
  std::vector<IllnessWay> ways = std::move(ahead_.ways);
  std::vector<IllnessWay> own = QualityOfName(r_, i, id);
  if (ways.empty()) return OnlyActive(own) && AlsoPast(i, id) ? std::vector<IllnessWay>{{}} : own;
  // "Acute or chronic pancreatitis", where the second is a name of its own.
  int or_at = i - 1;
  while (or_at > ahead_.last && r_.Is(or_at, Cue::kFiller)) --or_at;
  if (own.empty() && or_at > ahead_.last && r_.Is(or_at, Cue::kOr)) {
    ways.push_back(ways.back());
    if (!ways.back().empty()) ways.back().pop_back();
  }
  if (own.empty()) return ways;
  if (HasCue(r_, ahead_.last + 1, i, {Cue::kOr}) || r_.IsMark(i - 1, '/')) {
    ways.insert(ways.end(), own.begin(), own.end());
    return ways;
  }
  // "Significant acute or chronic infection": each with each.
  std::vector<IllnessWay> both;
  for (const IllnessWay& named : own) {
    for (IllnessWay way : ways) {
      for (const IllnessQuality& quality : named) {
        if (std::find(way.begin(), way.end(), quality) == way.end()) way.push_back(quality);
      }
      both.push_back(std::move(way));
    }
  }
  return both;
}

int IllnessReader::ReadLetters(int i, Illness* one) {
  if (one->ids[0] == "hiv") {
    // "HIV (1/2)", "human immunodeficiency virus (HIV)-1".
    int k = i + 1;
    while (k < c_.end && k < i + 6 &&
           (r_.IsAnyMark(k, "()-/") || (r_.IsNumber(k) && r_.at(k).number <= 2) ||
            r_.Find(k, TermKind::kCondition) == r_.Find(i, TermKind::kCondition)))
      ++k;
    if (r_.IsNumber(k - 1) || (r_.IsMark(k - 1, ')') && r_.IsNumber(k - 2))) {
      r_.UseRange(i + 1, k - 1);
      return k - 1;
    }
    return i;
  }
  if (one->ids[0] == "hepatitis") {
    // "Chronic hepatitis B or C".
    std::vector<std::string> ids;
    int last = i;
    for (int k = i + 1; k < c_.end && k < i + 6; ++k) {
      if (r_.WordIs(k, "b") || r_.WordIs(k, "c") || r_.WordIs(k, "a")) {
        ids.push_back(r_.WordIs(k, "b") ? "hepatitis_b"
                                        : (r_.WordIs(k, "c") ? "hepatitis_c" : "hepatitis_a"));
        last = k;
      } else if (!r_.IsAny(k, {Cue::kOr, Cue::kAnd}) && !r_.IsAnyMark(k, ",/")) {
        break;
      }
    }
    if (ids.empty()) return i;
    one->ids = ids;
    r_.UseRange(i + 1, last);
    return last;
  }
  if (one->ids[0] == "hepatitis_c" && base::EndsWithIgnoreCase(r_.Word(i), "C") && r_.IsAny(i + 1, {Cue::kOr, Cue::kAnd}) && i + 2 < c_.end &&
      r_.WordIs(i + 2, "b")) {
    one->ids.push_back("hepatitis_b");
    r_.UseRange(i + 1, i + 2);
    return i + 2;
  }
  if (one->ids[0] != "hepatitis_b" || !base::EndsWithIgnoreCase(r_.Word(i), "B")) return i;
  bool joins =
      r_.IsAny(i + 1, {Cue::kOr, Cue::kAnd}) || r_.IsMark(i + 1, '/') || r_.IsMark(i + 1, ',');
  if (!joins || i + 2 >= c_.end || !r_.WordIs(i + 2, "c")) return i;
  one->ids.push_back("hepatitis_c");
  r_.UseRange(i + 1, i + 2);
  return i + 2;
}

bool IllnessReader::ReadOrgan(int i) {
  Illness* one = current();
  if (!excepting_ || !other_ || one == nullptr || !one->excepted || i > one->last + 4) return false;
  for (int k = one->last + 1; k < i; ++k) {
    if (!r_.IsAny(k, {Cue::kOr, Cue::kAnd, Cue::kFiller, Cue::kBefore}) && !r_.IsAnyMark(k, ",/)"))
      return false;
  }
  if (!r_.WordContains(one->first, {"situ"}) || r_.Find(i, TermKind::kQuality) != nullptr)
    return false;
  std::string name = "carcinoma in situ of the " + std::string(r_.Word(i));
  std::string id(lexicon().ResolveId(TermKind::kCondition, name));
  if (id.empty()) return false;
  one->ids.push_back(id);
  one->last = i;
  r_.Use(i);
  return true;
}

bool IllnessReader::ReadOtherKind(int i) {
  bool noun = r_.WordIsAny(i, {"condition", "conditions", "disorder", "disorders"}) ||
              r_.WordIsAny(i, {"disease", "diseases"});
  if (!excepting_ || !noun || out_.empty() || !QualifiedBehind(i)) return false;
  Illness one;
  one.first = one.last = i;
  one.ids = out_[0].ids;
  one.excepted = true;
  one.ways = std::move(ahead_.ways);
  ahead_ = Ahead();
  out_.push_back(std::move(one));
  fresh_ = back_to_head_ = false;
  r_.Use(i);
  return true;
}

bool IllnessReader::NeededBy(Illness* before, int i, const std::string& id) {
  const char* need = id == "oxygen_dependence"
                         ? "needs_oxygen"
                         : (id == "hospitalization" ? "needs_hospitalization" : nullptr);
  if (need == nullptr || before == nullptr) return false;
  int verb = i - 1;
  while (verb > before->last &&
         (r_.Is(verb, Cue::kFiller) || r_.Find(verb, TermKind::kQuality) != nullptr))
    --verb;
  bool needed =
      verb > before->last && verb <= before->last + 2 && r_.WordStarts(verb, {"requir", "need"});
  if (!needed) return false;
  AddQuality(before, {QualityRow(lexicon(), need), false}, i);
  r_.Use(verb);
  return true;
}

bool IllnessReader::Restates(const Illness& before, int i, const std::string& id) const {
  if (before.excepted != excepting_ || std::find(before.ids.begin(), before.ids.end(), id) == before.ids.end()) return false;
  if (before.nyha && SaysStay(ahead_.ways)) return false;
  if (examples_) return true;
  // "Active seizures (...) or history of seizures" says two things.
  if (HasCue(r_, before.last + 1, i, {Cue::kPrior}) || r_.WordStarts(i, {"history of"})) return false;
  for (int k = before.last + 1; k < i; ++k) {
    if (r_.IsMark(k, '(')) return IsOpenAt(k, i) || !HasCue(r_, k, i, {Cue::kOr}) || (ahead_.ways.empty() && QualityOfName(r_, i, id).empty());
    if (r_.IsMark(k, '[') && IsOpenAt(k, i)) return true;
    if (r_.IsMark(k, '/') && !HasCue(r_, before.last + 1, k, {Cue::kOr})) return true;
  }
  // "Hepatitis C infection (positive anti-HCV antibody and HCV RNA)".
  int open = 0;
  for (int k = before.first; k < i; ++k) open += r_.IsMark(k, '(') ? 1 : r_.IsMark(k, ')') ? -1 : 0;
  if (open > 0) return true;
  // "Hepatitis C antibody or HCV RNA".
  const bool tested = r_.WordStarts(before.last + 1, {"antibod", "antigen", "surface", "core"}) && OnlyTestWords(r_, before.last + 1, i);
  if (tested && ahead_.ways.empty()) return true;
  return i <= before.last + 2 && !HasCue(r_, before.last + 1, i, {Cue::kOr, Cue::kAnd});
}

bool IllnessReader::LeadsToName(int i) {
  for (int k = i + 1; k < c_.end && k < i + 12; ++k) {
    const bool taken = r_.at(k).used && r_.Find(k, TermKind::kCondition) == nullptr;
    if (taken && !(r_.Is(k, Cue::kPrior) && r_.Is(k - 1, Cue::kOr))) return false;  // "active or prior"
    if (NamesIllness(k)) return true;
    if (r_.Is(k, Cue::kGrade)) {
      auto degree = ReadDegree(r_, k, k, c_.end);
      if (!degree) return false;
      k = degree->last;
      continue;
    }
    if (r_.IsComparison(k) && (r_.Is(k + 1, Cue::kGrade) || r_.Is(k + 2, Cue::kGrade))) continue;
    // "Active (risk of relapse below 30 %) malignancy".
    if (k == i + 1 && r_.IsMark(k, '(')) {
      int close = k + 1;
      while (close < c_.end && close < i + 16 && !r_.IsAnyMark(close, "();")) ++close;
      if (r_.IsMark(close, ')') && close + 1 < c_.end && NamesIllness(close + 1)) return true;
    }
    bool quality = r_.Find(k, TermKind::kQuality) != nullptr;
    if (quality) {
      if (r_.Find(k, TermKind::kQuality)->Get("place") == "tail") return false;
      continue;
    }
    bool joins = r_.IsAny(k, {Cue::kOr, Cue::kAnd}) || r_.IsAnyMark(k, ",/");
    if (joins) {
      // "ILD or active, non-infectious pneumonitis".
      const Entry* state = r_.Find(i, TermKind::kQuality);
      const bool of_state = state != nullptr && (state->id == "active" || state->id == "untreated" || state->id == "uncontrolled" || state->id == "symptomatic");
      if (of_state && k == i + 1 && r_.IsMark(k, ',') && r_.Is(i - 1, Cue::kOr) && k + 1 < c_.end && NamesIllness(k + 1)) return true;
      bool more = (r_.Find(k + 1, TermKind::kQuality) != nullptr &&
                   r_.Find(k + 1, TermKind::kQuality)->Get("place") != "tail") ||
                  r_.Is(k + 1, Cue::kPrior) || r_.Is(k + 1, Cue::kOr);
      // "HIV, active or chronic hepatitis": the second quality belongs to the name.
      const Entry* named = r_.Is(k, Cue::kOr) && k == i + 1 && (r_.IsMark(i - 1, ',') || r_.IsAny(i - 1, {Cue::kOr, Cue::kAnd})) ? r_.Find(k + 1, TermKind::kCondition) : nullptr;
      more = more || (named != nullptr && !QualityOfName(r_, k + 1, named->id).empty()) || r_.Is(k + 1, Cue::kKnown) || r_.WordStarts(k + 1, {"suspect"}) ||
             current() == nullptr;
      if (!more && !(r_.IsMark(k, '/') && k == i + 1)) return false;
      continue;
    }
    bool glue = r_.IsAny(k, {Cue::kFiller, Cue::kKnown, Cue::kDiagnosis, Cue::kPrior, Cue::kBefore,
                             Cue::kAnyOf, Cue::kStatus, Cue::kWith, Cue::kInvestigator}) ||
                r_.IsMark(k, '-') || r_.IsMark(k, '(') || r_.IsMark(k, ')') ||
                r_.Find(k, TermKind::kPlain) != nullptr;
    // "Serious concomitant medical or psychiatric disease".
    glue = glue || r_.WordIsAny(k, {"comorbid", "co-morbid", "concomitant", "concurrent", "coexisting", "co-existing", "underlying", "intercurrent", "preexisting", "pre-existing"});
    // "Active vaccinia infection".
    if (!glue && r_.IsKind(k, Item::Kind::kWord) && k + 1 < c_.end && NamesIllness(k + 1) && r_.WordContains(k + 1, {"infection"})) return true;
    if (!glue && EllipticIllness(r_, c_, k).empty()) return false;
    if (!glue) return true;
    if (r_.Is(k, Cue::kWith) && current() != nullptr) return false;
  }
  return false;
}

bool IllnessReader::QualifiedBehind(int i) const {
  // "... or prior cancer if disease-free for a year": the turn that ends the clause.
  if (i + 1 == c_.end && r_.Is(c_.end, Cue::kIf) && !out_.empty() && out_.back().excepted && (r_.WordStarts(i, {"prior", "previous", "other", "another"}) || r_.Is(i - 1, Cue::kPrior))) return true;
  for (int k = i + 1; k < c_.end && k < i + 12; ++k) {
    if (NamesIllness(k) || r_.IsAnyMark(k, ",;")) return false;
    const Entry* row = r_.Find(k, TermKind::kQuality);
    if (row != nullptr && row->id != "weighed") return true;
    if (IllnessWindowAt(r_, c_, k)) return true;
  }
  return false;
}

}  // namespace trialmatch::rules
