#include "rules/parse/sentence.h"

#include <algorithm>
#include <cctype>

#include "base/ascii.h"
#include "rules/parse/domains.h"

namespace trialmatch::rules {
namespace {

// How decisive a topic is: the most decisive names the criterion.
int Weight(Topic topic) {
  switch (topic) {
    case Topic::kBiomarker: return 14;
    case Topic::kLineOfTherapy: return 12;
    case Topic::kPriorTherapy: return 13;
    case Topic::kCns: return 11;
    case Topic::kStageSetting: return 9;
    case Topic::kDisease: return 10;
    case Topic::kWashout: return 8;
    case Topic::kPerformance: return 7;
    case Topic::kAgeSex: return 4;
    case Topic::kReproductive: return 6;
    case Topic::kMeasurable: return 5;
    case Topic::kLab: return 6;
    case Topic::kComorbidity: return 6;
    case Topic::kConcomitantMedication: return 5;
    case Topic::kOther: return 1;
    case Topic::kLogistics: return 2;
  }
  return 0;
}

struct MoodReading {
  Mood mood;
  bool from_words = false;
  bool must_not = false;
};

// The mood of [begin, end): words first, the section only where they are silent.
MoodReading MoodOf(Reading& r, int begin, int end, Section section) {
  MoodReading out;
  out.mood = section == Section::kExclusion ? Mood::kProhibits : Mood::kRequires;
  // "No more than 3 lines of chemotherapy" in an exclusion list states what is asked for.
  int first_own = begin;
  while (first_own < end && r.at(first_own).lead) ++first_own;
  if (section == Section::kExclusion && r.Is(first_own, Cue::kAtMost) && HasCue(r, begin, end, {Cue::kLine}) && !r.WordIs(first_own, "up to")) {
    return {Mood::kRequires, true, false};
  }
  for (int i = begin; i < end; ++i) {
    const auto& cue = r.at(i).cue;
    if (!cue) continue;
    switch (*cue) {
      case Cue::kExcluded:
        out = {Mood::kProhibits, true, false};
        r.Use(i);
        return out;
      case Cue::kPermitted: {
        // "allowed" behind "not" was read as one wording; a bare "eligible only if" requires.
        bool only = (r.Is(i + 1, Cue::kOnly) && r.Is(i + 2, Cue::kIf)) || r.Is(i - 1, Cue::kOnly);
        if (HasCue(r, begin, i, {Cue::kExcept, Cue::kUnless})) continue;   // it belongs to the exception
        // "Up to 3 prior lines are allowed" sets a ceiling.
        for (int k = begin; k < i; ++k) only = only || (r.Is(k, Cue::kAtMost) && HasCue(r, k, i, {Cue::kLine}));
        for (int k = begin; k < i; ++k) only = only || (r.Is(k, Cue::kAtMost) && !r.Is(k + 2, Cue::kCycle) && ReadCount(r, k + 1) && !ReadDuration(r, k + 1, end));
        out = {only ? Mood::kRequires : Mood::kPermits, true, false};
        r.Use(i);
        return out;
      }
      case Cue::kNotRequired:
        out = {Mood::kPermits, true, false};
        r.Use(i);
        return out;
      case Cue::kMustNot:
        out = {Mood::kProhibits, true, true};
        r.Use(i);
        return out;
      case Cue::kMust:
        // In an exclusion list only a whole demand turns it ("patients must have recovered"), not "disease that must be treated".
        if (section == Section::kExclusion && !r.at(i).lead) {
          bool relative = HasCue(r, begin, i, {Cue::kWho}) && !base::StartsWithIgnoreCase(r.Word(i), "is ") && !base::StartsWithIgnoreCase(r.Word(i), "are ");
          if (relative) continue;
        }
        out = {Mood::kRequires, true, false};
        r.Use(i);
        break;
      default: break;
    }
  }
  return out;
}

// Words that carry meaning and were not read.
struct Residue {
  int content = 0;        // words and numbers of the statement
  int unread = 0;
  bool alternative = false;   // unread words hold a cue of exception or alternative
  base::Span span;
};

bool IsGlueWord(const Reading& r, int i) {
  const Item& item = r.at(i);
  if (item.kind == Item::Kind::kMark || item.kind == Item::Kind::kComparison) return true;
  if (!item.cue) return false;
  switch (*item.cue) {
    case Cue::kFiller: case Cue::kAnd: case Cue::kWith: case Cue::kWho: case Cue::kBefore: case Cue::kDiagnosis: case Cue::kKnown: case Cue::kMust:
    case Cue::kNo: case Cue::kNot: case Cue::kWithout: case Cue::kFor: case Cue::kStatus: case Cue::kAllOf: case Cue::kAnyOf: case Cue::kIncluding:
    case Cue::kReference: case Cue::kDiseaseWord: case Cue::kTo: case Cue::kSince: case Cue::kOngoing: case Cue::kOnly: case Cue::kAge: case Cue::kMale:
    case Cue::kFemale: case Cue::kWithin: case Cue::kStage: case Cue::kActionable: case Cue::kEdition: case Cue::kClinicallySignificant:
    case Cue::kPermitted: case Cue::kExcluded: case Cue::kMustNot: case Cue::kNaive: case Cue::kPrior: case Cue::kInhibitor: case Cue::kMonotherapy:
    case Cue::kTreated: case Cue::kSurgeryWord: case Cue::kNotRequired: case Cue::kNote: case Cue::kRegardless: case Cue::kScore: case Cue::kNyha:
      return true;
    default: return false;
  }
}

// True when a whole side of the "or" at `i` was not read: it may open another door.
bool UnreadDisjunct(const Reading& r, int i, int begin, int end) {
  auto side = [&](int step) {
    int unread = 0;
    for (int k = i + step; k >= begin && k < end; k += step) {
      if (r.IsMark(k, ',') || r.IsMark(k, ';') || r.IsMark(k, '(') || r.IsMark(k, ')') || r.Is(k, Cue::kOr) || r.Is(k, Cue::kAnd)) break;
      if (IsGlueWord(r, k)) continue;
      if (r.at(k).used) return 0;
      ++unread;
    }
    return unread;
  };
  // Between two words of the same unread phrase ("confirmed or probable diagnosis") it only joins them.
  int left = i - 1;
  while (left > begin && r.at(left).kind == Item::Kind::kMark && !r.IsMark(left, ',')) --left;
  bool inside = left >= begin && !r.at(left).used && !r.IsMark(left, ',') && !IsGlueWord(r, left);
  if (inside && i + 1 < end && !r.at(i + 1).used) return false;
  return side(1) >= 3 || side(-1) >= 3;
}

Residue ResidueOf(const Reading& r, int begin, int end) {
  Residue out;
  for (int i = begin; i < end; ++i) {
    const Item& item = r.at(i);
    if (item.lead) continue;
    // "... as determined by FISH, RT-PCR or NGS in a certified laboratory": how it is known opens no door.
    if (item.cue == Cue::kStatus && i > begin && (base::EndsWithIgnoreCase(r.Word(i), " by") || base::EqualsIgnoreCase(r.Word(i), "according to"))) {
      while (i + 1 < end && !r.IsMark(i + 1, ';') && !(r.at(i + 1).used && !IsGlueWord(r, i + 1)) && !(r.IsMark(i + 1, ',') && (r.Is(i + 2, Cue::kAnd) || r.Is(i + 2, Cue::kWith) || r.Is(i + 2, Cue::kWho))) &&
             !r.Is(i + 1, Cue::kUnless) && !r.Is(i + 1, Cue::kExcept) && !r.Is(i + 1, Cue::kIf)) {
        ++i;
      }
      continue;
    }
    bool alternative = item.cue && (*item.cue == Cue::kUnless || *item.cue == Cue::kExcept || *item.cue == Cue::kHowever || *item.cue == Cue::kIf ||
                                    *item.cue == Cue::kNote);
    if (item.kind == Item::Kind::kMark || item.kind == Item::Kind::kComparison) continue;
    ++out.content;
    if (item.used) continue;
    if (alternative) out.alternative = true;
    if (IsGlueWord(r, i)) {
      --out.content;
      continue;
    }
    if (item.cue == Cue::kOr || item.cue == Cue::kWhen) {
      --out.content;
      if (item.cue == Cue::kOr && UnreadDisjunct(r, i, begin, end)) out.alternative = true;
      continue;
    }
    ++out.unread;
    out.span = base::Cover(out.span, item.span);
  }
  return out;
}

Expression WithPolarity(const Atom& atom) { return atom.negated ? Expression::Not(atom.expression) : atom.expression; }

bool JoinedByOr(const Reading& r, const Atom& a, const Atom& b) {
  int from = std::min(a.last, b.last), to = std::max(a.first, b.first);
  if (b.first > a.last) { from = a.last; to = b.first; }
  bool any_or = false;
  for (int i = from + 1; i < to; ++i) {
    if (r.Is(i, Cue::kAnd)) return false;
    if (r.Is(i, Cue::kOr)) any_or = true;
  }
  return any_or;
}

bool OfTumour(Topic t) { return t == Topic::kDisease || t == Topic::kStageSetting || t == Topic::kBiomarker; }

bool SameFamily(Topic a, Topic b) {
  auto family = [](Topic t) {
    switch (t) {
      case Topic::kDisease: case Topic::kStageSetting: case Topic::kBiomarker: return 1;
      default: return 10 + static_cast<int>(t);
    }
  };
  return family(a) == family(b) && family(a) != 1;
}

// All that the domains find in one clause, joined as its words join it.
Expression JoinAtoms(const Reading& r, std::vector<Atom>& atoms, Mood mood, bool relative_clause) {
  std::stable_sort(atoms.begin(), atoms.end(), [](const Atom& a, const Atom& b) { return a.first < b.first; });
  if (mood == Mood::kProhibits) {
    // A list of things that exclude: each does. A disease with its stage and marker, or "patients with X who have Y", is one thing.
    std::vector<Expression> any;
    std::vector<Expression> tumour;
    std::vector<Expression> markers;   // of several alterations each excludes
    // The tumour named behind a therapy is what the therapy was for; named before it, it says whose therapy is meant.
    int therapy = -1;
    for (const Atom& a : atoms) {
      bool is = a.topic == Topic::kPriorTherapy || a.topic == Topic::kLineOfTherapy || a.topic == Topic::kWashout;
      if (is && (therapy < 0 || a.first < therapy)) therapy = a.first;
    }
    if (therapy >= 0) {
      std::erase_if(atoms, [&](const Atom& a) {
        return (a.topic == Topic::kDisease || a.topic == Topic::kStageSetting || a.topic == Topic::kBiomarker) && a.first > therapy;
      });
      bool before = std::any_of(atoms.begin(), atoms.end(), [](const Atom& a) { return a.topic == Topic::kBiomarker; });
      if (before) relative_clause = true;
    }
    for (const Atom& atom : atoms) {
      bool of_tumour = atom.topic == Topic::kDisease || atom.topic == Topic::kStageSetting || atom.topic == Topic::kBiomarker;
      if (atom.topic == Topic::kBiomarker) markers.push_back(WithPolarity(atom));
      else if (of_tumour) tumour.push_back(WithPolarity(atom));
      else any.push_back(WithPolarity(atom));
    }
    // "MET amplification or small-cell transformation": joined by "or", each excludes. The bare disease under study joins nothing.
    auto bare_disease = [](const Atom& a) {
      const auto* leaf = a.expression.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(&a.expression.leaf) : nullptr;
      return leaf != nullptr && std::all_of(leaf->values.begin(), leaf->values.end(), [](const std::string& v) {
        return v == "cancer" || v == "solid_tumor" || v == "lung_cancer" || v == "nsclc";
      });
    };
    for (size_t i = 0; i + 1 < atoms.size(); ++i) {
      bool pair = OfTumour(atoms[i].topic) && OfTumour(atoms[i + 1].topic) && atoms[i].topic != atoms[i + 1].topic &&
                  (atoms[i].topic == Topic::kBiomarker || atoms[i + 1].topic == Topic::kBiomarker);
      if (pair && JoinedByOr(r, atoms[i], atoms[i + 1]) && !bare_disease(atoms[i]) && !bare_disease(atoms[i + 1])) {
        any.insert(any.end(), tumour.begin(), tumour.end());
        tumour.clear();
        break;
      }
    }
    if (!markers.empty()) tumour.push_back(Expression::Any(std::move(markers)));
    if (!tumour.empty() && relative_clause && !any.empty()) {
      tumour.push_back(Expression::Any(std::move(any)));
      return Expression::All(std::move(tumour));
    }
    if (relative_clause && any.size() > 1) return Expression::All(std::move(any));
    if (!tumour.empty()) any.insert(any.begin(), Expression::All(std::move(tumour)));
    return Expression::Any(std::move(any));
  }
  std::vector<Expression> all;
  std::vector<Expression> alternatives;
  for (size_t i = 0; i < atoms.size(); ++i) {
    bool with_next = i + 1 < atoms.size() && JoinedByOr(r, atoms[i], atoms[i + 1]) &&
                     (SameFamily(atoms[i].topic, atoms[i + 1].topic) || (atoms[i].topic == Topic::kBiomarker && atoms[i + 1].topic == Topic::kBiomarker) || (!OfTumour(atoms[i].topic) && !OfTumour(atoms[i + 1].topic)) ||
                      atoms[i].topic == Topic::kPriorTherapy || atoms[i].topic == Topic::kLineOfTherapy || atoms[i + 1].topic == Topic::kLineOfTherapy);
    // "no prior chemotherapy or radiotherapy" denies each.
    if (with_next && atoms[i].negated && atoms[i + 1].negated) with_next = false;
    alternatives.push_back(WithPolarity(atoms[i]));
    if (!with_next) {
      all.push_back(Expression::Any(std::move(alternatives)));
      alternatives.clear();
    }
  }
  return Expression::All(std::move(all));
}

struct Part {
  Expression content;
  Topic topic = Topic::kOther;
  bool found = false;        // some leaf
  bool logistics = false;
  bool site_words = false;
};

Part ReadPart(Reading& r, Clause clause, Mood mood) {
  Atoms atoms;
  ReadStandardTherapy(r, clause, atoms);
  ReadPerformance(r, clause, atoms);
  ReadBrain(r, clause, mood, atoms);
  ReadLabs(r, clause, atoms);
  ReadAge(r, clause, atoms);
  ReadTreatments(r, clause, mood, atoms);
  ReadMarkers(r, clause, mood, atoms);
  ReadConditions(r, clause, mood, atoms);
  ReadFacts(r, clause, mood, atoms);
  ReadDisease(r, clause, atoms);
  ReadLogistics(r, clause, atoms);
  Part part;
  // "Biologic therapy: Not specified" says nothing.
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.Find(i, TermKind::kLogistics) == nullptr) continue;
    if (base::EqualsIgnoreCase(r.Word(i), "not specified") || base::StartsWithIgnoreCase(r.Word(i), "see disease")) {
      for (int k = clause.begin; k < clause.end; ++k) r.Use(k);
      part.logistics = part.site_words = true;
      return part;
    }
  }
  part.logistics = std::any_of(atoms.begin(), atoms.end(), [](const Atom& a) { return a.logistics; });
  std::erase_if(atoms, [](const Atom& a) { return a.logistics; });
  if (mood == Mood::kProhibits) {
    // In an exclusion the bare name of the disease under study, or "cancer", is what the sentence is about, not what it forbids.
    bool tumour_only = true;
    for (const Atom& a : atoms) tumour_only = tumour_only && a.topic == Topic::kDisease;
    bool beside = std::any_of(atoms.begin(), atoms.end(), [](const Atom& a) { return !OfTumour(a.topic); });
    std::erase_if(atoms, [&](const Atom& a) {
      if (a.topic != Topic::kDisease || a.negated || a.expression.kind != Expression::Kind::kLeaf) return false;
      const auto* leaf = std::get_if<OneOfLeaf>(&a.expression.leaf);
      if (leaf == nullptr || !leaf->except.empty()) return false;
      return std::all_of(leaf->values.begin(), leaf->values.end(), [](const std::string& v) {
        return v == "cancer" || v == "solid_tumor" || v == "lung_cancer" || v == "nsclc";
      }) && (tumour_only || beside || std::none_of(atoms.begin(), atoms.end(), [](const Atom& b) { return b.topic == Topic::kBiomarker || b.topic == Topic::kStageSetting; }));
    });
    // How far "disease" has gone says nothing alone when the sentence is about treatment or illness.
    bool other = std::any_of(atoms.begin(), atoms.end(), [](const Atom& a) { return a.topic != Topic::kStageSetting && a.topic != Topic::kDisease && a.topic != Topic::kBiomarker; });
    if (other) std::erase_if(atoms, [](const Atom& a) { return a.topic == Topic::kStageSetting; });
  }
  if (mood != Mood::kProhibits) {
    // "Have not received treatment for NSCLC": the denial is of the treatment; nobody is asked not to have the disease.
    bool other = std::any_of(atoms.begin(), atoms.end(), [](const Atom& a) { return !OfTumour(a.topic); });
    std::erase_if(atoms, [&](const Atom& a) { return other && a.negated && (a.topic == Topic::kDisease || a.topic == Topic::kStageSetting); });
  }
  if (atoms.empty()) {
    part.site_words = part.logistics;
    return part;
  }
  part.found = true;
  for (const Atom& atom : atoms) if (Weight(atom.topic) > Weight(part.topic)) part.topic = atom.topic;
  int lo = atoms.front().first, hi = atoms.front().last;
  for (const Atom& a : atoms) { lo = std::min(lo, a.first); hi = std::max(hi, a.last); }
  bool relative = HasCue(r, lo, hi, {Cue::kWho});
  part.content = JoinAtoms(r, atoms, mood, relative);
  return part;
}

