#include "rules/parse/sentence.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "rules/parse/asked_alone.h"
#include "rules/parse/asked_of_all.h"
#include "rules/parse/bounds/bound_of_group.h"
#include "rules/parse/bounds/lab_conditions.h"
#include "rules/parse/bounds/lesion_sizes.h"
#include "rules/parse/bounds/measured.h"
#include "rules/parse/bracketed_turns.h"
#include "rules/parse/brain/part_of_state.h"
#include "rules/parse/condition_at.h"
#include "rules/parse/domains.h"
#include "rules/parse/exceptions.h"
#include "rules/parse/idle_permission.h"
#include "rules/parse/join.h"
#include "rules/parse/layout/applies_to.h"
#include "rules/parse/markers/histology_behind.h"
#include "rules/parse/markers/marker_ways.h"
#include "rules/parse/markers/not_indicated.h"
#include "rules/parse/mood.h"
#include "rules/parse/named_only.h"
#include "rules/parse/part.h"
#include "rules/parse/reproductive.h"
#include "rules/parse/residue.h"
#include "rules/parse/said_words.h"
#include "rules/parse/second_half.h"
#include "rules/parse/sides.h"
#include "rules/parse/site_sentences.h"
#include "rules/parse/statement_list.h"
#include "rules/parse/therapy/other_way.h"
#include "rules/parse/therapy/ruled_out.h"
#include "rules/parse/therapy/shorter_washout.h"
#include "rules/parse/therapy/such_therapies.h"
#include "rules/parse/therapy/treatment_permission.h"
#include "rules/parse/turns.h"
#include "rules/parse/unknown_subject.h"
#include "rules/parse/unread_parts.h"

namespace trialmatch::rules {
namespace {

// One sentence, read in the first of its shapes that fits. The shapes are tried in the order of
// Read(); one that does not fit may still have marked what its parts read.
class SentenceReader {
 public:
  SentenceReader(Reading& reading, Clause sentence, Section section)
      : r_(reading), begin_(sentence.begin), end_(sentence.end), section_(section) {
    span_ = r_.SpanOf(begin_, end_ - 1);
    MarkNamedOnly(r_, sentence);
    turns_ = PassOverTurn(r_, begin_, end_);
    MarkReason(r_, sentence);
    MarkHowMeasured(r_, sentence);
    MarkSizesOfMeasurable(r_, sentence);
    MarkReproductive(r_, sentence);
    mood_ = section == Section::kInclusion && GoesOnDenied(r_, begin_) ? MoodReading{Mood::kProhibits, true} : GoesOnPermitting(r_, sentence) ? MoodReading{Mood::kPermits, true} : MoodOf(r_, begin_, end_, section);
  }

  void Read(std::vector<Statement>* out) {
    const Clause all{begin_, end_};
    if (std::optional<Expression> none = section_ == Section::kInclusion ? ReadNotIndicated(r_, all) : std::nullopt)
      return out->push_back(Whole(Mood::kRequires, Topic::kBiomarker, *std::move(none)));
    if (LeftToSite(r_, all, section_, mood_)) {
      r_.UseRange(begin_, end_ - 1);
      return out->push_back(SiteOnly());
    }
    if (std::optional<WashoutSentence> washout = ReadWashoutSentence(r_, all)) {
      out->push_back(Whole(washout->own ? Mood::kProhibits : Mood::kPermits, Topic::kWashout, std::move(washout->given)));
      out->back().own_washout = washout->own;
      return;
    }
    if (std::optional<HoldsFor> holds = ReadWhomItHoldsFor(r_, all)) {
      out->push_back(Whole(Mood::kPermits, Topic::kOther, std::move(holds->whom)));
      out->back().limits_before = !holds->permitted;
      out->back().limits_last = holds->of_last;
      if (out->back().content.kind == Expression::Kind::kOpaque) out->back().understood = Understood::kPartial;
      return;
    }
    // "Clinically stable. (Defined as not having had steroids.)": what a word before it means.
    if (begin_ > 0 && r_.IsMark(begin_, '(') && r_.Is(begin_ + 1, Cue::kIncluding) && r_.WordStarts(begin_ + 1, {"defined"}) && !r_.at(begin_ - 1).lead)
      return out->push_back(Whole(Mood::kRequires, Topic::kOther, Expression::Opaque(span_)));
    if (auto cycles = PermittedCycles(r_, all, mood_.mood)) return out->push_back(Whole(Mood::kPermits, Topic::kPriorTherapy, *std::move(cycles)));
    if (ReadPrefixed(out)) return;
    std::optional<Statement> statement = ReadDemandOfSubject();
    if (!statement) {
      UseRegardless(r_, {begin_, end_});
      statement = ReadDemandForWhom();
    }
    out->push_back(statement ? *std::move(statement) : ReadPlain());
  }

