#include "matcher/patient/profile_names.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/ascii.h"
#include "base/status.h"
#include "matcher/patient/profile_node.h"
#include "matcher/patient/regimen.h"
#include "matcher/patient/suggest.h"

namespace trialmatch::matcher {
namespace {

using rules::Lexicon;
using rules::TermKind;

constexpr int kMostSuggestions = 20;  // looking for a near name reads whole tables

std::string ResolveId(const Lexicon& lexicon, TermKind kind, std::string_view name) {
  if (lexicon.Find(kind, name) != nullptr) return std::string(name);
  const std::optional<rules::Term> term = lexicon.Resolve(kind, name);
  return term ? lexicon.entry(*term).id : "";
}

class Resolver {
 public:
  Resolver(const Lexicon& lexicon, base::Diagnostics& notes, NameMemo* memo, Guesses guesses) : lexicon_(lexicon), notes_(notes), memo_(memo), guesses_(guesses) {}

  void Run(Patient& patient) {
    ResolveCancer(patient.cancer);
    for (size_t i = 0; i < patient.biomarkers.size(); ++i) {
      Biomarker& marker = patient.biomarkers[i];
      if (!marker.gene.empty())
        marker.gene_id = Gene(marker.gene, absl::StrCat("/biomarkers/", i, "/gene"));
    }
    ResolveTreatments(patient.treatments);
    for (size_t i = 0; i < patient.labs.size(); ++i)
      ResolveLab(patient.labs[i], absl::StrCat("/labs/", i));
    for (size_t i = 0; i < patient.conditions.size(); ++i) {
      ResolveCondition(patient.conditions[i], patient.cancer,
                       absl::StrCat("/conditions/", i, "/name"));
    }
    for (size_t i = 0; i < patient.medications.size(); ++i) {
      Medication& medication = patient.medications[i];
      if (medication.name.empty()) continue;
      medication.drug_id = Drug(medication.name);
      if (medication.drug_id.empty())
        Unknown("drug", {TermKind::kDrug}, medication.name, absl::StrCat("/medications/", i));
    }
    ResolveFacts(patient.facts);
    if (const std::string& country = patient.location.country;
        !country.empty() && lexicon_.Find(TermKind::kPlace, country) == nullptr) {
      Unknown("place", {}, country, "/location/country");
    }
  }

 private:
  // What `find` says of the name; asked once where there is a memo. `question` tells apart what is asked of names.
  template <typename Find>
  std::string Kept(char question, int kind, std::string_view name, Find find) {
    if (memo_ == nullptr || name.size() > NameMemo::kLongest) return find();
    std::string key = {question, static_cast<char>('A' + kind)};
    key += name;
    if (const std::string* known = memo_->Find(key)) return *known;
    return memo_->Keep(std::move(key), find());
  }
  std::string Id(TermKind kind, std::string_view name) {
    return Kept('i', static_cast<int>(kind), name, [&] { return ResolveId(lexicon_, kind, name); });
  }
  std::string Drug(std::string_view name) {
    return Kept('d', 0, name, [&] { return ResolveDrug(lexicon_, name); });
  }
  std::string Histology(const std::string& name, const std::string& type_id) {
    return Kept('h', 0, type_id + '\n' + name, [&] { return ResolveHistology(lexicon_, name, type_id); });
  }
  std::string Meant(const std::vector<TermKind>& kinds, std::string_view name) {
    return Kept('m', kinds.empty() ? -1 : static_cast<int>(kinds.front()), name, [&] {
      std::vector<std::string_view> names;
      for (TermKind kind : kinds) {
        for (const rules::Entry& entry : lexicon_.table(kind)) {
          names.push_back(entry.id);
          names.insert(names.end(), entry.names.begin(), entry.names.end());
        }
      }
      return ClosestName(name, names);
    });
  }

  void Note(base::Severity severity, std::string id, std::string where, std::string message) {
    notes_.push_back({severity, std::move(id), std::move(where), std::nullopt, std::move(message)});
  }