// Where the exception or the condition of a sentence begins, or `end`.
int SplitAt(const Reading& r, int begin, int end, std::initializer_list<Cue> cues) {
  for (int i = begin + 1; i < end; ++i) {
    if (r.at(i).cue && std::find(cues.begin(), cues.end(), *r.at(i).cue) != cues.end()) return i;
  }
  return end;
}

// "Patients with EGFR mutations must have progressed on ...": for whom a demand holds. Returns the index of the demand, or -1.
int DemandAfterSubject(const Reading& r, int begin, int end) {
  bool subject = false, quality = false;
  for (int i = begin; i < end; ++i) {
    bool people = r.WordIs(i, "patients") || r.WordIs(i, "women") || r.WordIs(i, "men") || r.WordIs(i, "subjects") || r.WordIs(i, "participants") || r.WordIs(i, "those") || r.WordIs(i, "patient") ||
                  r.WordIs(i, "participant") || r.WordIs(i, "patients with") || r.WordIs(i, "participants with") || r.WordIs(i, "subjects with") ||
                  r.WordIs(i, "patients who") || r.WordIs(i, "subjects who") || r.WordIs(i, "participants who") || r.WordIs(i, "individuals");
    if (people && i <= begin + 6) {
      subject = true;
      // "ALK inhibitor naive subjects must ...": what stands before the noun selects as well.
      for (int k = begin; k < i; ++k) {
        quality = quality || r.Find(k, TermKind::kGene) != nullptr || r.Find(k, TermKind::kDrugClass) != nullptr || r.Find(k, TermKind::kDrug) != nullptr || r.Find(k, TermKind::kCondition) != nullptr;
      }
      if (r.WordIs(i, "patients with") || r.WordIs(i, "participants with") || r.WordIs(i, "subjects with") || r.WordIs(i, "patients who") ||
          r.WordIs(i, "subjects who") || r.WordIs(i, "participants who")) {
        quality = true;
      }
    }
    bool possesses = r.WordIs(i, "had") || r.WordIs(i, "have") || r.WordIs(i, "has");
    if (subject && ((r.Is(i, Cue::kWith) && !possesses) || r.Is(i, Cue::kWho))) quality = true;
    if (r.Is(i, Cue::kMust) || r.Is(i, Cue::kMustNot)) return subject && quality && !r.Is(i - 1, Cue::kWho) ? i : -1;
  }
  return -1;
}

