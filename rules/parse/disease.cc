#include <algorithm>

#include "base/ascii.h"
#include "rules/parse/domains.h"
#include "rules/parse/setting_phrases.h"
#include "rules/parse/stages.h"
#include "rules/parse/tnm.h"

namespace trialmatch::rules {
namespace {

bool IsExtent(std::string_view setting) {
  return setting == "locally_advanced" || setting == "metastatic" || setting == "advanced" || setting == "recurrent" || setting == "early_stage" ||
         setting == "oligometastatic" || setting == "oligoprogressive" || setting == "persistent";
}

// One side of an "or": how far the disease has gone (any of these), and what must hold besides ("unresectable").
struct Branch {
  std::vector<std::string> extents;
  std::vector<std::string> stages;
  std::vector<std::string> besides;
  std::vector<std::string> lacking;  // settings that must not hold: "non-metastatic"
  bool progressing = false;          // one of the extents
  bool progressing_besides = false;  // whatever the extent
  std::optional<ConditionLeaf> effusion;  // of the last stage alone: "IIIA, or IIIB with pleural effusion"
  std::string last_stage;
  std::vector<TnmReading::Combination> tnm;  // any of these
  int edition = 0;
  int first = 0, last = 0;
  bool empty() const { return extents.empty() && stages.empty() && besides.empty() && lacking.empty() && tnm.empty() && !progressing && !progressing_besides; }
};

Expression Of(const Reading& r, OneOfLeaf::Attribute attribute, std::vector<std::string> values, int edition, int first, int last, const char* rule) {
  OneOfLeaf leaf;
  leaf.attribute = attribute;
  leaf.values = std::move(values);
  leaf.edition = edition;
  return Expression::OfLeaf(std::move(leaf), r.SpanOf(first, last), rule);
}

Expression ToExpression(const Reading& r, const Branch& b) {
  std::vector<Expression> parts, extent;
  const auto stage = [&](std::vector<std::string> values) { return Of(r, OneOfLeaf::Attribute::kStage, std::move(values), b.edition, b.first, b.last, "stage.group"); };
  std::vector<std::string> plain = b.stages;
  if (b.effusion) std::erase(plain, b.last_stage);
  if (!plain.empty()) extent.push_back(stage(std::move(plain)));
  if (b.effusion) extent.push_back(Expression::All(stage({b.last_stage}), Expression::OfLeaf(*b.effusion, r.SpanOf(b.first, b.last), "stage.effusion")));
  if (b.progressing) extent.push_back(Expression::OfLeaf(FactLeaf{"cancer_progressing"}, r.SpanOf(b.first, b.last), "stage.progressing"));
  if (!b.extents.empty()) extent.push_back(Of(r, OneOfLeaf::Attribute::kSetting, b.extents, 0, b.first, b.last, "stage.setting"));
  if (!extent.empty()) parts.push_back(Expression::Any(std::move(extent)));
  for (const std::string& beside : b.besides) parts.push_back(Of(r, OneOfLeaf::Attribute::kSetting, {beside}, 0, b.first, b.last, "stage.setting"));
  if (b.progressing_besides) parts.push_back(Expression::OfLeaf(FactLeaf{"cancer_progressing"}, r.SpanOf(b.first, b.last), "stage.progressing"));
  for (const std::string& none : b.lacking) parts.push_back(Expression::Not(Of(r, OneOfLeaf::Attribute::kSetting, {none}, 0, b.first, b.last, "stage.setting")));
  std::vector<Expression> ways;
  for (const TnmReading::Combination& way : b.tnm) {
    std::vector<Expression> all;
    for (const std::vector<std::string>& values : way) all.push_back(Of(r, OneOfLeaf::Attribute::kStage, values, b.edition, b.first, b.last, "stage.tnm"));
    ways.push_back(Expression::All(std::move(all)));
  }
  if (!ways.empty()) parts.push_back(Expression::Any(std::move(ways)));
  return Expression::All(std::move(parts));
}

// "Progressive, relapsed or recurrent": the state of the tumour, beside words of how far it has gone.
bool IsProgressive(const Reading& r, int i) {
  if (!r.WordIs(i, "progressive") || r.at(i).used || r.at(i).lead) return false;
  const auto of_tumour = [&](int k) { return r.IsTermOf(k, KindBits({TermKind::kSetting, TermKind::kDisease})); };
  const bool joins = r.IsMark(i + 1, ',') || r.IsAny(i + 1, {Cue::kOr, Cue::kAnd}) || r.IsMark(i + 1, '/');
  return of_tumour(i + 1) || (joins && (of_tumour(i + 2) || of_tumour(i - 1)));
}

// "Progressive, relapsed or recurrent" offers it; "metastatic, progressive cancer" asks for it besides.
bool IsOneOfSeveral(const Reading& r, int i, int end) {
  if (r.IsAny(i + 1, {Cue::kOr}) || r.Is(i - 1, Cue::kOr)) return true;
  if (!r.IsMark(i + 1, ',') && !r.IsMark(i - 1, ',')) return false;
  for (int k = i + 1; k < end && k < i + 8; ++k) {
    if (r.Is(k, Cue::kOr)) return true;
    if (r.Find(k, TermKind::kDisease) != nullptr) return false;
  }
  return false;
}

// "Solid tumors (including NSCLC, melanoma (skin) and ...)": what stands behind "including", up to the end of its brackets.
struct Examples {
  bool on = false;
  int depth = 0;  // brackets opened since