 private:
  Statement Blank() const {
    Statement s{.mood = mood_.mood, .mood_from_words = mood_.from_words, .span = span_};
    if (s.mood == Mood::kPermits) s.of_drugs = PermittedDrugs(r_, {begin_, end_});
    s.for_everybody = section_ == Section::kInclusion && s.mood == Mood::kRequires && AskedToBeEligible(r_, begin_, end_);
    return s;
  }

  Statement Whole(Mood mood, Topic topic, Expression content) const {
    Statement s = Blank();
    s.mood = mood;
    s.topic = topic;
    s.content = std::move(content);
    s.understood = Understood::kFull;
    return s;
  }

  Statement SiteOnly() const {
    Statement s = Whole(mood_.mood, Topic::kLogistics, Expression::Always(span_, "logistics"));
    s.logistics = true;
    return s;
  }

  // The content of a part under the sentence's mood; where no domain read anything, what stands for it.
  Expression Content(const Part& part) const {
    if (part.found) return mood_.mood == Mood::kProhibits ? Expression::Not(part.content) : part.content;
    return part.logistics ? Expression::Always(span_, "logistics") : Expression::Opaque(span_);
  }

  // "If treated with chemotherapy, ...", "Participants aged under 16 years: ...": each statement behind holds for them.
  bool ReadPrefixed(std::vector<Statement>* out) {
    const int own = OwnBegin(r_, begin_, end_);
    int colon = PrefixEnd(r_, own, end_);
    if (colon <= own) return false;
    Part who = ReadPart(r_, {own, colon}, Mood::kPermits);
    if (!who.found && !OfCountry(r_, {own, colon}, &who)) return false;
    r_.UseRange(own, colon);
    const auto add = [out](Statement one) { out->push_back(std::move(one)); return true; };
    if (std::optional<Expression> permitted = who.topic == Topic::kComorbidity ? PermittedIllness(r_, {colon, end_}, who.content) : std::nullopt)
      return add(Whole(Mood::kPermits, Topic::kComorbidity, *std::move(permitted)));
    if (std::optional<Expression> how = who.topic == Topic::kComorbidity && mood_.mood == Mood::kRequires ? DemandedOfIll(r_, {colon, end_}, who.content) : std::nullopt)
      return add(Whole(Mood::kRequires, Topic::kComorbidity, Expression::When(std::move(who.content), *std::move(how))));
    if (std::optional<Expression> asked = ResidueOf(r_, own, colon).unread == 0 ? AskedInterval(r_, who, {colon + 1, end_}) : std::nullopt)
      return add(Whole(Mood::kRequires, Topic::kPriorTherapy, *std::move(asked)));
    if (std::optional<Expression> state = who.topic == Topic::kCns && mood_.mood == Mood::kRequires ? ReadBrainState(r_, {colon + 1, end_}) : std::nullopt)
      return add(Whole(Mood::kRequires, Topic::kCns, Expression::When(std::move(who.content), *std::move(state))));
    bool any = false;
    for (Statement& one : ReadStatements(r_, colon + 1, end_, section_)) {
      if (one.empty || one.logistics || one.mood == Mood::kPermits) continue;
      const bool inverted = one.mood == Mood::kProhibits && one.content.kind != Expression::Kind::kOpaque;
      one.content = Expression::When(who.content, inverted ? Expression::Not(std::move(one.content)) : std::move(one.content));
      one.mood = Mood::kRequires;
      any = true;
      out->push_back(std::move(one));
    }
    std::optional<Expression> treated = any ? std::nullopt : TreatedWhoMayCome(r_, who, {colon + 1, end_});
    if (!any) out->push_back(treated ? Whole(Mood::kPermits, Topic::kPriorTherapy, *std::move(treated)) : SiteOnly());
    return true;
  }