// Where a condition at the start of a sentence ends: the colon or comma behind "if ...", "for ...", "participants aged ...". -1: there is none.
int PrefixEnd(const Reading& r, int begin, int end) {
  if (begin >= end || r.at(begin).lead) return -1;
  bool opens = r.Is(begin, Cue::kIf) || r.Is(begin, Cue::kWhen) || r.Is(begin, Cue::kFor);
  bool people = false;
  for (int i = begin; i < std::min(end, begin + 2); ++i) {
    people = people || base::StartsWithIgnoreCase(r.Word(i), "patients") || base::StartsWithIgnoreCase(r.Word(i), "participants") ||
             base::StartsWithIgnoreCase(r.Word(i), "subjects") || base::StartsWithIgnoreCase(r.Word(i), "those");
  }
  int depth = 0;
  for (int i = begin + 1; i < std::min(end - 1, begin + 18); ++i) {
    if (r.IsMark(i, '(')) ++depth;
    if (r.IsMark(i, ')')) --depth;
    if (depth > 0) continue;
    if ((opens || people) && r.IsMark(i, ':')) return i;
    if (opens && (r.IsMark(i, ',') || r.WordIs(i, "then"))) return i;
    if (r.Is(i, Cue::kMust) || r.Is(i, Cue::kMustNot) || r.Is(i, Cue::kAnyOf) || r.Is(i, Cue::kAllOf)) return -1;
  }
  return -1;
}