  // Passes the items between two diseases.
  void Pass(const Reading& r, int from, int to) {
    for (int i = from + 1; i < to; ++i) {
      if (r.Is(i, Cue::kIncluding)) {
        on = true;
        depth = 0;
      }
      if (r.IsMark(i, '(')) ++depth;
      if (r.IsMark(i, ')')) --depth;
      if (r.IsMark(i, ';') || depth < 0 || (depth == 0 && r.Is(i, Cue::kWho))) on = false;
    }
  }
};

// "Primary or metastatic tissue": where a sample comes from, and not how far the disease has gone.
bool IsOriginOfTissue(const Reading& r, int i, int end) {
  int next = i + 1;
  while (next < end && (r.IsTermOf(next, KindBits({TermKind::kSite})) || r.Is(next, Cue::kDiseaseWord))) ++next;
  return next < end && r.WordContains(next, {"tissue"}) ? true : next < end && r.WordIsAny(next, {"biopsy", "biopsies", "specimen", "specimens", "sample", "samples", "tumor sample", "tumor specimen", "site", "sites"}) && !r.Is(next - 1, Cue::kDiseaseWord);
}

// A comma or "who are" lies between item `i` and the "or" before it.
bool StandsApartFromOr(const Reading& r, Clause clause, int i) {
  bool apart = false;
  for (int k = i - 1; k >= clause.begin && !r.Is(k, Cue::kOr); --k) apart = apart || r.IsMark(k, ',') || r.Is(k, Cue::kWho);
  return apart;
}

// "Recurrent disease after a prior diagnosis of stage I to III disease": the stage of then.
bool OfFormerDiagnosis(const Reading& r, Clause clause, int i) {
  bool diagnosis = false;
  for (int k = i - 1; k >= clause.begin && k >= i - 4; --k) {
    diagnosis = diagnosis || r.WordContains(k, {"diagnos"});
    if (diagnosis && (r.Is(k, Cue::kPrior) || r.WordStarts(k, {"initial", "original", "prior"}))) return true;
    if (r.IsKind(k, Item::Kind::kMark)) return false;
  }
  return false;
}

// "Non-metastatic": the last item before `i` is the denial.
bool HasNonBefore(const Reading& r, int i) {
  if (r.IsMark(i - 1, '-') && !r.at(i).space_before) --i;
  return r.WordIs(i - 1, "non") && !r.at(i - 1).used;
}

struct NamedDisease {
  std::string id;
  int at = 0;
};

bool SaysMixed(const Reading& r, int i) {
  return r.WordContains(i, {"mixed"}) || r.WordContains(i, {"combin"}) || r.WordContains(i, {"component"}) || r.WordContains(i, {"element"});
}

// "Mixed small cell and non-small cell histology", "NSCLC with a small cell component": two names of one tumour, which
// is a small cell cancer. The word that says so is used; true when `a` and `b` are such.
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

void ReadDisease(Reading& r, Clause clause, const std::vector<SettingPhrase>& phrases, Atoms& atoms) {
  const Lexicon& lexicon = r.lexicon();
  std::vector<std::string> diseases;
  std::vector<NamedDisease> named;
  std::vector<std::string> excepted;
  int disease_first = -1, disease_last = -1;
  std::vector<Branch> branches = {{}};
  int edition = 0;
  bool negated_setting = false, negated_disease = false;
  int depth = 0;
  int except_at = FindCue(r, clause.begin, clause.end, {Cue::kExcept});
  Examples examples;
  int stage_goes_on = -1;
  auto phrase = phrases.begin();
  const auto beside = [&](std::string setting, int first, int last) {
    Branch* branch = &branches.back();
    negated_setting = negated_setting || DeniedBefore(r, clause, first);
    // "..., confirmed by histology or cytology, not amenable to surgery": the last "or" opened no branch.
    if (branch->empty() && branches.size() > 1 && StandsApartFromOr(r, clause, first)) {
      for (Branch& before : branches) {
        if (!before.empty()) before.besides.push_back(setting);
      }
      return;
    }
    if (branch->empty()) branch->first = first;
    branch->last = last;
    branch->besides.push_back(setting);
    // In brackets behind a list it limits all that stands before: "advanced or recurrent (stage IIIB not amenable to ...)".
    for (size_t b = 0; depth > 0 && b + 1 < branches.size(); ++b) branches[b].besides.push_back(setting);
  };
  for (int i = clause.begin; i < clause.end; ++i) {
    if (phrase != phrases.end() && i == phrase->first) {
      beside(phrase->setting, phrase->first, phrase->last);
      i = phrase->last;
      ++phrase;
      continue;
    }
    // Most words are none of what is looked for.
    const bool may_tell = r.IsKind(i, Item::Kind::kMark) || r.IsTermOf(i, KindBits({TermKind::kSite, TermKind::kSetting, TermKind::kDisease})) ||
                          r.IsAny(i, {Cue::kEdition, Cue::kOr, Cue::kStage}) || r.at(i).may_be_code || i == stage_goes_on || IsProgressive(r, i);
    if (!may_tell) continue;
    if (r.IsMark(i, '(')) ++depth;
    if (r.IsMark(i, ')') && depth > 0) --depth;
    if (r.Is(i, Cue::kEdition)) {
      if (const int told = ReadEdition(r, clause, i); told > 0) edition = told;
    }
    if (r.at(i).used) continue;
    // "Stage IV disease, stage IIIB disease not amenable to surgery, or ...".
    if (r.IsMark(i, ',') && depth == 0 && r.Is(i + 1, Cue::kStage) && !branches.back().stages.empty()) {
      branches.push_back({});
      continue;
    }
    if (r.Is(i, Cue::kOr) || (r.IsMark(i, '/') && !branches.back().empty())) {
      if (!branches.back().empty() && depth == 0) branches.push_back({});
      continue;
    }
    // "Lung, breast and/or prostate cancer": organs that share the word.
    if (const Entry* organ = r.Find(i, TermKind::kSite)) {
      int k = i + 1;
      while (k < clause.end && k < i + 12 && (r.IsMark(k, ',') || r.IsMark(k, '/') || r.Is(k, Cue::kOr) || r.Is(k, Cue::kAnd) || r.Find(k, TermKind::kSite) != nullptr || r.WordIs(k, "cell"))) ++k;
      const Entry* cancer = k < clause.end && k > i + 1 ? r.Find(k, TermKind::kDisease) : nullptr;
      const Entry* theirs = cancer != nullptr && cancer->id.ends_with("_cancer") ? lexicon.Find(TermKind::kDisease, organ->id + "_cancer") : nullptr;
      if (theirs != nullptr) {
        diseases.push_back(theirs->id);
        if (disease_first < 0) {
          disease_first = i;
          negated_disease = DeniedBefore(r, clause, i);
        }
        disease_last = i;
        r.Use(i);
        continue;
      }
    }
    // Bone metastases, liver metastases: where it has spread.
    if (const Entry* site = r.Find(i, TermKind::kSite)) {
      const Entry* next = i + 1 < clause.end ? r.Find(i + 1, TermKind::kSetting) : nullptr;
      if (next != nullptr && next->id == "metastatic") {
        Atom atom;
        atom.first = i;
        atom.last = i + 1;
        atom.topic = Topic::kStageSetting;
        atom.negated = DeniedBefore(r, clause, i);
        atom.expression = Of(r, OneOfLeaf::Attribute::kMetastasisSite, {site->id}, 0, i, i + 1, "stage.metastasis_site");
        atoms.push_back(std::move(atom));
        r.UseRange(i, i + 1);
        ++i;
        continue;
      }
    }
    const Entry* setting = r.Find(i, TermKind::kSetting);
    // "A limited number of sites" is no limited stage.
    bool only_word = setting != nullptr && r.WordIsAny(i, {"limited", "extensive"}) && !r.Is(i - 1, Cue::kStage) && !r.IsAny(i + 1, {Cue::kStage, Cue::kDiseaseWord}) && !r.IsAnyMark(i + 1, "-,/") && r.Find(i + 1, TermKind::kDisease) == nullptr && !r.IsAny(i + 1, {Cue::kOr, Cue::kAnd});
    if (setting != nullptr && IsOriginOfTissue(r, i, clause.end)) {
      r.at(i).used = r.at(i).aside = true;
      continue;
    }
    if (setting != nullptr && !only_word && HasNonBefore(r, i)) {
      Branch* branch = &branches.back();
      if (branch->empty()) branch->first = i;
      branch->last = i;
      branch->lacking.push_back(setting->id);
      r.UseRange(r.IsMark(i - 1, '-') ? i - 2 : i - 1, i);
      continue;
    }
    if (setting != nullptr && !only_word) {
      if (IsExtent(setting->id)) {
        Branch* branch = &branches.back();
        if (branch->empty()) branch->first = i;
        branch->last = i;
        branch->extents.push_back(setting->id);
        negated_setting = negated_setting || DeniedBefore(r, clause, i);
      } else if (diseases.empty() && HasCue(r, clause.begin, i, {Cue::kCnsMetastasis, Cue::kLeptomeningeal})) {
        continue;  // "brain metastases not amenable to surgery": of them
      } else {
        beside(setting->id, i, i);
      }
      r.Use(i);
      continue;
    }
    if (IsProgressive(r, i)) {
      Branch* branch = &branches.back();
      if (branch->empty()) branch->first = i;
      branch->last = i;
      (IsOneOfSeveral(r, i, clause.end) ? branch->progressing : branch->progressing_besides) = true;
      negated_setting = negated_setting || DeniedBefore(r, clause, i);
      r.Use(i);
      continue;
    }
    if (const auto tnm = ReadTnm(r, i, clause.end, !branches.back().stages.empty() || !branches.back().extents.empty())) {
      Branch* branch = &branches.back();
      if (branch->empty()) branch->first = i;
      branch->last = tnm->last;
      branch->tnm.insert(branch->tnm.end(), tnm->ways.begin(), tnm->ways.end());
      negated_setting = negated_setting || DeniedBefore(r, clause, i);
      r.UseRange(i, tnm->last);
      i = tnm->last;
      continue;
    }
    const bool goes_on = i == stage_goes_on;
    const bool may_start = goes_on || r.Is(i, Cue::kStage) ||
                           (r.IsKind(i, Item::Kind::kWord) && r.Word(i).size() >= 2 && (r.Word(i)[0] == 'I' || r.WordStarts(i, {"stage"})));
    if (may_start && OfFormerDiagnosis(r, clause, i)) {
      if (auto former = ReadStages(r, i, clause.end)) {
        r.UseRange(i, former->last);
        i = former->last;
        continue;
      }
    }
    if (may_start) {
      if (auto stages = ReadStages(r, i, clause.end, goes_on ? BareStage::kTaken : BareStage::kDoubted)) {
        Branch* branch = &branches.back();
        if (branch->empty()) branch->first = i;
        branch->last = stages->last;
        branch->stages.insert(branch->stages.end(), stages->stages.begin(), stages->stages.end());
        negated_setting = negated_setting || DeniedBefore(r, clause, i);
        r.UseRange(i, stages->last);
        if (auto effusion = TakeEffusion(r, stages->last, atoms)) {
          branch->effusion = std::move(effusion);
          branch->last_stage = stages->last_stage;
        }
        stage_goes_on = StageGoesOn(r, stages->last, clause.end);
        i = stages->last;
        continue;
      }
    }
    if (const Entry* disease = r.Find(i, TermKind::kDisease)) {
      // "Eligible for lung cancer screening", "cancer prevention programme": nobody is asked to have it.
      if (r.WordIsAny(i + 1, {"screening", "prevention", "survivorship", "awareness"})) continue;
      // "Non-gastric cancers" are every other one.
      if (r.WordIs(i - 1, "non") || (r.IsMark(i - 1, '-') && !r.at(i).space_before && r.WordIs(i - 2, "non"))) {
        Atom others;
        others.topic = Topic::kDisease;
        others.first = others.last = i;
        others.expression = Expression::Opaque(r.SpanOf(i, i));
        atoms.push_back(std::move(others));
        continue;
      }
      // A bare histology ("adenocarcinoma") beside another organ is that organ's cancer, not the lung's.
      if (lexicon.IsA(TermKind::kDisease, disease->id, "lung_cancer") && !base::ContainsIgnoreCase(r.Word(i), "lung") && !base::ContainsIgnoreCase(r.Word(i), "nsc") &&
          !base::ContainsIgnoreCase(r.Word(i), "pulmonary") && !base::ContainsIgnoreCase(r.Word(i), "sclc") && !base::ContainsIgnoreCase(r.Word(i), "bronch")) {
        const Entry* organ = nullptr;
        for (int k = std::max(clause.begin, i - 3); k < std::min(clause.end, i + 4); ++k) {
          const Entry* site = r.Find(k, TermKind::kSite);
          if (site != nullptr && site->id != "lung" && site->id != "thorax" && site->id != "brain" && site->id != "cns" && site->id != "lymph_node") organ = site;
        }
        if (organ != nullptr) {
          const Entry* theirs = lexicon.Find(TermKind::kDisease, organ->id + "_cancer");
          if (theirs == nullptr) continue;
          disease = theirs;
        }
      }
      if (except_at >= 0 && i > except_at && !diseases.empty()) {
        excepted.push_back(disease->id);
        r.Use(i);
        continue;
      }
      if (!diseases.empty()) examples.Pass(r, disease_last, i);
      bool example = !diseases.empty() && examples.on && lexicon.IsA(TermKind::kDisease, disease->id, diseases.back());
      named.push_back({disease->id, i});
      if (!example) diseases.push_back(disease->id);
      if (disease_first < 0) {
        disease_first = i;
        negated_disease = DeniedBefore(r, clause, i);
      }
      disease_last = i;
      r.Use(i);
    }
  }
  for (size_t n = 0; n + 1 < named.size(); ++n) {
    if (!AreMixed(r, clause, named[n], named[n + 1])) continue;
    const std::string& large = lexicon.IsA(TermKind::kDisease, named[n].id, "sclc") ? named[n + 1].id : named[n].id;
    const auto at = std::find(diseases.begin(), diseases.end(), large);
    if (at != diseases.end()) diseases.erase(at);
  }
  // Of "non-squamous non-small cell lung cancer" the narrower counts: what is above another of the list goes.
  std::vector<std::string> kept;
  for (const std::string& d : diseases) {
    bool wider = std::any_of(diseases.begin(), diseases.end(), [&](const std::string& o) { return o != d && lexicon.IsA(TermKind::kDisease, o, d); });
    if (!wider && std::find(kept.begin(), kept.end(), d) == kept.end()) kept.push_back(d);
  }
  if (!kept.empty()) {
    OneOfLeaf leaf;
    leaf.attribute = OneOfLeaf::Attribute::kDisease;
    leaf.values = kept;
    leaf.except = excepted;
    Atom atom;
    atom.first = disease_first;
    atom.last = disease_last;
    atom.topic = Topic::kDisease;
    atom.negated = negated_disease;
    atom.expression = Expression::OfLeaf(std::move(leaf), r.SpanOf(disease_first, disease_last), "disease.type");
    if (!excepted.empty() && except_at >= 0) r.Use(except_at);
    atoms.push_back(std::move(atom));
  }
  std::vector<Expression> ways;
  int first = -1, last = -1;
  for (Branch& branch : branches) {
    if (branch.empty()) continue;
    branch.edition = edition;
    if (first < 0) first = branch.first;
    last = std::max(last, branch.last);
    ways.push_back(ToExpression(r, branch));
  }
  if (!ways.empty()) {
    Atom atom;
    atom.first = first;
    atom.last = last;
    atom.topic = Topic::kStageSetting;
    atom.negated = negated_setting;
    atom.expression = Expression::Any(std::move(ways));
    atoms.push_back(std::move(atom));
  }
}

}  // namespace trialmatch::rules