  // "Patients with X must Y".
  std::optional<Statement> ReadDemandOfSubject() {
    const int own = OwnBegin(r_, begin_, end_);
    if (auto group = mood_.mood == Mood::kRequires ? ReadSexAsked(r_, {own, end_}) : std::nullopt) {
      r_.UseRange(own, group->demand);
      return DemandWhen(Part{.content = std::move(group->sex), .topic = Topic::kAgeSex, .found = true}, ReadPart(r_, {group->demand + 1, end_}, mood_.mood), group->demand + 1);
    }
    int demand = mood_.mood != Mood::kPermits ? DemandAfterSubject(r_, own, end_) : -1;
    const bool of_age = demand < 0 && mood_.mood == Mood::kRequires && (demand = DemandOfGroup(r_, {own, end_})) > 0;
    const bool tumour_alone = demand == own + 1 && r_.Find(own, TermKind::kDisease) != nullptr;
    if ((demand <= own + 1 && !tumour_alone) || demand + 1 >= end_) return std::nullopt;
    const int approved = ApprovedForWhich(r_, own, demand);
    Part who = ReadSubject(r_, own, approved > own ? approved : demand);
    if (!who.found) {
      if (section_ != Section::kInclusion || mood_.mood != Mood::kRequires) return std::nullopt;
      const bool unread = !who.logistics && IsPeopleWith(r_, own) && ResidueOf(r_, own, demand).unread > 0;
      return unread ? OfUnreadPeople(r_.SpanOf(own, demand - 1), ReadPart(r_, {demand + 1, end_}, mood_.mood), Blank(), SiteOnly()) : DemandOfUnread(r_, {own, end_}, demand, Blank());
    }
    if (HoldsForAnyCancer(who.content)) who.content = Expression::Opaque(r_.SpanOf(own, demand - 1));
    else if (approved >= 0 || AreCandidates(r_, own, demand)) who.content = Expression::All(std::move(who.content), Expression::Opaque(r_.SpanOf(own, demand - 1)));
    if (who.topic == Topic::kComorbidity && OnlyIllnesses(who.content) && mood_.mood == Mood::kRequires && ResidueOf(r_, own, demand).unread == 0) {
      if (std::optional<Expression> how = HowIllnessIs(r_, {demand + 1, end_}, who.content)) return Whole(mood_.mood, Topic::kComorbidity, Expression::When(std::move(who.content), *std::move(how)));
    }
    if (who.topic == Topic::kCns && mood_.mood != Mood::kPermits && ResidueOf(r_, own, demand).unread == 0) {
      if (std::optional<Expression> state = ReadBrainState(r_, {r_.Is(demand, Cue::kMustNot) ? demand : demand + 1, end_})) return Whole(Mood::kRequires, Topic::kCns, Expression::When(std::move(who.content), *std::move(state)));
    }
    if (mood_.mood == Mood::kRequires && ResidueOf(r_, own, demand).unread == 0) {
      if (std::optional<Expression> asked = AskedInterval(r_, who, {demand + 1, end_})) return Whole(mood_.mood, Topic::kPriorTherapy, *std::move(asked));
    }
    const int unless = SplitAt(r_, demand + 1, end_, Cue::kUnless);
    std::optional<Expression> ruled_out = unless < end_ && mood_.mood == Mood::kRequires ? ReadRuledOut(r_, {unless, end_}) : std::nullopt;
    Part what = ReadPart(r_, {demand + 1, ruled_out ? unless : end_}, mood_.mood);
    if (approved > own && who.topic == Topic::kBiomarker && !what.found) ReadSuchTherapies(r_, {demand + 1, end_}, &what);
    if (ruled_out && what.found) UnlessRuledOut(*std::move(ruled_out), NamedTherapies(r_, {unless, end_}), &what.content);
    // "ECOG 0-2 (patients with ECOG 2 must ...)".
    const bool of_some = who.topic == Topic::kPerformance && ((begin_ > 0 && r_.IsMark(begin_ - 1, '(')) || OfWorsePerformance(who.content));
    const bool of_lab = who.topic == Topic::kLab && IsPeopleWith(r_, own) && !HasCue(r_, own, demand, {Cue::kUnless, Cue::kIf});
    return !AdmitsTumours(r_, demand, who.content) && (of_some || of_lab || (of_age && what.found && IsGroupByAgeOrWeight(who.content)) || SelectsPatients(who.topic)) ? DemandWhen(who, what, demand + 1) : DemandOfAll(std::move(who), std::move(what));
  }