// A sentence turns at "but", "however": what comes behind has a mood of its own.
std::vector<Clause> SplitTurns(const Reading& r, const std::vector<Clause>& sentences) {
  std::vector<Clause> out;
  for (Clause sentence : sentences) {
    int start = sentence.begin;
    for (int i = sentence.begin + 1; i + 1 < sentence.end; ++i) {
      bool own_mood = r.Is(i, Cue::kHowever) && (HasCue(r, i, sentence.end, {Cue::kPermitted, Cue::kExcluded, Cue::kMust, Cue::kMustNot, Cue::kNotRequired}) ||
                                                 r.Is(i + 1, Cue::kNo) || r.Is(i + 1, Cue::kNaive) || r.WordIs(i + 1, "no other"));
      if (!own_mood) continue;
      out.push_back({start, i});
      start = i + 1;
    }
    // "As follows: Participants aged >= 18 years: ...": the announcement before the people is a part of its own.
    for (int k = start; k + 1 < sentence.end; ++k) {
      bool people = base::StartsWithIgnoreCase(r.Word(k + 1), "patients") || base::StartsWithIgnoreCase(r.Word(k + 1), "participants") || base::StartsWithIgnoreCase(r.Word(k + 1), "subjects");
      if (!r.IsMark(k, ':') || !people || r.at(k).lead || r.at(k + 1).lead) continue;
      bool another = false;
      for (int m = k + 1; m < sentence.end; ++m) another = another || r.IsMark(m, ':');
      if (!another) continue;
      out.push_back({start, k});
      start = k + 1;
      break;
    }
    // "Major surgery within 30 days, minor procedures such as biopsies are allowed": the comma before the permission turns as well.
    int permit = FindCue(r, start, sentence.end, {Cue::kPermitted, Cue::kNotRequired});
    if (permit > start && !HasCue(r, start, sentence.end, {Cue::kIf, Cue::kUnless})) {
      auto clinical = [&](int from, int to) {
        for (int k = from; k < to; ++k) {
          for (TermKind kind : {TermKind::kDrug, TermKind::kDrugClass, TermKind::kCondition, TermKind::kDisease, TermKind::kLab}) {
            if (r.Find(k, kind) != nullptr) return true;
          }
          if (r.Is(k, Cue::kCnsMetastasis)) return true;
        }
        return false;
      };
      int comma = -1, depth = 0;
      for (int k = permit; k > start; --k) {
        if (r.IsMark(k, ')')) ++depth;
        if (r.IsMark(k, '(')) --depth;
        if (depth == 0 && r.IsMark(k, ',') && clinical(start, k) && clinical(k, permit) && FindWindow(r, {start, k}, start)) comma = k;
      }
      if (comma > 0) {
        out.push_back({start, comma});
        start = comma + 1;
      }
    }
    if (start < sentence.end) out.push_back({start, sentence.end});
  }
  return out;
}

}  // namespace

