#include <algorithm>

#include "base/ascii.h"
#include "rules/parse/domains.h"
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
  std::vector<TnmReading::Combination> tnm;  // any of these
  int edition = 0;
  int first = 0, last = 0;
  bool empty() const { return extents.empty() && stages.empty() && besides.empty() && tnm.empty(); }
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
  if (!b.stages.empty()) extent.push_back(Of(r, OneOfLeaf::Attribute::kStage, b.stages, b.edition, b.first, b.last, "stage.group"));
  if (!b.extents.empty()) extent.push_back(Of(r, OneOfLeaf::Attribute::kSetting, b.extents, 0, b.first, b.last, "stage.setting"));
  if (!extent.empty()) parts.push_back(Expression::Any(std::move(extent)));
  for (const std::string& beside : b.besides) parts.push_back(Of(r, OneOfLeaf::Attribute::kSetting, {beside}, 0, b.first, b.last, "stage.setting"));
  std::vector<Expression> ways;
  for (const TnmReading::Combination& way : b.tnm) {
    std::vector<Expression> all;
    for (const std::vector<std::string>& values : way) all.push_back(Of(r, OneOfLeaf::Attribute::kStage, values, b.edition, b.first, b.last, "stage.tnm"));
    ways.push_back(Expression::All(std::move(all)));
  }
  if (!ways.empty()) parts.push_back(Expression::Any(std::move(ways)));
  return Expression::All(std::move(parts));
}

bool IsLocalTherapy(const Reading& r, int i) {
  const Entry* therapy = r.Find(i, TermKind::kDrugClass);
  return therapy != nullptr && (r.lexicon().DrugIsA(therapy->id, "radiation") || r.lexicon().DrugIsA(therapy->id, "surgery") || r.lexicon().DrugIsA(therapy->id, "local_therapy"));
}

// "(e.g. surgery and/or radiation)" that opens at `open`: its last item, or -1 when more stands in it.
int LocalTreatmentsInBrackets(const Reading& r, int open, int end) {
  if (!r.IsMark(open, '(')) return -1;
  bool any = false;
  for (int k = open + 1; k < end && k < open + 16; ++k) {
    if (r.IsMark(k, ')')) return any ? k : -1;
    const bool local = IsLocalTherapy(r, k);
    any = any || local;
    const bool holds = r.IsAny(k, {Cue::kOr, Cue::kAnd, Cue::kIncluding, Cue::kFiller, Cue::kDefinitive, Cue::kNo, Cue::kNot, Cue::kFor, Cue::kSurgeryWord}) || r.IsAnyMark(k, ",./") || r.Find(k, TermKind::kPlain) != nullptr;
    if (!local && !holds) return -1;
  }
  return -1;
}

// "Not amenable to curative surgery and/or definitive chemoradiation (with curative intent)": behind a
// setting at `i` that says what is not possible, the last item of what is not possible either, or -1.
int SecondTreatment(const Reading& r, int i, int end) {
  const bool not_possible = r.WordStarts(i, {"not ", "no longer", "cannot", "inoperable", "incurable", "unresectable"});
  if (!not_possible) return -1;
  if (int bracket = LocalTreatmentsInBrackets(r, i + 1, end); bracket > 0) return bracket;
  int k = i + 1;
  bool joined = r.IsMark(k, ',');
  if (joined) ++k;
  if (!r.Is(k, Cue::kOr) && !(r.Is(k, Cue::kAnd) && r.IsMark(k + 1, '/')) && !r.Is(k, Cue::kAnd)) return -1;
  while (k < end && (r.IsAny(k, {Cue::kOr, Cue::kAnd, Cue::kFor, Cue::kTo, Cue::kFiller, Cue::kDefinitive}) || r.IsMark(k, '/') || r.WordIsAny(k, {"to", "curative", "definitive", "radical", "concurrent", "ablative"}))) ++k;
  const Entry* therapy = k < end ? r.Find(k, TermKind::kDrugClass) : nullptr;
  const bool local = therapy != nullptr && (r.lexicon().DrugIsA(therapy->id, "radiation") || r.lexicon().DrugIsA(therapy->id, "surgery") || r.lexicon().DrugIsA(therapy->id, "local_therapy"));
  if (!local || r.at(k).used) return -1;
  if (r.WordIs(k + 1, "with curative intent") || r.WordIs(k + 1, "therapy") || r.WordIs(k + 1, "treatment")) ++k;
  return k < end ? k : -1;
}

bool NamesLung(std::string_view word) {
  for (std::string_view part : {"lung", "nsc", "pulmonary", "sclc", "bronch"}) {
    if (base::ContainsIgnoreCase(word, part)) return true;
  }
  return false;
}

