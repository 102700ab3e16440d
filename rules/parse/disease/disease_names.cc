#include "rules/parse/disease/disease_names.h"

#include <algorithm>

#include "base/ascii.h"
#include "rules/parse/disease/disease_words.h"

namespace trialmatch::rules {
namespace {

bool SaysMixed(const Reading& r, int i) {
  return r.WordContains(i, {"mixed"}) || r.WordContains(i, {"combin"}) || r.WordContains(i, {"component"}) || r.WordContains(i, {"element"});
}

// Small cell and other cells in one tumour; the word that says so is used.
bool AreMixed(Reading& r, Clause clause, const NamedDisease& a, const NamedDisease& b) {
  const Lexicon& lexicon = r.lexicon();
  const auto is = [&](const NamedDisease& d, const char* id) { return lexicon.IsA(TermKind::kDisease, d.id, id); };
  const bool pair = (is(a, "sclc") && is(b, "nsclc")) || (is(a, "nsclc") && is(b, "sclc"));
  if (!pair) return false;
  for (int i = a.at + 1; i < b.at; ++i) {
    if (r.Is(i, Cue::kOr) || r.IsAnyMark(i, ",;") || r.IsAny(i, {Cue::kNo, Cue::kNot, Cue::kWithout})) return false;
  }
  bool mixed = false;
  for (int i = std::max(clause.begin, a.at - 5); i < std::min(clause.end, b.at + 5); ++i) {
    if (i > b.at && (r.Is(i, Cue::kOr) || r.IsKind(i, Item::Kind::kMark))) break;
    if (!SaysMixed(r, i)) continue;
    mixed = true;
    r.Use(i);
  }
  return mixed;
}

}  // namespace

bool JoinsHistologies(const Reading& r, const std::vector<NamedDisease>& named) {
  constexpr int kReach = 4;   // "or non - squamous"
  if (named.size() < 2) return false;
  const NamedDisease &one = named[named.size() - 2], &other = named.back();
  return one.id != other.id && one.at < other.at && other.at <= one.at + kReach && r.FindCue(one.at + 1, other.at, {Cue::kOr}) == one.at + 1;
}

bool MixNames(Reading& r, Clause clause, const std::vector<NamedDisease>& named, std::vector<NamedDisease>* diseases) {
  const auto is = [&](const NamedDisease& d, const char* id) { return r.lexicon().IsA(TermKind::kDisease, d.id, id); };
  const auto drop = [&](const auto& which) {
    const auto at = std::find_if(diseases->begin(), diseases->end(), which);
    if (at != diseases->end()) diseases->erase(at);
  };
  bool component = false;
  for (size_t n = 0; n + 1 < named.size(); ++n) {
    const NamedDisease& a = named[n];
    const NamedDisease& b = named[n + 1];
    if (AreMixed(r, clause, a, b)) {
      const std::string& large = is(a, "sclc") ? b.id : a.id;
      drop([&](const NamedDisease& d) { return d.id == large; });
      continue;
    }
    if (is(a, b.id.c_str()) || is(b, a.id.c_str()) || !is(a, "lung_cancer")) continue;
    // "Large cell neuroendocrine non-small cell lung cancer (NSCLC)": one tumour.
    if (b.id == "nsclc" && b.at == a.at + 1) {
      const int again = r.IsMark(b.at + 1, '(') ? b.at + 2 : b.at;
      std::erase_if(*diseases, [&](const NamedDisease& d) { return d.id == "nsclc" && (d.at == b.at || d.at == again); });
    }
    const auto part = [&](int k) { return r.WordContains(k, {"component"}) || r.WordContains(k, {"differentiation"}) || r.WordContains(k, {"feature"}) || r.WordContains(k, {"histology"}); };
    if ((is(b, "lung_cancer") || b.id == "neuroendocrine_tumor") && JoinsByWith(r, a.at, b.at) && (part(b.at) || part(b.at + 1))) {
      drop([&](const NamedDisease& d) { return d.at == b.at; });
      component = true;
    }
  }
  return component;
}

void DropAnnouncedOrgans(const Reading& r, int including, const std::string& tumour, std::vector<Atom>* atoms) {
  if (including <= 0) return;
  std::erase_if(*atoms, [&](const Atom& a) {
    const auto* list = a.expression.kind == Expression::Kind::kLeaf ? std::get_if<OneOfLeaf>(a.expression.leaf.get()) : nullptr;
    return list != nullptr && list->attribute == OneOfLeaf::Attribute::kDisease && a.first > including && !a.negated &&
           std::all_of(list->values.begin(), list->values.end(), [&](const std::string& d) { return r.lexicon().IsA(TermKind::kDisease, d, tumour); });
  });
}

bool DeniesTumour(const Reading& r, int begin, int i) {
  for (int k = i - 1; k >= std::max(begin, i - 5); --k) {
    if (r.IsAny(k, {Cue::kNo, Cue::kNot, Cue::kWithout})) return !r.WordContains(k, {"negative"});
    if (r.IsAnyMark(k, ",;:()/") || r.IsAny(k, {Cue::kOr, Cue::kAnd, Cue::kWith, Cue::kWho})) return false;
  }
  return false;
}

bool TakesOutTumour(Reading& r, const std::vector<NamedDisease>& diseases, const std::string& id, int i) {
  const bool wider = std::any_of(diseases.begin(), diseases.end(), [&](const NamedDisease& d) { return r.lexicon().IsA(TermKind::kDisease, d.id, id); });
  if (!wider) r.Use(i);
  return !wider;
}

bool NamesLung(std::string_view word) {
  for (std::string_view part : {"lung", "nsc", "pulmonary", "sclc", "bronch"}) {
    if (base::ContainsIgnoreCase(word, part)) return true;
  }
  return false;
}

const Entry* HistologyOfOrgan(const Reading& r, Clause clause, int i, const Entry* histology) {
  const Lexicon& lexicon = r.lexicon();
  if (i > clause.begin && r.IsKind(i - 1, Item::Kind::kWord)) {
    if (const auto term = lexicon.Resolve(TermKind::kDisease, std::string(r.Word(i - 1)) + " cancer")) {
      const Entry* theirs = &lexicon.entry(*term);
      return lexicon.IsA(TermKind::kDisease, theirs->id, "lung_cancer") ? histology : theirs;
    }
  }
  // "Biliary tract cancer (adenocarcinoma)", "Esophageal cancer (squamous cell carcinoma or adenocarcinoma)".
  int open = i - 1;
  while (open > clause.begin && open > i - 6 && (r.IsAnyMark(open, ",/") || r.IsAny(open, {Cue::kOr, Cue::kAnd}) || r.Find(open, TermKind::kDisease) != nullptr)) --open;
  if (const Entry* named = r.IsMark(open, '(') && open - 1 >= clause.begin ? r.Find(open - 1, TermKind::kDisease) : nullptr) {
    const bool of_organ = named->id != "cancer" && named->id != "solid_tumor" && named->id != "metastatic_disease";
    if (of_organ && !lexicon.IsA(TermKind::kDisease, named->id, "lung_cancer") && !lexicon.IsA(TermKind::kDisease, "lung_cancer", named->id)) return named;
  }
  // "Gastroesophageal junction (GEJ) adenocarcinoma": the abbreviation stands between.
  if (r.IsMark(i - 1, ')') && r.IsMark(i - 3, '(') && i - 4 >= clause.begin) {
    const Entry* organ = r.Find(i - 2, TermKind::kDisease);
    const bool other = organ != nullptr && organ->id.ends_with("_cancer") && !lexicon.IsA(TermKind::kDisease, organ->id, "lung_cancer") && !lexicon.IsA(TermKind::kDisease, "lung_cancer", organ->id);
    if (other) return organ;
  }
  // "Adenocarcinoma from a primary ovarian cancer", "of colorectal origin".
  int from = i + 1;
  if (r.Is(from, Cue::kBetween) || r.Is(from, Cue::kBefore) || r.WordIsAny(from, {"from", "of", "arising from", "originating from"})) {
    for (++from; from < clause.end && from <= i + 6; ++from) {
      const Entry* named = r.Find(from, TermKind::kDisease);
      if (named != nullptr && !lexicon.IsA(TermKind::kDisease, named->id, "lung_cancer") && !lexicon.IsA(TermKind::kDisease, "lung_cancer", named->id)) return named;
      const auto term = r.IsKind(from, Item::Kind::kWord) ? lexicon.Resolve(TermKind::kDisease, std::string(r.Word(from)) + " cancer") : std::nullopt;
      if (term && !lexicon.IsA(TermKind::kDisease, lexicon.entry(*term).id, "lung_cancer")) return &lexicon.entry(*term);
      // "Of the left-sided colorectal cancer".
      const bool part = r.IsMark(from, '-') || r.WordIsAny(from, {"left", "right", "sided", "distal", "proximal", "upper", "lower", "middle", "sigmoid"});
      if (named != nullptr || r.IsAnyMark(from, ",;.(") || (!part && !r.Is(from, Cue::kFiller) && r.Find(from, TermKind::kPlain) == nullptr)) break;
    }
  }
  // "Adenocarcinoma or squamous cell carcinoma of the oesophagus": both are of the organ.
  const int other = i + 2;
  if (other < clause.end && (r.Is(i + 1, Cue::kOr) || r.WordIs(i + 1, "and/or")) && r.WordContains(other, {"carcinoma of ", "cancer of "})) {
    const Entry* named = r.Find(other, TermKind::kDisease);
    bool lung_before = false;
    for (int k = clause.begin; k < i; ++k) lung_before = lung_before || (r.IsTerm(k, TermKind::kDisease) && NamesLung(r.Word(k)));
    if (named != nullptr && !lung_before && !lexicon.IsA(TermKind::kDisease, named->id, "lung_cancer") && !lexicon.IsA(TermKind::kDisease, "lung_cancer", named->id)) return named;
  }
  const Entry* organ = nullptr;
  int at = i;
  for (int k = std::max(clause.begin, i - 3); k < std::min(clause.end, i + 4); ++k) {
    const Entry* site = r.Find(k, TermKind::kSite);
    if (site != nullptr && site->id != "lung" && site->id != "thorax" && site->id != "brain" && site->id != "cns" && site->id != "lymph_node") organ = site, at = k;
  }
  if (organ == nullptr) return histology;
  const auto theirs = lexicon.Resolve(TermKind::kDisease, std::string(r.Word(at)) + " cancer");
  return theirs ? &lexicon.entry(*theirs) : lexicon.Find(TermKind::kDisease, organ->id + "_cancer");
}

const Entry* WithGluedNon(const Reading& r, int i, const Entry* disease) {
  // "Non-predominantly squamous".
  const int non = r.WordStarts(i - 1, {"predominant"}) ? i - 2 : i - 1;
  if (!r.IsMark(non, '-') || !base::EndsWithIgnoreCase(r.Word(non - 1), "non")) return disease;
  if (disease->id == "sclc") return r.lexicon().Find(TermKind::kDisease, "nsclc");
  return disease->id == "squamous_nsclc" ? r.lexicon().Find(TermKind::kDisease, "nonsquamous_nsclc") : disease;
}

namespace {

// "A solid tumour or a primary brain tumour": the second narrows nothing.
bool AreAlternatives(const Reading& r, int first, int second) {
  bool either = false;
  for (int i = first + 1; i < second; ++i) {
    either = either || r.Is(i, Cue::kOr);
    const bool glue = r.IsAny(i, {Cue::kOr, Cue::kFiller}) || r.WordIsAny(i, {"a", "an", "primary", "malignant", "recurrent"}) || r.Find(i, TermKind::kPlain) != nullptr;
    if (!glue) return false;
  }
  return either;
}

}  // namespace

void AllowNamedBeside(Reading& r, const std::vector<NamedDisease>& named, int except_at, std::vector<std::string>* kept, std::vector<std::string>* excepted) {
  const auto is_named = [&](const std::string& id) { return std::find(kept->begin(), kept->end(), id) != kept->end(); };
  if (excepted->empty()) return;
  const bool all_named = std::all_of(excepted->begin(), excepted->end(), is_named);
  const bool of_named = std::any_of(excepted->begin(), excepted->end(), [&](const std::string& id) { return std::any_of(kept->begin(), kept->end(), [&](const std::string& k) { return r.lexicon().IsA(TermKind::kDisease, id, k); }); });
  if (of_named && !all_named) return;
  const auto wide = std::find_if(named.begin(), named.end(), [&](const NamedDisease& d) {
    return (d.id == "solid_tumor" || d.id == "cancer") && std::all_of(excepted->begin(), excepted->end(), [&](const std::string& id) { return id != d.id && r.lexicon().IsA(TermKind::kDisease, id, d.id); });
  });
  if (wide == named.end()) return;
  if (!is_named(wide->id)) kept->push_back(wide->id);
  if (!all_named) return;
  excepted->clear();
  r.Use(except_at);
}

// "NSCLC and other advanced solid tumours": the tumour at `i` is named as another than those before it.
static bool IsNamedAsOther(const Reading& r, int i) {
  int k = i - 1;
  while (r.Find(k, TermKind::kSetting) != nullptr || (r.IsAny(k, {Cue::kOr, Cue::kAnd}) && r.Find(k - 1, TermKind::kSetting) != nullptr)) --k;
  return r.WordContains(k, {"other"}) && !r.Is(k, Cue::kExcept);
}

std::vector<std::string> WithoutWider(const Reading& r, const std::vector<NamedDisease>& named) {
  const auto is = [&](const NamedDisease& a, const NamedDisease& b) { return r.lexicon().IsA(TermKind::kDisease, a.id, b.id); };
  std::vector<std::string> kept;
  for (const NamedDisease& d : named) {
    const bool of_a_list = std::any_of(named.begin(), named.end(), [&](const NamedDisease& o) { return !is(o, d) && !is(d, o); });
    const auto narrows = [&](const NamedDisease& o) {
      if (o.id == d.id || !is(o, d)) return false;
      // "NSCLC, colorectal cancer, or other solid tumour".
      if (o.at < d.at && IsNamedAsOther(r, d.at)) return false;
      // "Any type of carcinoma, sarcoma, or melanoma": a carcinoma is one of the list.
      if (d.id == "solid_tumor" && r.WordContains(d.at, {"carcinoma"}) && (r.IsAnyMark(d.at + 1, ",/") || r.Is(d.at + 1, Cue::kOr))) return false;
      // "Melanoma or any type of carcinoma or sarcoma": the wider one says that any may come.
      const bool any = r.WordStarts(d.at, {"any", "type of", "other"});
      if (any && r.FindCue(std::min(o.at, d.at) + 1, std::max(o.at, d.at), {Cue::kOr}) >= 0) return false;
      if (AreAlternatives(r, d.at, o.at)) return false;
      if (!of_a_list || o.at < d.at) return true;
      // "Squamous, adeno-, large cell, bronchoalveolar": of a list, not what is told more closely behind.
      const int behind = r.IsMark(d.at + 1, '-') ? d.at + 2 : d.at + 1;
      return r.FindCue(d.at + 1, o.at, {Cue::kOr, Cue::kAnd}) < 0 && !r.IsMark(behind, ',');
    };
    if (std::none_of(named.begin(), named.end(), narrows) && std::find(kept.begin(), kept.end(), d.id) == kept.end()) kept.push_back(d.id);
  }
  return kept;
}

bool DescribesIllness(Reading& r, int i, int end) {
  for (int k = i + 1; k < end && k <= i + 7; ++k) {
    if (r.IsTermOf(k, KindBits({TermKind::kDisease, TermKind::kSetting, TermKind::kDrug, TermKind::kDrugClass, TermKind::kGene})) || r.IsAny(k, {Cue::kDiseaseWord, Cue::kStage, Cue::kCnsMetastasis})) return false;
    if (r.IsTerm(k, TermKind::kCondition)) {
      r.Use(i);
      return true;
    }
    const bool degree = r.IsTermOf(k, KindBits({TermKind::kQuality, TermKind::kPlain})) || r.IsAny(k, {Cue::kOr, Cue::kFiller, Cue::kUncontrolled}) || r.IsMark(k, '/');
    if (!degree) return false;
  }
  return false;
}

bool OrAnotherExtent(const Reading& r, int i, int end) {
  int k = i + 1;
  if (r.IsMark(k, ',')) ++k;
  if (k >= end || !(r.Is(k, Cue::kOr) || r.IsMark(k, '/'))) return false;
  ++k;
  if (r.WordIs(k, "a")) ++k;
  const Entry* other = k < end ? r.Find(k, TermKind::kSetting) : nullptr;
  return other != nullptr && other->id != "metastatic";
}

bool PassOverCause(Reading& r, Clause clause, int i) {
  bool several = r.IsMark(i + 1, ',') || r.Is(i + 1, Cue::kOr);
  for (int k = i - 1; k > clause.begin && k > i - 8; --k) {
    if (r.WordIsAny(k, {"due to", "because of", "owing to"})) {
      r.at(i).used = r.at(i).aside = several || r.at(i).used;
      return several;
    }
    several = several || r.IsMark(k, ',') || r.Is(k, Cue::kOr);
    if (!r.IsMark(k, ',') && !r.IsAny(k, {Cue::kOr, Cue::kFiller, Cue::kProgressed}) && r.Find(k, TermKind::kSetting) == nullptr) return false;
  }
  return false;
}

bool DeniedBehindComma(const Reading& r, Clause clause, int i) {
  int k = i - 1, depth = 0;
  while (k >= clause.begin && !r.IsAny(k, {Cue::kNo, Cue::kNot, Cue::kWithout})) {
    if (r.IsMark(k, ')')) ++depth;
    if (r.IsMark(k, '(')) --depth;
    if (r.IsMark(k, ',') && depth <= 0) return true;
    --k;
  }
  return false;
}

bool DeniedInList(const Reading& r, int before, int i) {
  int k = i - 1;
  while (k > before && (r.IsAny(k, {Cue::kFiller, Cue::kKnown}) || r.WordIsAny(k, {"mixed", "any", "evidence of", "predominant", "pure", "other", "histologic"}) || r.WordStarts(k, {"presence of"}))) --k;
  return k > before && r.IsAny(k, {Cue::kNo, Cue::kWithout}) && r.WordIsAny(k, {"no", "without", "without any", "no evidence of", "without evidence of", "absence of"});
}

bool TellsDegreeOfSpread(Reading& r, int i, std::vector<Atom>* atoms) {
  if (!r.WordIsAny(i, {"limited", "extensive"}) || !r.WordContains(i + 1, {"metasta"})) return false;
  const Entry* disease = r.Find(i + 1, TermKind::kDisease);
  const Entry* setting = r.Find(i + 1, TermKind::kSetting);
  if (!(disease != nullptr && disease->id == "metastatic_disease") && !(setting != nullptr && setting->id == "metastatic")) return false;
  atoms->push_back({.expression = Expression::Opaque(r.SpanOf(i, i + 1)), .topic = Topic::kStageSetting, .first = i, .last = i + 1});
  r.UseRange(i, i + 1);
  return true;
}

bool NarrowsExcepted(const Reading& r, int site, std::vector<std::string>* excepted) {
  int with = site - 1;
  if (r.WordIsAny(with, {"extensive", "massive", "bulky", "diffuse"})) --with;
  const Entry* tumour = r.Is(with, Cue::kWith) ? r.Find(with - 1, TermKind::kDisease) : nullptr;
  if (tumour == nullptr || std::find(excepted->begin(), excepted->end(), tumour->id) == excepted->end()) return false;
  std::erase(*excepted, tumour->id);
  return true;
}

bool AsksForLesionBefore(const Reading& r, int begin, int except_at) {
  for (int i = begin; i < except_at; ++i) {
    const Entry* fact = r.Find(i, TermKind::kFact);
    if (fact != nullptr && fact->id == "measurable") return true;
  }
  return false;
}

}  // namespace trialmatch::rules
