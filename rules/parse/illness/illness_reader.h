#ifndef TRIALMATCH_RULES_PARSE_ILLNESS_ILLNESS_READER_H_
#define TRIALMATCH_RULES_PARSE_ILLNESS_ILLNESS_READER_H_

#include <optional>
#include <string>
#include <vector>

#include "rules/parse/domains.h"
#include "rules/parse/illness/illness.h"
#include "rules/parse/illness/illness_words.h"

namespace trialmatch::rules {

// Words before an illness, as they gather on the way to it.
struct Ahead {
  std::vector<IllnessWay> ways;
  Window window;
  std::optional<int> grade, nyha;
  bool ceiling = false, negative = false, positive = false;
  bool listed = false;  // a comma stands between any two of the qualities
  int last = -1;        // the last quality read
};

// One pass over a clause, item by item; each step reads what starts at its item and answers the
// last item it read, or -1. Names are in illness_names.cc, qualities in illness_qualities.cc, times
// and degrees in illness_bounds.cc, second ways and signs in illness_ways.cc.
class IllnessReader {
 public:
  IllnessReader(Reading& reading, Clause clause, Mood mood)
      : r_(reading), c_(clause), mood_(mood), other_(SpeaksOfOtherMalignancy(reading, clause, mood)) {}

  std::vector<Illness> Run();

