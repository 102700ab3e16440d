#include <algorithm>

#include "base/ascii.h"
#include "rules/parse/disease/disease_branch.h"
#include "rules/parse/disease/disease_names.h"
#include "rules/parse/disease/disease_words.h"
#include "rules/parse/disease/setting_phrases.h"
#include "rules/parse/disease/stages.h"
#include "rules/parse/disease/tnm.h"
#include "rules/parse/disease/tumour_words.h"
#include "rules/parse/domains.h"
#include "rules/parse/illness/recovery.h"
#include "rules/parse/mood.h"

namespace trialmatch::rules {

void ReadDisease(Reading& r, Clause clause, const std::vector<SettingPhrase>& phrases, Atoms& atoms) {
  const Lexicon& lexicon = r.lexicon();
  std::vector<NamedDisease> diseases, named;  // without the examples, and with them
  std::vector<std::string> excepted;
  std::string taken_out;  // the last of `excepted` by a denial
  int examples_of = -1;       // the disease (of `diseases`) that a list behind "including" illustrates
  bool examples_open = false;  // the list may be longer than what it names
  std::vector<NamedDisease> examples;
  int disease_first = -1, disease_last = -1;
  std::vector<DiseaseBranch> branches = {{}};
  int edition = 0;
  bool negated_setting = false, negated_disease = false;
  // "Stage IIIB without malignant effusion, stage IV": a denial behind the first of the list is of other words.
  bool setting_told = false;
  const auto deny_setting = [&](int i) {
    const bool denied = DeniedBefore(r, clause, i);
    negated_setting = negated_setting || (denied && !(setting_told && DeniedBehindComma(r, clause, i)));
    setting_told = true;
  };
  bool or_others = false;   // "SCLC or other non-hematological malignancy"
  int depth = 0;
  const int except_word = FindCue(r, clause.begin, clause.end, {Cue::kExcept});
  int except_at = except_word;
  // "No prior malignancies allowed, except: ... stage I cancer in remission": stages of what is excepted.
  bool of_others = false;
  for (int i = clause.begin; i < except_at; ++i) {
    const Entry* illness = r.Find(i, TermKind::kCondition);
    of_others = of_others || (illness != nullptr && illness->id == "other_malignancy");
  }
  const bool people = ExceptsPeopleWithTumour(r, clause, except_at);
  const int settings_end = of_others || people || AsksForLesionBefore(r, clause.begin, except_at) ? except_at : clause.end;
  Examples scope;
  int stage_goes_on = -1, stage_end = -1;  // the item that goes on with a stage; the last of the stage before
  std::string last_stage, denied_id;  // a tumour that a list denies
  SettingOfAll of_all;
  auto phrase = phrases.begin();
  const auto tell_of_all = [&](const std::string& setting, int i) {
    const bool behind_tumour = disease_last > branches.back().first || r.IsMark(i - 1, ',');
    if (behind_tumour && setting == "not_amenable_to_curative_treatment") of_all = {setting, branches.size(), JoinsHistologies(r, diseases)};
  };
  const auto beside = [&](std::string setting, int first, int last) {
    DiseaseBranch* branch = &branches.back();
    deny_setting(first);
    // "..., confirmed by histology or cytology, not amenable to surgery": the last "or" opened no branch.
    if (branch->empty() && branches.size() > 1 && StandsApartFromOr(r, clause, first)) {
      for (DiseaseBranch& before : branches) {
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
      tell_of_all(phrase->setting, i);
      beside(phrase->setting, phrase->first, phrase->last);
      i = phrase->last;
      ++phrase;
      continue;
    }
    // Most words are none of what is looked for.
    const bool may_tell = r.IsKind(i, Item::Kind::kMark) || r.IsTermOf(i, KindBits({TermKind::kSite, TermKind::kSetting, TermKind::kDisease})) ||
                          r.IsAny(i, {Cue::kEdition, Cue::kOr, Cue::kStage}) || r.at(i).may_be_code || i == stage_goes_on || (r.WordStarts(i, {"any"}) && r.WordIsAny(i + 1, {"t", "n", "m"})) || IsProgressive(r, i) || IsRecurrence(r, clause, i);
    if (!may_tell) continue;
    if (i >= settings_end && r.Find(i, TermKind::kDisease) == nullptr) continue;
    if (r.IsMark(i, '(')) ++depth;
    if (r.IsMark(i, ')') && depth > 0) --depth;
    // "(N2 but excluding N3)": what is excepted ends with its brackets.
    if (r.IsMark(i, ')') && i > except_at && except_at > clause.begin && BracketAround(r, except_at, i) >= 0) except_at = -1;
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
      if (!branches.back().empty() && depth == 0 && !JoinsProofs(r, i)) branches.push_back({});
      continue;
    }
    // "Lung, breast and/or prostate cancer": organs that share the word.
    if (const Entry* organ = r.Find(i, TermKind::kSite)) {
      int k = i + 1;
      while (k < clause.end && k < i + 12 && (r.IsMark(k, ',') || r.IsMark(k, '/') || r.Is(k, Cue::kOr) || r.Is(k, Cue::kAnd) || r.Find(k, TermKind::kSite) != nullptr || r.WordIs(k, "cell"))) ++k;
      const Entry* cancer = k < clause.end && k > i + 1 ? r.Find(k, TermKind::kDisease) : nullptr;
      if (const Entry* theirs = cancer != nullptr && cancer->id.ends_with("_cancer") ? lexicon.Find(TermKind::kDisease, organ->id + "_cancer") : nullptr) {
        if (!diseases.empty()) scope.Pass(r, disease_last, i);
        const bool example = !diseases.empty() && scope.on && lexicon.IsA(TermKind::kDisease, theirs->id, diseases.back().id);
        if (!example) diseases.push_back({theirs->id, i});
        if (disease_first < 0) {
          disease_first = i;
          negated_disease = DeniedBefore(r, clause, i);
        }
        disease_last = i;
        r.Use(i);
        continue;
      }
    }
    // "Bone, liver or adrenal metastases": where it has spread.
    if (const MetastasisSites sites = SitesBefore(r, clause, i); sites.metastases >= 0) {
      const int last = sites.metastases;
      if (!NarrowsExcepted(r, i, &excepted)) TellSites(r, AtomOfSites(r, clause, i, sites), stage_end, last_stage, &branches.back(), &atoms);
      r.UseRange(i, last);
      i = last;
      continue;
    }
    const Entry* setting = r.Find(i, TermKind::kSetting);
    if (setting != nullptr && PassOverCause(r, clause, i)) continue;
    if (setting != nullptr && ((setting->id == "persistent" && IsPersistentToxicity(r, clause, i)) || (setting->id == "advanced" && DescribesIllness(r, i, clause.end)))) continue;
    // "A limited number of sites" is no limited stage.
    bool only_word = setting != nullptr && r.WordIsAny(i, {"limited", "extensive"}) && !r.Is(i - 1, Cue::kStage) && !r.IsAny(i + 1, {Cue::kStage, Cue::kDiseaseWord}) && !r.IsAnyMark(i + 1, "-,/") && (r.Find(i + 1, TermKind::kDisease) == nullptr || r.Is(i + 1, Cue::kCnsMetastasis)) && !r.IsAny(i + 1, {Cue::kOr, Cue::kAnd});
    // "Overexpression in the tumour (primary tumour or metastasis)": where it was found.
    // "No more than 2 lesions planned for resection": of lesions, and a plan.
    const bool of_lesions = setting != nullptr && setting->id == "resectable" && r.WordStarts(i, {"planned"}) && (r.WordContains(i - 1, {"lesion", "metastas"}) || r.WordContains(i - 2, {"lesion", "metastas"}));
    if (TellsDegreeOfSpread(r, i, &atoms) || of_lesions || (setting != nullptr && setting->id == "resectable" && OrOtherTreatment(r, i, clause.end))) continue;
    // "On the primary tumour or on metastasis" is so without a bracket too.
    const int or_at = r.WordIsAny(i - 1, {"on", "in", "from", "of"}) ? i - 2 : i - 1;
    const bool specimen = setting != nullptr && setting->id == "metastatic" && r.WordStarts(i, {"metastas"}) && (depth > 0 || or_at != i - 1) && r.Is(or_at, Cue::kOr) &&
                          (r.WordContains(or_at - 1, {"primary"}) || r.WordContains(or_at - 2, {"primary"}));
    if (specimen) {
      r.Use(i);
      continue;
    }
    if ((setting != nullptr && IsOriginOfTissue(r, i, clause.end)) || IsOfCollectedSample(r, i, clause.end)) {
      r.at(i).used = r.at(i).aside = true;
      continue;
    }
    // "Metastases to the liver or bone".
    if (std::vector<int> sites = setting != nullptr && setting->id == "metastatic" ? SitesBehind(r, clause, i) : std::vector<int>(); !sites.empty()) {
      // Nodes of the own side are no metastases of the disease.
      if (OfOwnSide(r, i, sites.back())) {
        i = sites.back();
        continue;
      }
      std::vector<std::string> ids;
      for (int site : sites) ids.push_back(r.Find(site, TermKind::kSite)->id);
      Atom atom = {.topic = Topic::kStageSetting, .first = i, .last = sites.back(), .negated = DeniedBefore(r, clause, i)};
      atom.expression = TumourLeaf(r, OneOfLeaf::Attribute::kMetastasisSite, std::move(ids), 0, i, sites.back(), "stage.metastasis_site");
      // "Stage IV, or stage IIIB (with metastasis to supraclavicular nodes)": of one of the ways.
      if (depth > 0 && branches.size() > 1) atom.expression = Expression::Any(std::move(atom.expression), Expression::Opaque(r.SpanOf(i, i)));
      TellSites(r, std::move(atom), stage_end, last_stage, &branches.back(), &atoms);
      r.UseRange(i, sites.back());
      i = sites.back();
      continue;
    }
    if (setting != nullptr && !only_word && HasNonBefore(r, i)) {
      DiseaseBranch* branch = &branches.back();
      if (branch->empty()) branch->first = i;
      branch->last = i;
      branch->lacking.push_back(setting->id);
      r.UseRange(r.IsMark(i - 1, '-') ? i - 2 : i - 1, i);
      continue;
    }
    // "Relapsed or refractory (R/R)": said again.
    if (setting != nullptr && r.WordIs(i, "r/r") && r.IsMark(i - 1, '(')) {
      r.Use(i);
      continue;
    }
    if (setting != nullptr && !only_word) {
      // "Advanced stage IV": the number behind the word is that of the stage, which says it.
      const bool by_stage = r.WordContains(i, {" stage"}) && i + 1 < clause.end && ReadStages(r, i + 1, clause.end, BareStage::kTaken);
      // "Stage III without distant metastases".
      if (by_stage) {
        stage_goes_on = i + 1;
      } else if (!negated_setting && DeniedRightBefore(r, clause, i) && LackIn(&branches, setting->id, i)) {
        r.Use(i);
        continue;
      } else if (IsExtent(setting->id) || ListsMeaningsOfExtent(r, clause, i)) {
        DiseaseBranch* branch = &branches.back();
        if (branch->empty()) branch->first = i;
        branch->last = i;
        branch->extents.push_back(setting->id);
        negated_setting = negated_setting || DeniedBefore(r, clause, i);
      } else if (diseases.empty() && HasCue(r, clause.begin, i, {Cue::kCnsMetastasis, Cue::kLeptomeningeal})) {
        continue;  // "brain metastases not amenable to surgery": of them
      } else {
        tell_of_all(setting->id, i);
        beside(setting->id, i, i);
        if ((setting->id == "resectable" || setting->id == "resected") && r.Is(i + 1, Cue::kDefinitive) && r.WordContains(i + 1, {"curative intent"})) r.Use(i + 1);
      }
      r.Use(i);
      continue;
    }
    if (IsRecurrence(r, clause, i)) {
      DiseaseBranch* branch = &branches.back();
      if (branch->empty()) branch->first = i;
      branch->last = i;
      branch->extents.emplace_back("recurrent");
      negated_setting = negated_setting || DeniedBefore(r, clause, i);
      r.Use(i);
      continue;
    }
    if (IsProgressive(r, i)) {
      DiseaseBranch* branch = &branches.back();
      if (branch->empty()) branch->first = i;
      branch->last = i;
      (IsOneOfSeveral(r, i, clause.end) ? branch->progressing : branch->progressing_besides) = true;
      deny_setting(i);
      r.Use(i);
      continue;
    }
    if (const auto tnm = ReadTnm(r, i, clause.end, !branches.back().stages.empty() || !branches.back().extents.empty())) {
      DiseaseBranch* branch = &branches.back();
      if (branch->empty()) branch->first = i;
      branch->last = tnm->last;
      // "Stage II, IIIA or IIIB (T3 N2)": of the stage before the bracket alone.
      const bool of_stage = r.IsAnyMark(i - 1, "([") && i >= 2 && i - 2 == stage_end && (!tnm->NamesM() || IsSelected(r, stage_end));
      // "(N2 but excluding N3)" says no more than N2.
      if (RestatesStage(r, clause, i, *tnm) || OnlyIncluded(r, i, *tnm)) continue;
      const bool no_more = depth > 0 && !branch->tnm_of_stage.empty() && HasCue(r, i - 2, i, {Cue::kExcept});
      if (no_more) r.UseRange(FindCue(r, i - 2, i, {Cue::kExcept}), i);
      else if (TakesOut(r, clause, i, except_at, *tnm, edition, &branches)) branch->last = tnm->last;
      else if (of_stage) branch->tnm_of_stage.push_back({last_stage, tnm->ways});
      else branch->tnm.insert(branch->tnm.end(), tnm->ways.begin(), tnm->ways.end());
      deny_setting(i);
      r.UseRange(i, tnm->last);
      i = tnm->last;
      continue;
    }
    const bool goes_on = i == stage_goes_on;
    const bool may_start = goes_on || r.Is(i, Cue::kStage) ||
                           (r.IsKind(i, Item::Kind::kWord) && r.Word(i).size() >= 2 && (r.Word(i)[0] == 'I' || r.WordStarts(i, {"stage"})));
    if (const auto former = may_start && OfFormerDiagnosis(r, clause, i) ? ReadStages(r, i, clause.end) : std::nullopt) {
      r.UseRange(i, former->last);
      i = former->last;
      continue;
    }
    if (may_start) {
      if (auto stages = ReadStages(r, i, clause.end, goes_on ? BareStage::kTaken : BareStage::kDoubted)) {
        DiseaseBranch* branch = &branches.back();
        if (std::optional<Atom> unspread = negated_setting && DeniedBefore(r, clause, i) ? StageOfUnspread(r, *stages, *branch) : std::nullopt) {
          atoms.push_back(*std::move(unspread));
          i = stages->last;
          continue;
        }
        if (branch->empty()) branch->first = i;
        if (r.IsMark(i - 1, '(') && branch->last == i - 2) LeaveExtentToStage(*stages, branch);
        branch->last = stage_end = stages->last;
        branch->stages.insert(branch->stages.end(), stages->stages.begin(), stages->stages.end());
        last_stage = stages->last_stage;
        deny_setting(i);
        r.UseRange(i, stages->last);
        if (auto effusion = TakeEffusion(r, stages->last, atoms)) {
          branch->with = Expression::OfLeaf(*std::move(effusion), r.SpanOf(i, stages->last), "stage.effusion");
          branch->last_stage = stages->last_stage;
        }
        stage_goes_on = StageGoesOn(r, stages->last, clause.end);
        i = stages->last;
        continue;
      }
    }
    if (const Entry* disease = r.Find(i, TermKind::kDisease)) {
      // "Eligible for lung cancer screening", "cancer prevention programme": nobody is asked to have it.
      const int next = r.IsMark(i + 1, '(') && r.IsMark(i + 3, ')') ? i + 4 : i + 1;
      if (r.WordIsAny(next, {"screening", "prevention", "survivorship", "awareness"}) || IsOnlyRisked(r, i)) continue;
      if (IsMeasuredBy(r, clause, i) || IsShareOfCells(r, i) || QualifiesMetastasis(r, i, disease->id)) {
        r.at(i).used = r.at(i).aside = true;
        continue;
      }
      // "Adenocarcinoma with a malignant effusion": both. "Lung cancer, absence of malignant effusion".
      const bool no_effusion = disease->id == "malignant_effusion" && !negated_disease && DeniedBefore(r, clause, i);
      // "Squamous or adenocarcinoma, no small cell carcinoma".
      if (disease->id == denied_id) {
        r.Use(i);
        continue;
      }
      const bool denied = !diseases.empty() && !negated_disease && disease->id != "malignant_effusion" && DeniedInList(r, disease_last, i);
      if (denied) denied_id = disease->id;
      if (denied || (disease->id == "malignant_effusion" && !diseases.empty() && (no_effusion || (!negated_disease && JoinsByWith(r, disease_last, i))))) {
        atoms.push_back(AtomOfDisease(r, i, disease->id));
        atoms.back().negated = denied || no_effusion;
        r.Use(i);
        continue;
      }
      // "Non-gastric cancers" are every other one.
      if (r.WordIs(i - 1, "non") || (r.IsMark(i - 1, '-') && !r.at(i).space_before && r.WordIs(i - 2, "non"))) {
        or_others = or_others || (!diseases.empty() && IsOneOfOthers(r, i));
        if (!or_others) atoms.push_back({.expression = Expression::Opaque(r.SpanOf(i, i)), .topic = Topic::kDisease, .first = i, .last = i});
        continue;
      }
      disease = WithGluedNon(r, i, disease);
      // A bare histology ("adenocarcinoma") beside another organ is that organ's cancer, not the lung's.
      if (disease != nullptr && lexicon.IsA(TermKind::kDisease, disease->id, "lung_cancer") && !NamesLung(r.Word(i))) {
        disease = HistologyOfOrgan(r, clause, i, disease);
        if (disease == nullptr) continue;
      }
      // "Unresectable, locally advanced or metastatic tumour types".
      if (disease->id == "metastatic_disease" && (!branches.back().empty() || branches.size() > 1 || OrAnotherExtent(r, i, clause.end))) {
        if (branches.back().empty()) branches.back().first = i;
        branches.back().extents.emplace_back("metastatic");
        branches.back().last = i;
        r.Use(i);
        continue;
      }
      if (SetAsideForPart(r, except_at, i)) continue;
      // "Another malignancy, except basal cell carcinoma": told of the malignancy (conditions.cc).
      const bool but_first = except_at > clause.begin && i > except_at && diseases.empty();
      if (but_first && !people && (of_others || !setting_told)) {  // and "all tumour types other than mesothelioma"
        r.Use(i);
        continue;
      }
      if (except_at >= 0 && i > except_at && !diseases.empty() && disease_first < except_at) {
        excepted.push_back(disease->id);
        r.Use(i);
        continue;
      }
      // "NSCLC without a small cell component", "solid tumors, no melanoma".
      if (!diseases.empty() && !negated_disease && DeniesTumour(r, disease_last + 1, i) && DeniedBefore(r, clause, i)) {
        if (TakesOutTumour(r, diseases, disease->id, i)) excepted.push_back(taken_out = disease->id);
        continue;
      }
      if (disease->id == taken_out) continue;   // "no mixed tumour with a small cell component"
      if (!diseases.empty()) scope.Pass(r, disease_last, i);
      const bool example = !diseases.empty() && scope.on && lexicon.IsA(TermKind::kDisease, disease->id, diseases.back().id);
      if (example && examples.empty()) {
        examples_of = static_cast<int>(diseases.size()) - 1;
        const int including = FindCue(r, disease_last, i, {Cue::kIncluding});
        examples_open = r.WordContains(including, {"limited", "restricted", "such as", "like", "for ", "e g", "e.g", "eg", "among", "examples"});
      }
      named.push_back({disease->id, i});
      (example ? examples : diseases).push_back({disease->id, i});
      if (disease_first < 0) {
        disease_first = i;
        // "Stage IIIB, excluding malignant effusion".
        const bool but_for = except_at > clause.begin && except_at < i && (setting_told || people);
        negated_disease = but_for || (DeniedBefore(r, clause, i) && !(setting_told && DeniedBehindComma(r, clause, i)));
        if (but_for) r.Use(except_at);
      }
      disease_last = i;
      r.Use(i);
    }
  }
  const bool component = MixNames(r, clause, named, &diseases);
  std::vector<std::string> kept = WithoutWider(r, diseases);
  AllowNamedBeside(r, diseases, except_word, &kept, &excepted);
  if (disease_first >= 0 && kept.size() == 1) DropAnnouncedOrgans(r, FindCue(r, disease_last + 1, clause.end, {Cue::kIncluding}), kept[0], &atoms);
  if (!kept.empty()) {
    OneOfLeaf leaf;
    leaf.attribute = OneOfLeaf::Attribute::kDisease;
    leaf.values = kept;
    if (excepted != kept) leaf.except = excepted;
    Atom atom = {.topic = Topic::kDisease, .first = disease_first, .last = disease_last, .negated = negated_disease};
    const base::Span span = r.SpanOf(disease_first, disease_last);
    // "Solid tumours, including lung and breast cancer": whether any other may come is not said.
    const std::string root = examples_of >= 0 ? diseases[static_cast<size_t>(examples_of)].id : "";
    const bool open = AreOnlyExamples(r, clause, disease_first);
    const bool closed = examples.size() > 1 && !examples_open && kept.size() == 1 && (root == "solid_tumor" || root == "cancer");
    // JoinRequired adds what is not said, when the members have their markers.
    if (closed) leaf.values = WithoutWider(r, examples);
    atom.expression = Expression::OfLeaf(std::move(leaf), span, closed || open ? "disease.including" : ListsAllTumours(r, clause.begin, clause.end, FindCue(r, clause.begin, clause.end, {Cue::kPermitted})) ? "disease.all_types" : "disease.type");
    if (!excepted.empty()) r.Use(except_word);
    // "Stage IV NSCLC tissue, or tissue other than NSCLC": nobody has what is named and excepted.
    if (excepted == kept) atom.expression = Expression::All(std::move(atom.expression), Expression::Opaque(span));
    NarrowTumour(r, clause, kept, &atom);
    if (or_others) atom.expression = Expression::Any(std::move(atom.expression), Expression::Opaque(span));
    if (component) atom.expression = Expression::All(std::move(atom.expression), Expression::Opaque(span));
    atoms.push_back(std::move(atom));
  }
  DropSameTwice(&branches);
  SayOfAll(of_all, &branches);
  const std::optional<DiseaseBranch> course = TakeCourse(r, &branches);
  int first = -1, last = -1;
  std::vector<Expression> ways = WaysOf(r, edition, &branches, &first, &last);
  if (!ways.empty()) {
    Atom atom;
    atom.first = first;
    atom.last = last;
    atom.topic = Topic::kStageSetting;
    atom.negated = negated_setting;
    atom.expression = Expression::Any(std::move(ways));
    if (course) atom.expression = Expression::All(ToExpression(r, *course), std::move(atom.expression));
    if (negated_setting) LimitToCause(r, last, &atom.expression);
    else if (OrRefuses(r, clause, first, last)) AllowRefusal(&atom.expression);
    atoms.push_back(std::move(atom));
  }
}

}  // namespace trialmatch::rules