std::vector<Statement> ReadStatements(Reading& r, int begin, int end, Section section) {
  std::vector<Statement> out;
  // The lead-in stands before the first sentence only.
  for (Clause sentence : SplitTurns(r, SplitSentences(r, begin, end))) {
    Statement s;
    s.span = r.SpanOf(sentence.begin, sentence.end - 1);
    int b = sentence.begin, e = sentence.end;
    MoodReading mood = MoodOf(r, b, e, section);
    s.mood = mood.mood;
    s.mood_from_words = mood.from_words;

    // "If treated with chemotherapy, ...", "Participants aged under 16 years: ...".
    if (int colon = PrefixEnd(r, b, e); colon > b) {
      Part who = ReadPart(r, {b, colon}, Mood::kPermits);
      if (who.found) {
        r.UseRange(b, colon);
        std::vector<Statement> inner = ReadStatements(r, colon + 1, e, section);
        bool any = false;
        for (Statement& one : inner) {
          if (one.empty || one.logistics) continue;
          Expression then = one.mood == Mood::kProhibits && one.content.kind != Expression::Kind::kOpaque ? Expression::Not(one.content) : one.content;
          if (one.mood == Mood::kPermits) continue;
          one.content = Expression::When(who.content, std::move(then));
          one.mood = Mood::kRequires;
          any = true;
          out.push_back(std::move(one));
        }
        if (!any) {
          s.logistics = true;
          s.topic = Topic::kLogistics;
          s.content = Expression::Always(s.span, "logistics");
          s.understood = Understood::kFull;
          out.push_back(std::move(s));
        }
        continue;
      }
    }

    // For whom: "patients with X must Y".
    int demand = mood.mood != Mood::kPermits ? DemandAfterSubject(r, b, e) : -1;
    if (demand > b + 1 && demand + 1 < e) {
      Part who = ReadPart(r, {b, demand}, Mood::kPermits);
      bool selective = who.found && (who.topic == Topic::kBiomarker || who.topic == Topic::kCns || who.topic == Topic::kPriorTherapy ||
                                     who.topic == Topic::kComorbidity || who.topic == Topic::kDisease || who.topic == Topic::kStageSetting ||
                                     who.topic == Topic::kReproductive || who.topic == Topic::kLineOfTherapy);
      if (selective) {
        Part what = ReadPart(r, {demand + 1, e}, mood.mood);
        Residue residue = ResidueOf(r, demand + 1, e);
        Expression then = what.found ? (mood.mood == Mood::kProhibits ? Expression::Not(what.content) : what.content)
                                     : (what.logistics ? Expression::Always(s.span, "logistics") : Expression::Opaque(s.span));
        if (what.found && (residue.alternative || residue.unread * 2 > residue.content)) then = Expression::Any({then, Expression::Opaque(s.span)});
        // The condition as it stands: a When inside it (an illness) is its own `if`.
        Expression condition = who.content.kind == Expression::Kind::kWhen ? who.content.children[0] : who.content;
        s.content = Expression::When(std::move(condition), std::move(then));
        s.mood = Mood::kRequires;
        s.topic = what.found ? what.topic : (what.logistics ? Topic::kLogistics : who.topic);
        s.logistics = !what.found && what.logistics;
        s.understood = what.found && residue.unread == 0 ? Understood::kFull : (what.found ? Understood::kPartial : Understood::kNone);
        if (s.logistics) s.understood = Understood::kFull;
        out.push_back(std::move(s));
        continue;
      }
      if (who.found) {
        Part what = ReadPart(r, {demand + 1, e}, mood.mood);
        if (!what.found) what = who;
        else what.content = Expression::All({who.content, what.content});
        Residue residue = ResidueOf(r, b, e);
        s.content = what.content;
        s.topic = what.topic;
        s.understood = residue.unread == 0 ? Understood::kFull : Understood::kPartial;
        out.push_back(std::move(s));
        continue;
      }
    }

    // "regardless of brain metastases", "whether or not treated before": what follows does not matter.
    for (int i = b; i < e; ++i) {
      if (!r.Is(i, Cue::kRegardless)) continue;
      int k = i;
      while (k < e && !r.IsMark(k, ',') && !r.IsMark(k, ')')) r.Use(k++);
      i = k;
    }

    // "A negative result is required for all non-squamous histologies": for whom, told behind the demand.
    if (s.mood == Mood::kRequires && s.mood_from_words) {
      int demand_at = FindCue(r, b, e, {Cue::kMust});
      int for_whom = demand_at >= 0 ? FindCue(r, demand_at, e, {Cue::kFor}) : -1;
      if (for_whom > demand_at && for_whom <= demand_at + 2 && for_whom + 1 < e) {
        Part what = ReadPart(r, {b, demand_at}, s.mood);
        Part who = ReadPart(r, {for_whom + 1, e}, Mood::kPermits);
        if (who.found && (OfTumour(who.topic) || who.topic == Topic::kAgeSex)) {
          Expression then = what.found ? what.content : (what.logistics ? Expression::Always(s.span, "logistics") : Expression::Opaque(s.span));
          s.content = Expression::When(who.content, std::move(then));
          s.topic = what.found ? what.topic : who.topic;
          s.understood = what.found ? Understood::kFull : Understood::kPartial;
          out.push_back(std::move(s));
          continue;
        }
      }
    }

    // The exception: "except ...", "unless ..."; the condition: "if ...", "provided that ...".
    int unless = SplitAt(r, b, e, {Cue::kUnless});
    int condition = s.mood == Mood::kPermits || s.mood_from_words ? SplitAt(r, b, e, {Cue::kIf}) : SplitAt(r, b, e, {Cue::kIf});
    if (condition < e) {
      // A raised bound ("<= 5 x ULN in case of liver metastases") is read with its lab; what stands in brackets limits only its neighbour.
      int depth = 0;
      bool lab = false;
      for (int k = b; k < condition; ++k) {
        if (r.IsMark(k, '(')) ++depth;
        if (r.IsMark(k, ')')) --depth;
        lab = lab || r.Find(k, TermKind::kLab) != nullptr;
      }
      bool part = false;
      for (int k = condition; k < e; ++k) part = part || r.Find(k, TermKind::kSite) != nullptr || r.Find(k, TermKind::kCondition) != nullptr;
      if (lab && part) condition = e;
      else if (depth > 0) condition = e;
    }
    int main_end = std::min({unless, condition, e});
    Part main = ReadPart(r, {b, main_end}, s.mood);
    Part exception, proviso;
    if (unless < e) exception = ReadPart(r, {unless + 1, condition > unless ? condition : e}, Mood::kPermits);
    if (condition < e) proviso = ReadPart(r, {condition + 1, unless > condition ? unless : e}, Mood::kPermits);
    Residue residue = ResidueOf(r, b, main_end);
    if (unless < e) r.Use(unless);
    if (condition < e) r.Use(condition);

    if (!main.found) {
      bool exclusion_of_brain = exception.found || proviso.found;
      if (main.logistics && !exclusion_of_brain) {
        s.logistics = true;
        s.topic = Topic::kLogistics;
        s.content = Expression::Always(s.span, "logistics");
        s.understood = Understood::kFull;
        out.push_back(std::move(s));
        continue;
      }
      if (residue.unread == 0 && !exclusion_of_brain) {
        s.empty = true;
        s.understood = Understood::kFull;
        s.content = Expression::Always(s.span, "nothing_said");
        out.push_back(std::move(s));
        continue;
      }
      s.content = Expression::Opaque(s.span);
      s.understood = Understood::kNone;
      // What the unread words are about, as far as single words tell.
      if (proviso.found) s.topic = proviso.topic;
      out.push_back(std::move(s));
      continue;
    }
    s.topic = main.topic;
    Expression content = main.content;
    bool partial = residue.unread > 0;
    bool weak = residue.unread * 3 > residue.content * 2 && residue.unread > 3;   // most of it was not read
    bool judged = main.logistics;   // "... in the investigator's opinion": who decides is the site, the fact stays
    if (unless < e) {
      Expression other = exception.found ? exception.content : Expression::Opaque(r.SpanOf(unless, e - 1));
      if (!exception.found && !exception.logistics) partial = true;
      if (s.mood == Mood::kProhibits) content = Expression::All({content, Expression::Not(other)});
      else content = Expression::Any({content, other});
    }
    if (condition < e && !(s.mood == Mood::kProhibits && !s.mood_from_words && !proviso.found && proviso.logistics)) {
      Expression given = proviso.found ? proviso.content : Expression::Opaque(r.SpanOf(condition, e - 1));
      if (!proviso.found) partial = true;
      if (s.mood == Mood::kRequires) content = Expression::When(given, content);
      else content = Expression::All({content, given});
    }
    if (s.mood == Mood::kRequires && residue.alternative) content = Expression::Any({content, Expression::Opaque(residue.span)});
    else if (s.mood == Mood::kRequires && weak) content = Expression::All({content, Expression::Opaque(residue.span)});
    if (s.mood == Mood::kProhibits && (residue.alternative || weak)) content = Expression::All({content, Expression::Opaque(residue.span)});
    if (s.mood == Mood::kPermits && partial) content = Expression::All({content, Expression::Opaque(residue.span)});
    (void)judged;
    s.content = std::move(content);
    s.understood = partial ? Understood::kPartial : Understood::kFull;
    out.push_back(std::move(s));
  }
  return out;
}

