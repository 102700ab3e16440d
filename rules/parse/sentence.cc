#include "rules/parse/sentence.h"

#include <algorithm>
#include <cctype>

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
        bool only = r.Is(i + 1, Cue::kOnly) || r.Is(i - 1, Cue::kOnly);
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
          bool subject = false;
          for (int k = begin; k < i; ++k) subject = subject || r.WordIs(k, "patients") || r.WordIs(k, "subjects") || r.WordIs(k, "participants") || r.WordIs(k, "must");
          bool relative = HasCue(r, begin, i, {Cue::kWho});
          if (relative || (!subject && i > begin + 6)) continue;
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
    case Cue::kTreated: case Cue::kSurgeryWord: case Cue::kNotRequired: case Cue::kNote:
      return true;
    default: return false;
  }
}

Residue ResidueOf(const Reading& r, int begin, int end) {
  Residue out;
  for (int i = begin; i < end; ++i) {
    const Item& item = r.at(i);
    if (item.lead) continue;
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
      // An "or" beside unread words may open another door.
      bool unread_beside = (i + 1 < end && !r.at(i + 1).used && !IsGlueWord(r, i + 1)) || (i > begin && !r.at(i - 1).used && !IsGlueWord(r, i - 1));
      if (item.cue == Cue::kOr && unread_beside) out.alternative = true;
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
    for (const Atom& atom : atoms) {
      bool of_tumour = atom.topic == Topic::kDisease || atom.topic == Topic::kStageSetting || atom.topic == Topic::kBiomarker;
      if (of_tumour) tumour.push_back(WithPolarity(atom));
      else any.push_back(WithPolarity(atom));
    }
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
                     (SameFamily(atoms[i].topic, atoms[i + 1].topic) || atoms[i].topic == Topic::kPriorTherapy || atoms[i].topic == Topic::kLineOfTherapy ||
                      atoms[i + 1].topic == Topic::kLineOfTherapy);
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
  ReadMarkers(r, clause, atoms);
  ReadConditions(r, clause, mood, atoms);
  ReadFacts(r, clause, atoms);
  ReadDisease(r, clause, atoms);
  ReadLogistics(r, clause, atoms);
  Part part;
  part.logistics = std::any_of(atoms.begin(), atoms.end(), [](const Atom& a) { return a.logistics; });
  std::erase_if(atoms, [](const Atom& a) { return a.logistics; });
  if (mood == Mood::kProhibits) {
    // In an exclusion the bare name of the disease under study, or "cancer", is what the sentence is about, not what it forbids.
    bool tumour_only = true;
    for (const Atom& a : atoms) tumour_only = tumour_only && a.topic == Topic::kDisease;
    std::erase_if(atoms, [&](const Atom& a) {
      if (a.topic != Topic::kDisease || a.negated || a.expression.kind != Expression::Kind::kLeaf) return false;
      const auto* leaf = std::get_if<OneOfLeaf>(&a.expression.leaf);
      if (leaf == nullptr || !leaf->except.empty()) return false;
      return std::all_of(leaf->values.begin(), leaf->values.end(), [](const std::string& v) {
        return v == "cancer" || v == "solid_tumor" || v == "lung_cancer" || v == "nsclc";
      }) && (tumour_only || std::none_of(atoms.begin(), atoms.end(), [](const Atom& b) { return b.topic == Topic::kBiomarker || b.topic == Topic::kStageSetting; }));
    });
    // How far "disease" has gone says nothing alone when the sentence is about treatment or illness.
    bool other = std::any_of(atoms.begin(), atoms.end(), [](const Atom& a) { return a.topic != Topic::kStageSetting && a.topic != Topic::kDisease && a.topic != Topic::kBiomarker; });
    if (other) std::erase_if(atoms, [](const Atom& a) { return a.topic == Topic::kStageSetting; });
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
    bool people = r.WordIs(i, "patients") || r.WordIs(i, "subjects") || r.WordIs(i, "participants") || r.WordIs(i, "those") || r.WordIs(i, "patient") ||
                  r.WordIs(i, "participant") || r.WordIs(i, "patients with") || r.WordIs(i, "participants with") || r.WordIs(i, "subjects with") ||
                  r.WordIs(i, "patients who") || r.WordIs(i, "subjects who") || r.WordIs(i, "participants who") || r.WordIs(i, "individuals");
    if (people && i <= begin + 3) {
      subject = true;
      if (r.WordIs(i, "patients with") || r.WordIs(i, "participants with") || r.WordIs(i, "subjects with") || r.WordIs(i, "patients who") ||
          r.WordIs(i, "subjects who") || r.WordIs(i, "participants who")) {
        quality = true;
      }
    }
    if (subject && (r.Is(i, Cue::kWith) || r.Is(i, Cue::kWho))) quality = true;
    if (r.Is(i, Cue::kMust) || r.Is(i, Cue::kMustNot)) return subject && quality ? i : -1;
  }
  return -1;
}

}  // namespace

std::vector<Statement> ReadStatements(Reading& r, int begin, int end, Section section) {
  std::vector<Statement> out;
  // The lead-in belongs to every sentence of the item; it stands before the first only.
  for (Clause sentence : SplitSentences(r, begin, end)) {
    Statement s;
    s.span = r.SpanOf(sentence.begin, sentence.end - 1);
    int b = sentence.begin, e = sentence.end;
    MoodReading mood = MoodOf(r, b, e, section);
    s.mood = mood.mood;
    s.mood_from_words = mood.from_words;

    // For whom: "patients with X must Y" and "if X, then Y" at the start.
    int demand = mood.mood != Mood::kPermits ? DemandAfterSubject(r, b, e) : -1;
    if (demand > b + 1 && demand + 1 < e) {
      Part who = ReadPart(r, {b, demand}, Mood::kRequires);
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

    // The exception: "except ...", "unless ..."; the condition: "if ...", "provided that ...".
    int unless = SplitAt(r, b, e, {Cue::kUnless});
    int condition = s.mood == Mood::kPermits || s.mood_from_words ? SplitAt(r, b, e, {Cue::kIf}) : SplitAt(r, b, e, {Cue::kIf});
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
    if (s.mood == Mood::kRequires && (residue.alternative || weak)) content = Expression::Any({content, Expression::Opaque(residue.span)});
    if (s.mood == Mood::kProhibits && (residue.alternative || weak)) content = Expression::All({content, Expression::Opaque(residue.span)});
    if (s.mood == Mood::kPermits && partial) content = Expression::All({content, Expression::Opaque(residue.span)});
    (void)judged;
    s.content = std::move(content);
    s.understood = partial ? Understood::kPartial : Understood::kFull;
    out.push_back(std::move(s));
  }
  return out;
}

Combined Combine(const std::vector<Statement>& statements, Section section, base::Span whole) {
  Combined out;
  out.mood = section == Section::kExclusion ? Mood::kProhibits : Mood::kRequires;
  struct Rule {
    Mood mood;
    Topic topic;
    Expression content;
  };
  std::vector<Rule> rules;
  bool all_full = true, any_read = false, only_permits = !statements.empty(), only_logistics = !statements.empty();
  Topic topic = Topic::kOther;
  for (const Statement& s : statements) {
    if (s.empty) continue;
    if (!s.logistics) only_logistics = false;
    all_full = all_full && s.understood == Understood::kFull;
    any_read = any_read || (s.understood != Understood::kNone && !s.logistics);
    if (Weight(s.topic) > Weight(topic)) topic = s.topic;
    if (s.mood == Mood::kPermits && !s.logistics) {
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