// The tumour that the bare histology at `i` is, beside the organ of another: "oesophageal squamous
// cell". nullptr when it is none of the tables.
const Entry* HistologyOfOrgan(const Reading& r, Clause clause, int i, const Entry* histology) {
  const Lexicon& lexicon = r.lexicon();
  if (i > clause.begin && r.IsKind(i - 1, Item::Kind::kWord)) {
    if (const auto term = lexicon.Resolve(TermKind::kDisease, std::string(r.Word(i - 1)) + " cancer")) {
      const Entry* theirs = &lexicon.entry(*term);
      return lexicon.IsA(TermKind::kDisease, theirs->id, "lung_cancer") ? histology : theirs;
    }
  }
  const Entry* organ = nullptr;
  for (int k = std::max(clause.begin, i - 3); k < std::min(clause.end, i + 4); ++k) {
    const Entry* site = r.Find(k, TermKind::kSite);
    if (site != nullptr && site->id != "lung" && site->id != "thorax" && site->id != "brain" && site->id != "cns" && site->id != "lymph_node") organ = site;
  }
  return organ == nullptr ? histology : lexicon.Find(TermKind::kDisease, organ->id + "_cancer");
}

// "Confirmednon-small cell": the space is lost.
const Entry* WithGluedNon(const Reading& r, int i, const Entry* disease) {
  if (!r.IsMark(i - 1, '-') || !base::EndsWithIgnoreCase(r.Word(i - 2), "non")) return disease;
  if (disease->id == "sclc") return r.lexicon().Find(TermKind::kDisease, "nsclc");
  return disease->id == "squamous_nsclc" ? r.lexicon().Find(TermKind::kDisease, "nonsquamous_nsclc") : disease;
}

// Diseases of a sentence in their order, and where they stand.
struct Named {
  std::string id;
  int item = 0;
};

// Of "non-squamous non-small cell lung cancer" the narrower counts: what is above another one goes. In a
// list of several tumours ("NSCLC, breast cancer, squamous head and neck cancer") each stands for itself.
std::vector<std::string> WithoutWider(const Reading& r, const std::vector<Named>& named) {
  const auto is = [&](const Named& a, const Named& b) { return r.lexicon().IsA(TermKind::kDisease, a.id, b.id); };
  std::vector<std::string> kept;
  for (const Named& d : named) {
    const bool of_a_list = std::any_of(named.begin(), named.end(), [&](const Named& o) { return !is(o, d) && !is(d, o); });
    const auto narrows = [&](const Named& o) {
      if (o.id == d.id || !is(o, d)) return false;
      if (!of_a_list || o.item < d.item) return true;
      return r.FindCue(d.item + 1, o.item, {Cue::kOr, Cue::kAnd}) < 0 && !r.IsMark(d.item + 1, ',');
    };
    if (std::none_of(named.begin(), named.end(), narrows) && std::find(kept.begin(), kept.end(), d.id) == kept.end()) kept.push_back(d.id);
  }
  return kept;
}

// "Extensive liver metastases", "severe bone metastases": more is meant than to have some. The word, or -1.
int DegreeBeforeSite(const Reading& r, Clause clause, int i) {
  for (int k = i - 1; k >= std::max(clause.begin, i - 4); --k) {
    if (r.IsAnyMark(k, ",;:(") || r.IsAny(k, {Cue::kNo, Cue::kWithout, Cue::kNot})) return -1;
    if (r.WordIsAny(k, {"extensive", "severe", "massive", "bulky", "diffuse", "significant", "unstable", "large", "critical"}) || r.IsAny(k, {Cue::kUncontrolled, Cue::kSymptomatic})) return k;
  }
  return -1;
}

}  // namespace