 private:
  const Lexicon& lexicon() const { return r_.lexicon(); }
  // False where nothing stands that a step starts from: a name, a class, a grade, a quality that
  // names its illness. A new start of a step is a new one here; domains_test compares.
  bool MayFindAny() const;
  Illness* current() {
    if (out_.empty() || fresh_) return nullptr;
    if (back_to_head_ && head_ >= 0) return &out_[static_cast<size_t>(head_)];
    // "(except vitiligo), requiring steroids": behind the brackets the main illness goes on.
    if (!excepting_ && out_.back().excepted) {
      for (auto one = out_.rbegin(); one != out_.rend(); ++one) {
        if (!one->excepted) return &*one;
      }
    }
    return &out_.back();
  }
  // "Antiviral therapy for hepatitis B": the illness on treatment, and no drug beside it.
  void TakeTherapyFor(int i, Illness* one);
  // "Hepatitis B treated by antiviral therapy", said at item `i`: the same.
  void TakeTherapyBy(int i, Illness* one);
  // What the words before it ask, said in the lead-in or before the list.
  void StartOwnWords(int i);
  // "Bleeding disorders", "thrombosis events": the noun behind a name says no more than the name.
  bool IsNounOfName(int i);
  // "Recent (within 90 days) infarction": the time says how recent.
  bool IsRecentWithTime(int i) const;
  // Reads at item `i`; the last item it read.
  int Step(int i);
  int StartExceptions(int i);
  // "Other than lung cancer" behind a second malignancy: the cancer under study, and no exception.
  int ReadOwnCancer(int i);
  int StartExamples(int i);
  bool NamesIllness(int i) const;
  // "Hypersensitivity to any component of the study drug" is for the site to ask.
  bool ToSomething(int i) const;
  // "Hepatitis C infection", "infection with HIV": the noun is no illness beside the named one.
  bool IsNounOfInfection(int i);
  bool LeadsToVirus(int i) const;
  // The illness named at item `i`, with nothing said of it yet.
  Illness NamedAt(int i, std::string id) const;
  // The name of an illness, with what was said before it.
  int ReadName(int i);
  // What stands before the name, and in it: "severe or uncontrolled systemic disease".
  std::vector<IllnessWay> WaysOf(int i, const std::string& id);
  // "(Non-infectious) pneumonitis": an infection of the lung has names of its own.
  void UseNoninfectious(int i);
  // "Hepatitis B or C": the second letter is the second illness.
  int ReadLetters(int i, Illness* one);
  // "Carcinoma in situ of the cervix or breast".
  bool ReadOrgan(int i);
  bool IsOtherIllness(int i) const;
  bool QualifiedBehindOrWeighed(int i) const;
  // "Neurological or psychiatric disorder".
  bool ReadElliptic(int i);
  // "Autoimmune disease, or a syndrome that requires steroids": what is said of the syndrome leaves the
  // disease as it is. Of "disease or syndrome" both nouns are one name.
  bool ReadSyndrome(int i);
  // "..., or other conditions not expected to recur": of the kind that was named first.
  bool ReadOtherKind(int i);
  // "... requiring systemic corticosteroids within 14 days": the drugs say how bad the illness is,
  // whoever has read them before.
  int ReadNeed(int i);
  // "Controlled with medication", "not controlled by standard therapy": by what says nothing more.
  void UseMeans(int i);
  // "COPD requiring oxygen therapy": what the illness needs is no illness beside it.
  bool NeededBy(Illness* before, int i, const std::string& id);
  // The bracket at `open` has not been closed before `i`.
  bool IsOpenAt(int open, int i) const;
  // In brackets or behind "defined as", the same illness again: "hepatitis C (HCV RNA positive)".
  bool Restates(const Illness& before, int i, const std::string& id) const;
  // Only commas, "and", "or" and words that carry nothing between them.
  bool Coordinated(int from, int to) const;
  // "ILD (radiation pneumonitis is allowed)": the bracket excepts what it names.
  int PermittedInBracket(int i);
  // "Any of the following infections: ...": the name announces others.
  bool HeadsList(int i);
  bool IsOrganHeading(int i) const;
  // "Drugs with a risk of arrhythmia", "predisposing to ulceration": nobody is said to have it.
  bool IsOnlyRisked(int i) const;
  // "COVID-19 vaccine", "vaccines (e.g., influenza, COVID-19)".
  bool IsVaccinatedAgainst(int i) const;
  // "Hepatitis B, hepatitis C, or co-infection with hepatitis B and C (...)": told again; the last item, with its bracket, or -1.
  int ReadCoinfection(int i);
  // "AIDS-defining infection", "diabetes-related neuropathy".
  bool IsPartOfName(int i) const;
  // "Hepatitis C undetectable for 12 weeks after treatment for hepatitis C".
  bool IsTreatedIllness(const Illness& before, int i, const std::string& id) const;
  // "Severe skin disease or a history of pancreatitis" says two things.
  bool HistoryAnew(int from, int to) const;
  // "ILD, drug-induced ILD, radiation pneumonitis which required steroids", "ILD or prior pneumonitis that did": the illness at `k` of the
  // list is not among those that needed them.
  bool NeededSteroidsAlone(int k);
  // What was said before a list holds for all of it, unless the next has words of its own.
  void Inherit(const Illness& before, int i, Illness* one);
  // A mention lies ahead before the statement turns: what stands here belongs to it.
  bool LeadsToName(int i);
  // A word of quality.tsv, said of the illness before it or of the next.
  int ReadQuality(int i);
  // The quality at `i` is told of what is forbidden, not of the excepted illness before it.
  bool TellsOfHead(const Illness& one, int i) const;
  // No turn of the sentence between the illness and its quality.
  bool NearEnough(const Illness& one, int i) const;
  // "Not", "has not been", "cannot be" right before the quality.
  bool DeniedHere(int i);
  // "Bacterial, viral or fungal infection" is any of these.
  static bool IsGerm(const Entry* row);
  // "History of, or active, ...": the quality at `i` is the second of two ways.
  bool AfterHistoryOr(int i) const;
  // "EBV-positive gastric cancer": the germ at `i` tells of a kind of the tumour.
  bool IsGermOfTumour(int i) const;
  // "ILD related to clinically resolved COVID-19": the illness at `i` is the cause of the one before it, and so is what is said of it.
  bool IsQualifiedCause(int i);
  // "Active or history of significant ...": the degree `row` is said of what there is and of what was.
  bool SaidOfNowAndPast(const Entry* row) const;
  // "A history of active tuberculosis": it was active at some time.
  bool IsOnceActive(int i) const;
  // Not an infection that stays nor a cancer, of which what is active is told from what was.
  bool MayBeOver(const std::string& id) const;
  // "Prior or concurrent malignancy", "history of active tuberculosis", where the name itself says that it is active.
  static bool OnlyActive(const std::vector<IllnessWay>& ways);
  bool AlsoPast(int i, const std::string& id) const;
  // "An active second cancer, or any cancer within 5 years": the cancer at `i` is the other way.
  bool IsOtherWayOfCancer(int i, const std::string& id);
  // "Hospitalization for pneumonia": how bad the illness is.
  bool IsStayFor(int i, const std::string& id);
  static bool SaysStay(const std::vector<IllnessWay>& ways);
  // "Unstable liver disease defined by the presence of ascites or varices": signs of it, no illnesses beside it, but for
  // those of its kind.
  bool StartSigns(int i);
  bool IsSignOfHead(const std::string& id) const;
  bool IsOrKnown(int i) const;
  void PushAhead(int i, const Entry* row);
  // "... requiring antibiotics or hospitalization": two ways; else both hold.
  void AddQuality(Illness* one, IllnessQuality quality, int i);
  bool LessThanIn(int from, int to) const;
  // "Disease free for at least 5 years", "no recurrence for > 3 years".
  void ReadTimeSinceFree(Illness* one, const IllnessQuality& quality, int i);
  // "History of or active ILD": however it is.
  int ReadHistory(int i);
  // "NYHA class III or IV", of the heart failure before or behind it, or of one not named.
  int ReadNyha(int i);
  bool LeadsToHeart(int i);
  Illness* HeartBefore();
  int ReadGrade(int i);
  // "Grade 3 immune-related events, such as (non-infectious) pneumonitis": the last item before the
  // name, for a grade that ends at `i`; `i` where no examples of events follow.
  int EndOfEvents(int i) const;
  // "Hemoptysis of more than 5 mL", "no more than 10 % weight loss": that it is beyond what the text
  // names is a quality of the illness.
  int ReadMeasure(int i);
  bool HasMeasure(int name) const;
  int ReadWindow(int i);
  // "Stroke or recent (within 6 months) infarction": the time is that of the next.
  bool IsTimeOfNext(const WindowReading& window) const;
  bool MoreNames(int from) const;
  // "Other malignancy, except skin cancer, within 5 years": the time is that of the malignancy.
  int WindowOfMain(const WindowReading& window);
  // "Stroke, infarction or angina within 6 months": the time of an event holds for the events
  // before it in the list.
  void SpreadWindow(int from);
  // The illness before `k` from which those up to `k` have their qualities, or -1.
  int Leader(int k) const;
  // A quality behind the last of a list of one kind holds for all of it: "pleural effusion, ascites
  // or pericardial effusion requiring drainage".
  void SpreadBack();
  // "Heart disease within 12 months, including infarction": the time is that of the examples too.
  void TimeOfExamples();
  // "Autoimmune disease, including colitis or lupus, within 3 years": set off by a comma, the time is that of all.
  void TimeSetOff();
  // "Nausea, vomiting or diarrhea of grade 2": of those of one kind before it.
  void GradeBefore(const Illness* graded);
  // "Grade 2 nausea, vomiting or diarrhea": the grade before the list is that of each.
  void GradeOfList();
  // "Major surgery or injury within 8 weeks": the time that was read with the surgery.
  void TimeReadWithTherapy();
  // "Either active or within 6 months": true when the window at `i` is another way to count.
  bool IsOtherWay(int i);
  // The word itself, where something behind it was read as an exception.
  void UseExceptWord();
  // A quality or a time behind the noun: "cancers that were curatively treated".
  bool QualifiedBehind(int i) const;
  // "... that would limit compliance", "... affecting absorption": how bad is the site's to judge.
  int ReadTail(int i);
  // "Any other condition or psychiatric disorder that would interfere": of what has no name, all is weighed.
  void WeighGeneral(bool excepted);
  // "Severe conditions (e.g. diabetes) that in the opinion of the investigator ...": what stands in the brackets that close before `i`.
  void WeighBracketed(int i);
  // The last, with the bare ones of its list before it; behind a bracket of examples, what they
  // illustrate and they.
  void AddWeight(const IllnessQuality& weighed);
  // "Autoimmune or inflammatory disorders (such as lupus) with involvement of the lungs": said of both disorders.
  void QualifyAlike(int head, const IllnessQuality& quality);
  // "Uncontrolled hypertension, or arrhythmia requiring medication": the state of the first is not that of the second.
  void DropInheritedState(Illness* one);
  // "No antibiotics except for neutropenic fever", "synchronous (except skin cancer) or prior malignancy": no illness stands before the
  // exception at `i`, and what it names is not forbidden. Its last item, to be left unread; `i` where it is no such exception.
  int EndOfOtherException(int i) const;
  // "Arrhythmia requiring therapy other than beta blockers or digoxin, angina": the last of the
  // drugs, which alone are excepted from what it requires; `i` where none are.
  int EndOfExceptedDrugs(int i) const;
  // "Drugs known to cause bradycardia": what they do, and no illness of the patient.
  bool IsEffectOfDrugs(int i) const;
  // "Any medical condition (including infection, angina), or psychiatric illness, that would ...": what any
  // illness may do is asked of the examples too. The tail starts at `i`.
  void WeighWhole(const IllnessQuality& quality, int i);
  // "Hepatitis B, hepatitis C or HIV, with exceptions": to any of the list.
  void ExceptFromList(const IllnessQuality& quality);
  // "Autoimmune diseases such as nephritis, hepatitis": one of these, and no virus.
  bool IsAmongAutoimmune(int i) const;
  // "Except in situ cancers such as cervix, melanoma": one of these.
  bool IsExampleOfInSitu(int i) const;
  // "Concurrent with other malignancies", "another tumour at the same time", and not one of the
  // past.
  bool IsAtSameTime(int i) const;
  // "Prior", "a history of" before the name at `i`, or in it.
  bool SpeaksOfEarlier(int i) const;
  // "Acute infarction within 6 months", "history of acute pancreatitis": it was acute then.
  void DropAcuteOfEarlier();
  void PresentLungDisease();
  void PresentMalignancy();
  // The list goes on behind `from` with the name at `next`.
  bool IsOneOfHistories(const Illness& from, int next) const;
  // "A historic positive test for HIV", "diagnosis of HIV": right before the name at `i`.
  bool TestedPositive(int i) const;
  static void DropAcute(Illness* one);
  // "HIV negative", "positive for hepatitis C", "negative test for HIV or hepatitis B".
  int ReadTestResult(int i);
  void UseTestWords(int from, int to);
  // "HIV, HBV and HCV negative": all of the list.
  void Negate();

  Reading& r_;
  Clause c_;
  Mood mood_;
  bool other_;
  std::vector<Illness> out_;
  Ahead ahead_;
  Window leading_window_;
  bool excepting_ = false, examples_ = false, family_ = false, loose_ = false;
  bool back_to_head_ = false;
  // The illness before has the noun of the next: "pleural or pericardial effusion".
  bool shares_noun_ = false;
  std::vector<IllnessWay> lead_ways_;
  bool fresh_ = true;    // behind "except", before its first illness
  bool behind_ = false;  // the last quality stood behind its illness
  int depth_ = 0, except_depth_ = 0, example_depth_ = 0, except_at_ = -1;
  int recent_at_ = -1;   // "recent" with a time behind it
  int signs_of_ = -1;  // the illness whose signs are named
  int head_ = -1, tail_at_ = -1, back_from_ = -1, window_behind_ = -1;
};

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_ILLNESS_ILLNESS_READER_H_