  // `kinds`: the tables to look for a name that was perhaps meant.
  void Unknown(std::string_view what, std::vector<TermKind> kinds, std::string_view name,
               std::string where) {
    if (guesses_ == Guesses::kNone || ++suggestions_ > kMostSuggestions) kinds.clear();
    const std::string meant = Meant(kinds, name);
    Note(base::Severity::kNote, absl::StrCat("profile.unknown_", base::ToAbsl(what)),
         std::move(where),
         absl::StrCat("no ", base::ToAbsl(what), " is known as ", Quote(name),
                      "; it is kept as written and decides nothing",
                      meant.empty() ? "" : "; did you mean ", meant, meant.empty() ? "" : "?"));
  }

  void ResolveCancer(Cancer& cancer) {
    if (!cancer.type.empty()) {
      cancer.type_id = Id(TermKind::kDisease, cancer.type);
      if (cancer.type_id.empty())
        Unknown("disease", {TermKind::kDisease}, cancer.type, "/cancer/type");
    }
    if (!cancer.histology.empty()) {
      cancer.histology_id = Histology(cancer.histology, cancer.type_id);
      if (cancer.histology_id.empty())
        Unknown("disease", {TermKind::kDisease}, cancer.histology, "/cancer/histology");
    }
    if (!cancer.metastases) return;
    for (size_t i = 0; i < cancer.metastases->size(); ++i) {
      std::string& site = (*cancer.metastases)[i];
      if (std::string id = Id(TermKind::kSite, site); !id.empty()) {
        site = std::move(id);
      } else {
        Unknown("site", {TermKind::kSite}, site, absl::StrCat("/cancer/metastases/", i));
      }
    }
  }

  // "EML4-ALK" and "EML4::ALK" are about the one partner that has a row of its own.
  std::string Gene(const std::string& name, std::string where) {
    std::string id = Id(TermKind::kGene, name);
    if (!id.empty()) return id;
    int known = 0;
    for (size_t from = 0; from < name.size();) {
      const size_t to = std::min(name.find_first_of("-:/", from), name.size());
      if (std::string part =
              Id(TermKind::kGene, std::string_view(name).substr(from, to - from));
          !part.empty()) {
        id = std::move(part);
        ++known;
      }
      from = to + 1;
    }
    if (known == 1) return id;
    Unknown("gene", {TermKind::kGene}, name, std::move(where));
    return "";
  }

  void ResolveTreatments(std::vector<Treatment>& treatments) {
    std::vector<Treatment> resolved;
    for (size_t i = 0; i < treatments.size(); ++i) {
      Treatment& treatment = treatments[i];
      const std::string path = absl::StrCat("/treatments/", i);
      if (!treatment.site.empty()) {
        treatment.site_id = Id(TermKind::kSite, treatment.site);
        if (treatment.site_id.empty())
          Unknown("site", {TermKind::kSite}, treatment.site, path + "/site");
      }
      if (!treatment.for_disease.empty()) {
        treatment.for_disease_id = Id(TermKind::kDisease, treatment.for_disease);
        if (treatment.for_disease_id.empty())
          Unknown("disease", {TermKind::kDisease}, treatment.for_disease, path + "/for");
      }
      std::vector<std::pair<std::string, std::string>> parts;
      if (treatment.kind == "drug") parts = DrugsOfRegimen(lexicon_, treatment.name);
      if (!treatment.name.empty() && parts.empty()) treatment.drug_id = Drug(treatment.name);
      if (parts.empty() && treatment.drug_id.empty() && !treatment.name.empty() &&
          treatment.name.size() < 200) {
        parts = SplitRegimen(lexicon_, treatment.name);
      }
      if (parts.empty()) {
        // An operation or a radiation is what its kind says, whatever it is called.
        if (treatment.kind == "drug" && treatment.drug_id.empty()) {
          if (treatment.name.empty()) {
            Note(base::Severity::kNote, "profile.unnamed_drug", path,
                 "a drug without a name; it counts as some treatment only");
          } else {
            Unknown("drug", {TermKind::kDrug, TermKind::kDrugClass}, treatment.name,
                    path + "/name");
          }
        }
        resolved.push_back(std::move(treatment));
        continue;
      }
      for (size_t k = 0; k < parts.size(); ++k) {
        Treatment one = treatment;
        one.name = parts[k].first;
        one.drug_id = parts[k].second;
        for (size_t other = 0; other < parts.size(); ++other) {
          if (other != k) one.concurrent_with.push_back(parts[other].first);
        }
        resolved.push_back(std::move(one));
      }
      Note(base::Severity::kNote, "profile.several_drugs", path + "/name",
           absl::StrCat(Quote(treatment.name), " is read as ", parts.size(),
                        " drugs given together"));
    }
    treatments = std::move(resolved);
  }

