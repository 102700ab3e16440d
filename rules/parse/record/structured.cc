#include "rules/parse/record/structured.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "base/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "rules/parse/disease/title_condition.h"
#include "rules/parse/domains.h"
#include "rules/parse/record/other_fields.h"

namespace trialmatch::rules {
namespace {

// "18 Years", "6 Months" in years. The registry's units: Year(s), Month(s), Week(s), Day(s), Hour(s), Minute(s).
std::optional<double> AgeYears(const std::string& text) {
  std::vector<std::string> parts = absl::StrSplit(text, ' ', absl::SkipEmpty());
  double value = 0;
  if (parts.size() != 2 || !absl::SimpleAtod(parts[0], &value)) return std::nullopt;
  if (base::StartsWithIgnoreCase(parts[1], "year")) return value;
  if (base::StartsWithIgnoreCase(parts[1], "month")) return value / 12;
  if (base::StartsWithIgnoreCase(parts[1], "week")) return value * 7 / 365.25;
  if (base::StartsWithIgnoreCase(parts[1], "day")) return value / 365.25;
  if (base::StartsWithIgnoreCase(parts[1], "hour") || base::StartsWithIgnoreCase(parts[1], "minute")) return 0.0;
  return std::nullopt;
}

Criterion Make(const char* id, const char* source, Topic topic, std::string text) {
  Criterion c;
  c.id = id;
  c.source = source;
  c.topic = topic;
  c.text = std::move(text);
  c.understood = Understood::kFull;
  return c;
}

bool HasDiseaseLeaf(const Expression& e) {
  if (e.kind == Expression::Kind::kLeaf) {
    const auto* leaf = std::get_if<OneOfLeaf>(e.leaf.get());
    return leaf != nullptr && leaf->attribute == OneOfLeaf::Attribute::kDisease;
  }
  if (e.kind == Expression::Kind::kWhen) return HasDiseaseLeaf(e.children[1]);
  if (e.kind == Expression::Kind::kNot) return false;
  return std::any_of(e.children.begin(), e.children.end(), HasDiseaseLeaf);
}

}  // namespace

void ReadStructuredFields(const Grammar& grammar, const fetch::Study& study, TrialCriteria* out) {
  if (auto low = AgeYears(study.minimum_age); low && *low > 0) {
    Criterion c = Make("S.age_min", "minimumAge", Topic::kAgeSex, study.minimum_age);
    CompareLeaf leaf;
    leaf.quantity = "age";
    leaf.bounds.low = *low;
    c.expression = Expression::OfLeaf(leaf, {}, "structured.age");
    out->criteria.push_back(std::move(c));
  }
  if (auto high = AgeYears(study.maximum_age)) {
    Criterion c = Make("S.age_max", "maximumAge", Topic::kAgeSex, study.maximum_age);
    CompareLeaf leaf;
    leaf.quantity = "age";
    // "75 Years" holds until the 76th birthday.
    leaf.bounds.high = base::ContainsIgnoreCase(study.maximum_age, "year") ? *high + 1 : *high;
    leaf.bounds.high_inclusive = false;
    c.expression = Expression::OfLeaf(leaf, {}, "structured.age");
    out->criteria.push_back(std::move(c));
  }
  if (study.sex == "FEMALE" || study.sex == "MALE") {
    Criterion c = Make("S.sex", "sex", Topic::kAgeSex, study.sex);
    OneOfLeaf leaf{OneOfLeaf::Attribute::kSex, {study.sex == "FEMALE" ? "female" : "male"}, {}, 0};
    c.expression = Expression::OfLeaf(leaf, {}, "structured.sex");
    out->criteria.push_back(std::move(c));
  }
  bool text_tells_disease = std::any_of(out->criteria.begin(), out->criteria.end(), [](const Criterion& c) {
    return c.section == Section::kInclusion && c.understood != Understood::kNone && c.source == "eligibilityCriteria" && HasDiseaseLeaf(c.expression);
  });
  if (text_tells_disease) return;
  std::vector<std::string> diseases;
  bool all_known = !study.conditions.empty();
  std::string text;
  for (const std::string& condition : study.conditions) {
    if (!text.empty()) text += " | ";
    text += condition;
    Reading reading(grammar, condition);
    reading.Append({0, static_cast<uint32_t>(condition.size())}, false);
    std::vector<std::string> found;
    for (int i = 0; i < reading.size(); ++i) {
      if (const Entry* disease = reading.Find(i, TermKind::kDisease)) {
        found.push_back(disease->id);
        // "Gastric/Esophageal Cancer", "Central Nervous System/Leptomeningeal Neoplasms": one or the other.
        if (!reading.IsMark(i - 1, '/') || reading.Find(i - 2, TermKind::kSite) == nullptr) continue;
        std::string other = TumourAt(reading, i - 2);
        // Tumours of the brain may be metastases.
        if (other.empty() || other == "cns_tumor") all_known = false;
        if (!other.empty()) found.push_back(std::move(other));
      }
    }
    // "Carcinoma, Non-Small-Cell Lung": of several words the narrowest.
    std::vector<std::string> narrow;
    for (const std::string& d : found) {
      bool wider = std::any_of(found.begin(), found.end(), [&](const std::string& o) { return o != d && reading.lexicon().IsA(TermKind::kDisease, o, d); });
      if (!wider) narrow.push_back(d);
    }
    if (narrow.empty()) all_known = false;
    diseases.insert(diseases.end(), narrow.begin(), narrow.end());
  }
  bool healthy = study.healthy_volunteers.value_or(false);
  if (study.conditions.empty() && !healthy) return;
  if (healthy && diseases.empty()) {
    Criterion c = Make("S.healthy_volunteers", "healthyVolunteers", Topic::kDisease, "Accepts healthy volunteers");
    c.expression = Expression::OfLeaf(FactLeaf{"healthy_volunteer"}, {}, "structured.healthy");
    out->criteria.push_back(std::move(c));
    return;
  }
  std::sort(diseases.begin(), diseases.end());
  diseases.erase(std::unique(diseases.begin(), diseases.end()), diseases.end());
  Criterion c = Make("S.conditions", "conditions", Topic::kDisease, text);
  // What the study is about is no tumour that is known, or one that its people may only get.
  if (diseases.empty() || IsOfPeopleAtRisk(study, *out)) {
    c.expression = Expression::Opaque({});
    c.understood = Understood::kNone;
    out->criteria.push_back(std::move(c));
    return;
  }
  OneOfLeaf leaf;
  leaf.attribute = OneOfLeaf::Attribute::kDisease;
  leaf.values = diseases;
  Expression expression = Expression::OfLeaf(leaf, {}, "structured.conditions");
  // A condition nobody knows may be the patient's: then the list excludes nobody.
  c.expression = all_known ? expression : Expression::Any({expression, Expression::Opaque({})});
  c.understood = all_known ? Understood::kFull : Understood::kPartial;
  out->criteria.push_back(std::move(c));
}

}  // namespace trialmatch::rules