  Statement DemandWhen(const Part& who, const Part& what, int behind) const {
    Residue residue = ResidueOf(r_, behind, end_);
    Expression then = Content(what);
    if (what.found && (residue.alternative || residue.member || residue.unread * 2 > residue.content)) {
      then = Expression::Any(std::move(then), Expression::Opaque(span_));
    }
    // The condition as it stands: a When inside it (an illness) is its own `if`.
    Statement s = Blank();
    s.content = Expression::When(who.content.kind == Expression::Kind::kWhen ? who.content.children[0] : who.content, std::move(then));
    s.mood = Mood::kRequires;
    s.topic = what.found ? what.topic : (what.logistics ? Topic::kLogistics : who.topic);
    s.logistics = !what.found && what.logistics;
    s.understood = !what.found && !s.logistics ? Understood::kNone : residue.unread == 0 ? Understood::kFull : Understood::kPartial;
    return s;
  }

  Statement DemandOfAll(Part who, Part what) const {
    if (!what.found) what = std::move(who);
    else what.content = Expression::All(std::move(who.content), std::move(what.content));
    Statement s = Whole(mood_.mood, what.topic, std::move(what.content));
    if (ResidueOf(r_, begin_, end_).unread != 0) s.understood = Understood::kPartial;
    return s;
  }

  // "A negative result is required for all non-squamous histologies": for whom, told behind the demand.
  std::optional<Statement> ReadDemandForWhom() {
    if (auto markers = mood_.mood == Mood::kRequires ? ReadMarkersOfHistology(r_, {begin_, end_}) : std::nullopt) return Whole(Mood::kRequires, Topic::kBiomarker, *std::move(markers));
    if (mood_.mood != Mood::kRequires || !mood_.from_words) return std::nullopt;
    const int for_whom = DemandedForWhom(r_, {begin_, end_});
    if (for_whom < 0) return std::nullopt;
    const int demand = FindCue(r_, begin_, end_, {Cue::kMust});
    Part what = ReadPart(r_, {begin_, demand}, mood_.mood);
    Part who = ReadPart(r_, {for_whom + 1, end_}, Mood::kPermits);
    if (!who.found || !(OfTumour(who.topic) || who.topic == Topic::kAgeSex)) return std::nullopt;
    Statement s = Whole(mood_.mood, what.found ? what.topic : who.topic, Expression::When(who.content, Content(what)));
    if (!what.found) s.understood = Understood::kPartial;
    return s;
  }