  void ResolveLab(Lab& lab, const std::string& path) {
    if (lab.name.empty()) return;
    lab.lab_id = Id(TermKind::kLab, lab.name);
    if (lab.lab_id.empty()) Unknown("lab", {TermKind::kLab}, lab.name, path + "/name");
    if (!lab.unit.empty() && lexicon_.units().Find(lab.unit) == nullptr)
      Unknown("unit", {}, lab.unit, path + "/unit");
  }

  // "Pneumonitis", in detail "immune-related, resolved": that kind of it.
  void NameByDetail(Condition& condition) {
    const std::string first = condition.detail.substr(0, condition.detail.find_first_of(",;(."));
    if (first.empty() || first.find(' ') != std::string::npos) return;
    const std::string kind = Id(TermKind::kCondition, first + " " + condition.name);
    if (!kind.empty() && lexicon_.IsA(TermKind::kCondition, kind, condition.condition_id)) condition.condition_id = kind;
  }

  // An illness; or a cancer that is not this one, which is an other malignancy even when
  // condition.tsv does not list it.
  void ResolveCondition(Condition& condition, const Cancer& cancer, std::string where) {
    if (condition.name.empty()) return;
    condition.condition_id = Id(TermKind::kCondition, condition.name);
    if (!condition.condition_id.empty()) return NameByDetail(condition);
    const std::string disease = Id(TermKind::kDisease, condition.name);
    if (disease.empty())
      return Unknown("condition", {TermKind::kCondition}, condition.name, std::move(where));
    if (lexicon_.Find(TermKind::kCondition, disease) != nullptr) {
      condition.condition_id = disease;
      return;
    }
    const auto related = [&](const std::string& id) {
      return !id.empty() && (lexicon_.IsA(TermKind::kDisease, disease, id) ||
                             lexicon_.IsA(TermKind::kDisease, id, disease));
    };
    if (!related(cancer.type_id) && !related(cancer.histology_id) &&
        lexicon_.Find(TermKind::kCondition, "other_malignancy") != nullptr) {
      condition.condition_id = "other_malignancy";
      return;
    }
    Note(base::Severity::kNote, "profile.own_cancer", std::move(where),
         absl::StrCat(
             Quote(condition.name),
             " is the cancer of this profile; as an illness beside it, it decides nothing"));
  }

  void ResolveFacts(std::map<std::string, bool>& facts) {
    std::map<std::string, bool> resolved;
    for (const auto& [name, answer] : facts) {
      const std::string where = ChildPath("/facts", name);
      const std::string id = Id(TermKind::kFact, name);
      if (id.empty()) {
        Unknown("fact", {TermKind::kFact}, name, where);
        resolved.emplace(name, answer);
        continue;
      }
      const auto [at, is_new] = resolved.emplace(id, answer);
      if (!is_new && at->second != answer) {
        Note(base::Severity::kWarning, "profile.contradiction", where,
             absl::StrCat("another answer says the opposite about ", id));
      }
      const std::string_view path = lexicon_.Find(TermKind::kFact, id)->Get("path");
      if (!path.empty() && path != "facts." + id) {
        Note(base::Severity::kWarning, "profile.misplaced_fact", where,
             absl::StrCat("this is read from ", base::ToAbsl(path), "; write it there"));
      }
    }
    facts = std::move(resolved);
  }