void ReadDisease(Reading& r, Clause clause, Atoms& atoms) {
  const Lexicon& lexicon = r.lexicon();
  std::vector<Named> diseases;
  std::vector<std::string> excepted;
  int examples_of = -1;       // the disease (of `diseases`) that a list behind "including" illustrates
  bool examples_open = false;  // the list may be longer than what it names
  std::vector<Named> examples;
  int disease_first = -1, disease_last = -1;
  std::vector<Branch> branches = {{}};
  int edition = 0;
  bool negated_setting = false, negated_disease = false;
  // "Stage IIIB without malignant effusion, stage IV": a denial behind the first of the list is of other words.
  bool setting_told = false;
  const auto deny_setting = [&](int i) {
    const bool denied = DeniedBefore(r, clause, i);
    negated_setting = negated_setting || (denied && (!setting_told || !r.MayHoldTermOf(KindBits({TermKind::kDisease, TermKind::kCondition})) || !r.IsMark(i - 1, ',')));
    setting_told = true;
  };
  int depth = 0;
  int except_at = FindCue(r, clause.begin, clause.end, {Cue::kExcept});
  // "No prior malignancies allowed, except: ... stage I cancer in remission": stages of what is excepted.
  bool of_others = false;
  for (int i = clause.begin; i < except_at; ++i) {
    const Entry* illness = r.Find(i, TermKind::kCondition);
    of_others = of_others || (illness != nullptr && illness->id == "other_malignancy");
  }
  const int settings_end = of_others ? except_at : clause.end;
  for (int i = clause.begin; i < clause.end; ++i) {
    // Most words are none of what is looked for.
    const bool may_tell = r.IsKind(i, Item::Kind::kMark) || r.IsTermOf(i, KindBits({TermKind::kSite, TermKind::kSetting, TermKind::kDisease})) ||
                          r.IsAny(i, {Cue::kEdition, Cue::kOr, Cue::kStage}) || r.at(i).may_be_code;
    if (!may_tell) continue;
    if (i >= settings_end && r.Find(i, TermKind::kDisease) == nullptr) continue;
    if (r.IsMark(i, '(')) ++depth;
    if (r.IsMark(i, ')') && depth > 0) --depth;
    if (r.Is(i, Cue::kEdition)) {
      for (int k = std::max(clause.begin, i - 3); k <= std::min(clause.end - 1, i + 4); ++k) {
        double n = r.at(k).kind == Item::Kind::kNumber ? r.at(k).number : 0;
        if (n < 6 || n > 9 || n != static_cast<int>(n)) continue;
        edition = static_cast<int>(n);
        r.Use(k);
        if (r.WordIs(k + 1, "th")) r.Use(k + 1);
      }
      r.Use(i);
    }
    if (r.at(i).used) continue;
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
        diseases.push_back({theirs->id, i});
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
        if (const int degree = DegreeBeforeSite(r, clause, i); degree >= 0) atom.expression = Expression::All(std::move(atom.expression), Expression::Opaque(r.SpanOf(degree, degree)));
        // "..., such that half of the liver is replaced with metastatic disease".
        for (int k = i + 2, such = -1; k < clause.end && !r.IsAnyMark(k, ",;"); ++k) {
          if (r.WordIs(k, "such") && r.WordIs(k + 1, "that")) such = k;
          if (such >= 0 && r.Find(k, TermKind::kSetting) != nullptr) r.Use(k);
        }
        atoms.push_back(std::move(atom));
        r.UseRange(i, i + 1);
        ++i;
        continue;
      }
    }
    const Entry* setting = r.Find(i, TermKind::kSetting);
    // "A limited number of sites" is no limited stage.
    bool only_word = setting != nullptr && r.WordIsAny(i, {"limited", "extensive"}) && !r.Is(i - 1, Cue::kStage) && !r.IsAny(i + 1, {Cue::kStage, Cue::kDiseaseWord}) && !r.IsAnyMark(i + 1, "-,/") && r.Find(i + 1, TermKind::kDisease) == nullptr && !r.IsAny(i + 1, {Cue::kOr, Cue::kAnd});
    // "Overexpression in the tumour (primary tumour or metastasis)": where it was found.
    const bool specimen = setting != nullptr && setting->id == "metastatic" && r.WordStarts(i, {"metastas"}) && depth > 0 && r.Is(i - 1, Cue::kOr) &&
                          (r.WordContains(i - 2, {"primary"}) || r.WordContains(i - 3, {"primary"}));
    if (specimen) {
      r.Use(i);
      continue;
    }
    if (setting != nullptr && !only_word) {
      Branch* branch = &branches.back();
      if (branch->empty()) branch->first = i;
      branch->last = i;
      if (IsExtent(setting->id)) {
        branch->extents.push_back(setting->id);
      } else {
        branch->besides.push_back(setting->id);
        // In brackets behind a list it limits all that stands before: "advanced or recurrent (stage IIIB not amenable to ...)".
        if (depth > 0) {
          for (size_t b = 0; b + 1 < branches.size(); ++b) branches[b].besides.push_back(setting->id);
        }
      }
      deny_setting(i);
      r.Use(i);
      if (int last = SecondTreatment(r, i, clause.end); last > i) {
        r.UseRange(i + 1, last);
        i = last;
      }
      continue;
    }
    if (const auto tnm = ReadTnm(r, i, clause.end, !branches.back().stages.empty() || !branches.back().extents.empty())) {
      Branch* branch = &branches.back();
      if (branch->empty()) branch->first = i;
      branch->last = tnm->last;
      branch->tnm.insert(branch->tnm.end(), tnm->ways.begin(), tnm->ways.end());
      deny_setting(i);
      r.UseRange(i, tnm->last);
      i = tnm->last;
      continue;
    }
    bool stage_word = r.Is(i, Cue::kStage);
    if (stage_word || (r.at(i).kind == Item::Kind::kWord && r.Word(i).size() >= 3 && (r.Word(i)[0] == 'I' || r.WordStarts(i, {"stage"})))) {
      if (auto stages = ReadStages(r, i, clause.end)) {
        Branch* branch = &branches.back();
        if (branch->empty()) branch->first = i;
        branch->last = stages->last;
        branch->stages.insert(branch->stages.end(), stages->stages.begin(), stages->stages.end());
        deny_setting(i);
        r.UseRange(i, stages->last);
        i = stages->last;
        continue;
      }
    }
    if (const Entry* disease = r.Find(i, TermKind::kDisease)) {
      disease = WithGluedNon(r, i, disease);
      // A bare histology ("adenocarcinoma") beside another organ is that organ's cancer, not the lung's.
      if (disease != nullptr && lexicon.IsA(TermKind::kDisease, disease->id, "lung_cancer") && !NamesLung(r.Word(i))) {
        disease = HistologyOfOrgan(r, clause, i, disease);
        if (disease == nullptr) continue;
      }
      // "Unresectable, locally advanced or metastatic tumour types".
      if (disease->id == "metastatic_disease" && (!branches.back().empty() || branches.size() > 1)) {
        if (branches.back().empty()) branches.back().first = i;
        branches.back().extents.emplace_back("metastatic");
        branches.back().last = i;
        r.Use(i);
        continue;
      }
      // "Another malignancy, except basal cell carcinoma": told of the malignancy (conditions.cc).
      if (of_others && i > except_at && diseases.empty()) {
        r.Use(i);
        continue;
      }
      if (except_at >= 0 && i > except_at && !diseases.empty()) {
        excepted.push_back(disease->id);
        r.Use(i);
        continue;
      }
      if (examples_of < 0 && !diseases.empty() && HasCue(r, disease_last, i, {Cue::kIncluding}) && lexicon.IsA(TermKind::kDisease, disease->id, diseases.back().id)) {
        examples_of = static_cast<int>(diseases.size()) - 1;
        const int including = FindCue(r, disease_last, i, {Cue::kIncluding});
        examples_open = r.WordContains(including, {"limited", "restricted", "such as", "like", "for ", "e g", "e.g", "eg", "among", "examples"});
      }
      const bool example = examples_of >= 0 && lexicon.IsA(TermKind::kDisease, disease->id, diseases[static_cast<size_t>(examples_of)].id);
      (example ? examples : diseases).push_back({disease->id, i});
      if (disease_first < 0) {
        disease_first = i;
        // "Stage IIIB, excluding malignant effusion".
        const bool but_for = except_at > clause.begin && except_at < i && setting_told;
        negated_disease = but_for || DeniedBefore(r, clause, i);
        if (but_for) r.Use(except_at);
      }
      disease_last = i;
      r.Use(i);
    }
  }
  // "No mixed pathology, e.g. non-small cell plus small cell": the part that does not belong.
  if (negated_disease && diseases.size() + examples.size() > 1) {
    bool mixed = false;
    for (int k = clause.begin; k < disease_last; ++k) mixed = mixed || r.WordContains(k, {"mixed", "mixture", "combined", "component"});
    if (mixed && std::any_of(diseases.begin(), diseases.end(), [](const Named& d) { return d.id == "sclc"; })) std::erase_if(diseases, [](const Named& d) { return d.id == "nsclc"; });
  }
  std::vector<std::string> kept = WithoutWider(r, diseases);
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
    const base::Span span = r.SpanOf(disease_first, disease_last);
    // "Solid tumours, including lung and breast cancer": whether any other may come is not said.
    const std::string root = examples_of >= 0 ? diseases[static_cast<size_t>(examples_of)].id : "";
    const bool closed = examples.size() > 1 && !examples_open && kept.size() == 1 && (root == "solid_tumor" || root == "cancer");
    // JoinRequired adds what is not said, when the members have their markers.
    if (closed) leaf.values = WithoutWider(r, examples);
    atom.expression = Expression::OfLeaf(std::move(leaf), span, closed ? "disease.including" : "disease.type");
    if (!excepted.empty() && except_at >= 0) r.Use(except_at);
    atoms.push_back(std::move(atom));
  }
  // "Inoperable or unresectable stage III": two words for the same of one stage.
  for (size_t b = 0; b + 1 < branches.size(); ++b) {
    Branch& one = branches[b];
    const Branch& next = branches[b + 1];
    const bool only_besides = one.extents.empty() && one.stages.empty() && one.tnm.empty() && !one.besides.empty();
    if (only_besides && one.besides == next.besides && !next.stages.empty() && next.first <= one.last + 2) one = {};
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