  // The plain statement with its exception ("unless ...") and its condition.
  Statement ReadPlain() {
    if (const int behind = mood_.mood == Mood::kProhibits && mood_.from_words ? BehindBareExclusion(r_, begin_, end_) : begin_; behind > begin_) {
      r_.UseRange(begin_, behind - 1);
      begin_ = behind;
    }
    int unless = SplitAt(r_, begin_, end_, Cue::kUnless);
    if (unless >= end_) unless = mood_.mood == Mood::kPermits ? AbsenceAskedOfPermitted(r_, {begin_, end_}) : ExceptionOfBrain(r_, begin_, end_);
    if (LimitsLab(r_, begin_, unless, end_)) unless = end_;
    int condition = ConditionAt(r_, {begin_, end_}, section_, mood_);
    if (unless < end_ && condition == unless) {   // "except if"
      condition = end_;
      r_.Use(unless - 1);
    }
    int main_end = std::min(unless, condition);
    Part main = ReadBothHalves(r_, {begin_, main_end}, mood_.mood);
    if (mood_.ceiling) NoFewestLines(&main.content);
    // The illnesses of the main part may have taken what follows as theirs (conditions.cc).
    if (unless < end_ && r_.at(unless).used) unless = end_;
    const bool taken = condition < end_ && r_.at(condition).used;
    if (taken) condition = end_;
    Part exception, proviso, rest;
    int exception_end = condition > unless ? condition : end_;
    // "Prior platinum (unless ineligible), and no more than 3 lines": the sentence goes on behind
    // the brackets.
    int close = mood_.mood == Mood::kRequires && condition >= end_ ? BracketBeforeMore(r_, {begin_, end_}, unless) : -1;
    const int bound = mood_.mood == Mood::kProhibits && unless < exception_end ? BoundBehindException(r_, unless, exception_end) : -1;
    if (bound >= 0) exception_end = bound;
    if (close >= 0) exception_end = close;
    std::optional<Expression> ruled_out;
    if (unless < end_ && mood_.mood == Mood::kRequires && main.found) ruled_out = ReadRuledOut(r_, {unless + 1, exception_end});
    if (unless < end_ && !ruled_out) exception = ReadSide(r_, mood_.mood, main, {unless + 1, exception_end});
    // "No other cancer (unless a skin cancer, or one diagnosed five years ago)": not of the tumour under study.
    if (exception.found && main.topic == Topic::kComorbidity && NamesDisease(exception.content)) exception = Part{};
    if (close >= 0) rest = ReadPart(r_, {close + 1, end_}, mood_.mood);
    if (bound >= 0) rest = ReadPart(r_, {bound + 2, end_}, mood_.mood);
    const bool own = condition < end_ && unless >= end_ && condition > begin_ + 2 && r_.Is(r_.IsMark(condition - 1, ',') ? condition - 2 : condition - 1, Cue::kAnd) && mood_.mood == Mood::kRequires && main.found;
    std::optional<Expression> alone;
    if (condition < end_ && unless >= end_ && !own && mood_.mood == Mood::kPermits) alone = AskedInterval(r_, main, {condition + 1, end_});
    const bool interval = alone.has_value();
    if (condition < end_ && !own && !interval) proviso = ReadSide(r_, mood_.mood, main, {condition + 1, unless > condition ? unless : end_});
    if (condition < end_ && unless >= end_ && !own && !interval) alone = (section_ == Section::kInclusion || main.topic == Topic::kCns || r_.Is(condition - 1, Cue::kOnly)) && mood_.mood == Mood::kPermits ? AskedAlone(r_, main, proviso, {begin_, main_end}, {condition + 1, end_}) : std::nullopt;
    if (condition < end_ && unless >= end_ && !own && !interval && !alone && section_ == Section::kInclusion && mood_.mood == Mood::kPermits) alone = AskedHalfRead(r_, main, proviso, {begin_, main_end}, {condition + 1, end_});
    Residue residue = ResidueOf(r_, begin_, main_end);
    if (unless < end_) r_.Use(unless);
    if (condition < end_) r_.Use(condition);
    if (!main.found && proviso.found && !alone && section_ == Section::kInclusion && mood_.from_words && residue.unread == 0 && IsBareSubject(r_, {begin_, main_end})) alone = AndUnread(r_, proviso.content, {condition + 1, end_});
    if (unless < end_ && condition >= end_ && main.found && !alone && section_ == Section::kInclusion && mood_.mood == Mood::kPermits && residue.unread == 0) alone = AskedUnless(r_, main, exception, {unless + 1, end_});
    if (!main.found && alone) return Whole(Mood::kRequires, proviso.topic, *std::move(alone));   // "a woman is eligible if she is not pregnant"
    if (!main.found) return NothingRead(main, exception, proviso, residue);
    if ((taken || (condition >= end_ && TellsViralLoad(main.content))) && !alone && unless >= end_ && section_ == Section::kInclusion && mood_.mood == Mood::kPermits && residue.unread == 0) alone = AskedOfIllness(main.content, span_);
    if (condition >= end_ && !alone && unless >= end_ && section_ == Section::kInclusion && mood_.mood == Mood::kPermits && residue.unread == 0) alone = AskedOfMetastases(main.content, span_);
    // "Targeted therapy with A or another agent is allowed after a washout": those that were not read have it as well.
    const bool widely = interval && residue.unread > 0;
    if (widely) alone = Expression::Not(Expression::All(std::move(alone->children.front()), Expression::Opaque(span_)));

    Statement s = Blank();
    s.topic = main.topic;
    if (interval && !widely) s.permitted = main.content;
    const int must = r_.FindCue(begin_, main_end, {Cue::kMust});
    const bool of_approved = must > begin_ && ApprovedForWhich(r_, begin_, must) >= 0;
    s.asked_alone = std::move(alone);
    s.conditional = mood_.mood == Mood::kPermits && condition + 1 < end_ && !proviso.logistics && !r_.IsMark(end_ - 1, ':');
    s.content = std::move(main.content);
    // "HIV positive", asked for: what is asked of them was not understood.
    bool partial = residue.unread > 0 || (main.topic == Topic::kComorbidity ? HasOpaque(s.content) : AsksUnread(s.content));
    if (ruled_out) UnlessRuledOut(*std::move(ruled_out), NamedTherapies(r_, {unless, exception_end}), &s.content);
    else if (unless < end_) partial = AddException(exception, {unless, bound >= 0 ? bound : end_}, &s.content) || partial;
    if (rest.found) {
      s.content = bound >= 0 ? Expression::Any(std::move(s.content), std::move(rest.content)) : Expression::All({std::move(s.content), std::move(rest.content)});
      if (TopicWeight(rest.topic) > TopicWeight(s.topic)) s.topic = rest.topic;
    }
    if (close >= 0 || bound >= 0) partial = ResidueOf(r_, std::max(close, bound) + 1, end_).unread > 0 || partial;
    if (own) {
      s.content = Expression::All({std::move(s.content), Expression::Opaque(r_.SpanOf(condition, end_ - 1))});
      partial = true;
    }
    if (of_approved) s.content = Expression::When(Expression::Opaque(r_.SpanOf(begin_, must - 1)), std::move(s.content));
    partial = partial || of_approved;
    if (interval) s.content = Expression::All(std::move(s.content), *s.asked_alone);
    else if (condition < end_ && !own) partial = AddCondition(proviso, condition, &s.content) || partial;
    AddResidue(residue, partial, &s.content);
    s.understood = partial && (widely || !s.asked_alone) ? Understood::kPartial : Understood::kFull;
    return s;
  }