namespace {

void Therapies(const Expression& e, std::vector<std::string>* ids) {
  if (e.kind == Expression::Kind::kLeaf) {
    if (const auto* leaf = std::get_if<TreatmentLeaf>(&e.leaf)) ids->insert(ids->end(), leaf->what.begin(), leaf->what.end());
  }
  for (const Expression& child : e.children) Therapies(child, ids);
}

// Both speak of a therapy by the same word.
bool SameTherapy(const Expression& a, const Expression& b) {
  std::vector<std::string> left, right;
  Therapies(a, &left);
  Therapies(b, &right);
  return std::any_of(left.begin(), left.end(), [&](const std::string& id) { return std::find(right.begin(), right.end(), id) != right.end(); });
}

}  // namespace

Combined Combine(const std::vector<Statement>& statements, Section section, base::Span whole) {
  Combined out;
  out.mood = section == Section::kExclusion ? Mood::kProhibits : Mood::kRequires;
  struct Rule {
    Mood mood;
    Topic topic;
    Expression content;
  };
  std::vector<Rule> rules;
  std::vector<Expression> permissions;
  bool all_full = true, any_read = false, only_permits = !statements.empty(), only_logistics = !statements.empty();
  Topic topic = Topic::kOther;
  for (const Statement& s : statements) {
    if (s.empty) continue;
    if (!s.logistics) only_logistics = false;
    all_full = all_full && s.understood == Understood::kFull;
    any_read = any_read || (s.understood != Understood::kNone && !s.logistics);
    if (Weight(s.topic) > Weight(topic)) topic = s.topic;
    if (s.mood == Mood::kPermits && !s.logistics) {
      permissions.push_back(s.content);
      // A permission limits the prohibition before it that is about the same; on its own it constrains nothing.
      for (auto rule = rules.rbegin(); rule != rules.rend(); ++rule) {
        bool related = rule->topic == s.topic || s.understood == Understood::kNone || s.topic == Topic::kOther;
        if (!related) continue;
        if (rule->mood == Mood::kProhibits) rule->content = Expression::All({rule->content, Expression::Not(s.content)});
        else if (rule->topic == s.topic && s.understood != Understood::kNone) rule->content = Expression::Any({rule->content, s.content});
        break;
      }
      continue;
    }
    only_permits = false;
    if (s.logistics) continue;
    rules.push_back({s.mood, s.topic, s.content});
    // What was allowed before is not forbidden by a later sentence: "may have had ALK inhibitors or be naive. Naive patients ...".
    for (const Expression& permitted : permissions) {
      if (s.mood != Mood::kRequires || !SameTherapy(permitted, s.content)) continue;
      rules.back().content = Expression::Always(s.span, "permission");
    }
  }
  std::vector<Expression> all;
  bool requires_any = false, prohibits_any = false;
  for (Rule& rule : rules) {
    if (rule.mood == Mood::kProhibits) {
      prohibits_any = true;
      all.push_back(rule.content.kind == Expression::Kind::kOpaque ? rule.content : Expression::Not(rule.content));
    } else {
      requires_any = true;
      all.push_back(rule.content);
    }
  }
  if (only_logistics) {
    out.topic = Topic::kLogistics;
    out.understood = Understood::kFull;
    out.expression = Expression::Always(whole, "logistics");
    return out;
  }
  out.topic = topic;
  if (only_permits || all.empty()) {
    out.mood = Mood::kPermits;
    out.expression = Expression::Always(whole, "permission");
    out.understood = any_read || statements.empty() ? Understood::kFull : (all_full ? Understood::kFull : Understood::kPartial);
    return out;
  }
  out.mood = requires_any && !prohibits_any ? Mood::kRequires : (prohibits_any && !requires_any ? Mood::kProhibits : out.mood);
  out.expression = Expression::All(std::move(all));
  out.understood = !any_read ? Understood::kNone : (all_full ? Understood::kFull : Understood::kPartial);
  return out;
}

}  // namespace trialmatch::rules