  const Lexicon& lexicon_;
  base::Diagnostics& notes_;
  NameMemo* const memo_;
  const Guesses guesses_;
  int suggestions_ = 0;
};

}  // namespace

std::string ResolveDrug(const Lexicon& lexicon, std::string_view name) {
  std::string id = ResolveId(lexicon, TermKind::kDrug, name);
  if (id.empty()) id = ResolveId(lexicon, TermKind::kDrugClass, name);
  if (!id.empty()) return id;
  // "metoprolol 50 mg", "Alecensa (alectinib)": the name before the dose or the bracket; a short
  // rest would be some other word.
  size_t end = name.find(" (");
  for (size_t at = name.find(' '); at != std::string_view::npos && at + 1 < name.size();
       at = name.find(' ', at + 1)) {
    if (name[at + 1] >= '0' && name[at + 1] <= '9') {
      end = std::min(end, at);
      break;
    }
  }
  if (end == std::string_view::npos || end < 5) return "";
  return ResolveDrug(lexicon,
                     base::ToStd(absl::StripAsciiWhitespace(base::ToAbsl(name.substr(0, end)))));
}

std::string ResolveHistology(const Lexicon& lexicon, std::string_view name,
                             std::string_view type_id) {
  std::vector<std::string> families;
  if (!type_id.empty()) families = lexicon.Ancestors(TermKind::kDisease, type_id);
  // "small cell transformation": what it turned into.
  const std::string_view whole = base::ToStd(absl::StripAsciiWhitespace(base::ToAbsl(name)));
  std::string_view short_name = whole;
  for (std::string_view ending :
       {" transformation", " transformed", " histology", " carcinoma", " cancer", " type"}) {
    if (short_name.size() > ending.size() && base::EndsWithIgnoreCase(short_name, ending)) {
      short_name.remove_suffix(ending.size());
      break;
    }
  }
  std::vector<std::string> readings = {std::string(name), std::string(short_name)};
  for (const std::string& family : families) {
    const rules::Entry* entry = lexicon.Find(TermKind::kDisease, family);
    std::vector<std::string> words = entry == nullptr ? std::vector<std::string>{} : entry->names;
    std::string plain_id = family;
    for (char& c : plain_id) c = c == '_' ? ' ' : c;
    words.push_back(std::move(plain_id));
    for (const std::string& word : words) {
      std::string_view organ = word;  // "lung cancer" -> "lung"
      for (std::string_view ending : {" cancer", " carcinoma", " tumor"}) {
        if (organ.ends_with(ending)) organ.remove_suffix(ending.size());
      }
      for (std::string_view stem : {whole, short_name}) {
        readings.push_back(absl::StrCat(base::ToAbsl(stem), " ", word));
        if (organ.size() == word.size()) continue;
        readings.push_back(absl::StrCat(base::ToAbsl(organ), " ", base::ToAbsl(stem)));
        readings.push_back(absl::StrCat(base::ToAbsl(stem), " of the ", base::ToAbsl(organ)));
      }
    }
  }
  std::string best;
  size_t best_distance = families.size() + 1;
  for (const std::string& reading : readings) {
    const std::string id = ResolveId(lexicon, TermKind::kDisease, reading);
    if (id.empty()) continue;
    size_t distance = 0;
    while (distance < families.size() && !lexicon.IsA(TermKind::kDisease, id, families[distance]))
      ++distance;
    if (distance < best_distance) {
      best = id;
      best_distance = distance;
      if (distance == 0) break;
    }
  }
  return best;
}

void ResolveNames(const Lexicon& lexicon, Patient& patient, base::Diagnostics& notes, NameMemo* memo, Guesses guesses) {
  Resolver(lexicon, notes, memo, guesses).Run(patient);
}

}  // namespace trialmatch::matcher