  Statement NothingRead(const Part& main, const Part& exception, const Part& proviso, const Residue& residue) const {
    bool limited = exception.found || proviso.found;
    if (main.logistics && !limited) return SiteOnly();
    Statement s = Blank();
    if (residue.unread == 0 && !limited) {
      s.empty = true;
      s.understood = Understood::kFull;
      s.content = Expression::Always(span_, "nothing_said");
      return s;
    }
    s.content = Expression::Opaque(span_);
    if (proviso.found) s.topic = proviso.topic;
    else if (section_ == Section::kInclusion && s.mood == Mood::kRequires) s.topic = TopicOfUnread(r_, {begin_, end_});
    return s;
  }

  // True when the exception was not understood.
  bool AddException(const Part& exception, Clause words, Expression* content) {
    // "Must have had a platinum unless ..." lets in who had none, of whom no words can be said.
    const bool denies = mood_.mood == Mood::kRequires && content->kind == Expression::Kind::kNot;
    TurnReading other = ReadTurn(r_, exception, words, denies ? content->children[0] : mood_.mood == Mood::kRequires ? Expression() : *content);
    if (mood_.mood == Mood::kProhibits && other.read) AskTherapyOfCause(r_, words, &other.content);
    *content = mood_.mood == Mood::kRequires ? Expression::Any(std::move(*content), std::move(other.content)) : Expression::All(std::move(*content), Expression::Not(std::move(other.content)));
    return !other.read && !exception.logistics;
  }

  // True when the condition was not understood.
  bool AddCondition(const Part& proviso, int condition, Expression* content) {
    if (mood_.mood == Mood::kRequires && AsksNothing(r_, proviso, condition, *content)) return false;
    // Among the exclusions a condition that only the site judges leaves the prohibition as it is.
    if (mood_.mood == Mood::kProhibits && !mood_.from_words && !proviso.found && proviso.logistics) return false;
    const bool asks = mood_.mood == Mood::kRequires;
    // "... that has failed, or if no therapy exists": a second way.
    const bool way = r_.Is(condition - 1, Cue::kOr) || (r_.IsMark(condition - 1, ',') && r_.Is(condition - 2, Cue::kOr));   // "or, if positive, ..."
    TurnReading given = ReadTurn(r_, proviso, {condition, end_}, asks || way ? Expression() : *content);
    // "A recent injury, or if surgery is planned": each excludes.
    if (way && mood_.mood == Mood::kProhibits && given.read) *content = Expression::Any(std::move(*content), std::move(given.content));
    else if (asks && way) AllowOtherWay(Expression::Opaque(r_.SpanOf(condition, end_ - 1)), content);
    else if (asks && r_.Is(condition - 1, Cue::kOnly) && AsksUnreadOfIll(*content)) content->children[1] = std::move(given.content);   // "HIV is allowed only if ..."
    else if (asks && r_.Is(condition - 1, Cue::kOnly) && r_.Is(condition - 2, Cue::kPermitted) && (!HoldsBound(*content) || OfWorsePerformance(*content))) *content = Expression::When(std::move(*content), std::move(given.content));   // "mixed tumours are eligible only if ..."
    else if (asks && !HoldsBound(*content) && IsAskedAsWell(r_, begin_, condition)) *content = Expression::All(std::move(*content), std::move(given.content));   // "stage III, provided that ..."
    else if (!asks || !HoldsForLastBound(given.content, content)) *content = asks && !SaysWhichOfStage(*content, given.content) ? Expression::When(std::move(given.content), std::move(*content)) : Expression::All(std::move(*content), std::move(given.content));
    return !given.read || (way && mood_.mood != Mood::kProhibits);
  }

  // What was not read makes the answer weaker, never stronger: unread words may open a door, or close one.
  void AddResidue(const Residue& residue, bool partial, Expression* content) const {
    if (mood_.mood == Mood::kPermits && BareDisease(*content) != nullptr && NamesSeveralPrimaries(r_, {begin_, end_})) return;
    Expression unread = Expression::Opaque(residue.span);
    const bool alternative = residue.alternative || (residue.member && mood_.mood != Mood::kProhibits) || (turns_ && residue.unread > 0);
    if (mood_.mood == Mood::kRequires && alternative) {
      AddUnreadTurn(r_, FindCue(r_, begin_, end_, {Cue::kExcept}), std::move(unread), content);
      return;
    }
    const bool decisive = section_ == Section::kInclusion && mood_.mood == Mood::kRequires && residue.unread > 0 && LeavesDecisiveUnread(r_, {begin_, end_});
    bool limits = mood_.mood == Mood::kPermits ? partial : alternative || decisive || residue.weak() || (mood_.mood == Mood::kProhibits && (LeavesWhomUnread(r_, begin_, end_) || LeavesCountUnread(r_, begin_, end_) || LeavesKindOfTumourUnread(r_, {begin_, end_})));
    if (limits || residue.member) LimitByUnread(r_, {begin_, end_}, std::move(unread), limits, content);
  }

  Reading& r_;
  int begin_, end_;
  Section section_;
  base::Span span_;
  MoodReading mood_;
  bool turns_ = false;  // it starts with "however"
};

}  // namespace

void ReadSentence(Reading& r, Clause sentence, Section section, std::vector<Statement>* out) {
  if (ReadWaysWithCondition(r, sentence, section, out)) return;
  const auto way = section == Section::kInclusion ? TakeOtherWay(r, sentence) : std::nullopt;
  const size_t first = out->size();
  SentenceReader(r, sentence, section).Read(out);
  if (way) AddOtherWay(*way, first, out);
}

}  // namespace trialmatch::rules
