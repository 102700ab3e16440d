#include "matcher/index/trial_facts.h"

#include <algorithm>
#include <string_view>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "base/status.h"
#include "fetch/places/places.h"
#include "rules/text/tokens.h"

namespace trialmatch::matcher {
namespace {

using rules::Expression;
using rules::TermKind;

void AddOnce(std::vector<std::string>& list, const std::string& value) {
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
}

void AddLeaf(const rules::Leaf& leaf, CriterionAsks& asks) {
  if (const auto* marker = std::get_if<rules::MarkerLeaf>(&leaf)) {
    if (marker->tested || marker->alteration == "wild_type" || marker->alteration == "negative")
      return;
    if (marker->score)
      asks.scored_marker = true;
    else
      for (const std::string& gene : marker->genes) AddOnce(asks.genes, gene);
  } else if (const auto* one_of = std::get_if<rules::OneOfLeaf>(&leaf)) {
    using Attribute = rules::OneOfLeaf::Attribute;
    if (one_of->attribute == Attribute::kStage || one_of->attribute == Attribute::kSetting)
      asks.setting = true;
    if (one_of->attribute == Attribute::kMetastasisSite &&
        std::find(one_of->values.begin(), one_of->values.end(), "brain") != one_of->values.end()) {
      asks.brain = true;
    }
  } else if (const auto* treatment = std::get_if<rules::TreatmentLeaf>(&leaf)) {
    // "At most three lines" asks for none.
    const bool limit_only = treatment->count && treatment->count->Contains(0);
    if (!limit_only) asks.past_treatment = true;
  } else if (const auto* brain = std::get_if<rules::BrainLeaf>(&leaf)) {
    if (brain->site != rules::BrainLeaf::Site::kSpinalCord) asks.brain = true;
  }
}

// What stands under a negation or in the `if` of a condition is not asked for.
void Collect(const Expression& expression, CriterionAsks& asks) {
  switch (expression.kind) {
    case Expression::Kind::kLeaf:
      AddLeaf(expression.leaf, asks);
      return;
    case Expression::Kind::kAll:
    case Expression::Kind::kAtLeast:
      for (const Expression& child : expression.children) Collect(child, asks);
      return;
    case Expression::Kind::kAny: {
      // "no brain metastases, or treated ones" asks for none: a way out without them is one of the
      // choices.
      CriterionAsks inside;
      bool way_out = false;
      for (const Expression& child : expression.children) {
        Collect(child, inside);
        way_out = way_out || child.kind == Expression::Kind::kNot;
      }
      for (const std::string& gene : inside.genes) AddOnce(asks.genes, gene);
      asks.scored_marker = asks.scored_marker || inside.scored_marker;
      asks.setting = asks.setting || inside.setting;
      asks.past_treatment = asks.past_treatment || (inside.past_treatment && !way_out);
      asks.brain = asks.brain || (inside.brain && !way_out);
      return;
    }
    case Expression::Kind::kWhen: {
      if (expression.children.size() != 2) return;
      CriterionAsks inside;
      Collect(expression.children[1], inside);
      for (const std::string& gene : inside.genes) AddOnce(asks.genes, gene);
      return;
    }
    default:
      return;
  }
}

class Reader {
 public:
  Reader(const rules::Lexicon& lexicon, TrialFacts& facts) : lexicon_(lexicon), facts_(facts) {}

  // Drugs and modalities of an intervention's name: "Alectinib", "carboplatin + pemetrexed".
  // True when it names one.
  bool ReadIntervention(std::string_view text) {
    bool found = false;
    const rules::TokenStream stream = Tokens(text);
    for (const rules::Mention& mention : stream.mentions) {
      for (rules::Term term : mention.terms) {
        if (term.kind == TermKind::kDrug) AddOnce(facts_.drugs, lexicon_.entry(term).id);
        if (term.kind == TermKind::kDrugClass)
          AddOnce(facts_.drug_classes, lexicon_.entry(term).id);
        found = found || term.kind == TermKind::kDrug || term.kind == TermKind::kDrugClass;
      }
    }
    return found;
  }

  enum class Brain { kRead, kIgnore };
  void ReadTitle(std::string_view text, Brain brain) {
    const rules::TokenStream stream = Tokens(text);
    for (size_t i = 0; i < stream.mentions.size(); ++i) {
      for (rules::Term term : stream.mentions[i].terms) {
        if (term.kind == TermKind::kGene && !Negated(stream, i))
          AddOnce(facts_.named_genes, lexicon_.entry(term).id);
        if (brain == Brain::kRead && MeansBrain(term)) facts_.names_brain = true;
      }
    }
  }

 private:
  rules::TokenStream Tokens(std::string_view text) const {
    return rules::Tokenize(text, {0, static_cast<uint32_t>(text.size())}, lexicon_);
  }

  bool MeansBrain(rules::Term term) const {
    const std::string& id = lexicon_.entry(term).id;
    switch (term.kind) {
      case TermKind::kSite:
        return id == "brain" || id == "cns" || id == "leptomeninges";
      case TermKind::kDisease:
        return id == "brain_metastasis" || id == "leptomeningeal_metastasis";
      case TermKind::kCue:
        return id == "cns_metastasis";
      default:
        return false;
    }
  }

  // "ALK-negative", "EGFR/ALK wild type", "without ALK", "non-ALK": a few words around the gene are
  // enough for titles.
  bool Negated(const rules::TokenStream& stream, size_t mention) const {
    for (size_t i = mention + 1; i < stream.mentions.size() && i <= mention + 3; ++i) {
      if (stream.mentions[i].first - stream.mentions[mention].last > 6) break;
      for (rules::Term term : stream.mentions[i].terms) {
        if (term.kind != TermKind::kAlteration) continue;
        const std::string& id = lexicon_.entry(term).id;
        if (id == "negative" || id == "wild_type") return true;
        if (id == "positive" || id == "fusion" || id == "mutation") return false;
      }
    }
    const uint32_t first = stream.mentions[mention].first;
    for (uint32_t i = first > 6 ? first - 6 : 0; i < first; ++i) {
      const std::string_view word = base::Slice(stream.text, stream.tokens[i].span);
      for (std::string_view no :
           {"without", "Without", "no", "No", "non", "Non", "lacking", "WITHOUT", "not"}) {
        if (word == no) return true;
      }
    }
    return false;
  }

  const rules::Lexicon& lexicon_;
  TrialFacts& facts_;
};

// Something that is given as a treatment; `type` as the registry or an arm spells it, empty where the record does not tell.
bool IsProduct(std::string_view type, std::string_view name) {
  if (absl::StrContains(absl::AsciiStrToLower(base::ToAbsl(name)), "placebo")) return false;
  const std::string kind = absl::StrReplaceAll(absl::AsciiStrToUpper(base::ToAbsl(type)), {{" ", "_"}});
  return kind.empty() || kind == "DRUG" || kind == "BIOLOGICAL" || kind == "GENETIC" || kind == "COMBINATION_PRODUCT";
}

// What is tried: the interventions of experimental arms, or all when no arm says so. Arms name them with their type: "Drug: Alectinib".
void ReadDrugs(const fetch::Study& study, Reader& reader, TrialFacts& facts) {
  bool experimental = false, unknown = false;
  for (const fetch::ArmGroup& arm : study.arm_groups) {
    if (arm.type != "EXPERIMENTAL") continue;
    for (const std::string& name : arm.intervention_names) {
      const bool found = reader.ReadIntervention(name);
      experimental = experimental || found;
      const size_t colon = name.find(": ");
      if (!found && colon != std::string::npos) unknown = unknown || IsProduct(name.substr(0, colon), name);
    }
  }
  facts.unknown_drugs = unknown;
  if (experimental) return;
  for (const fetch::Intervention& intervention : study.interventions) {
    bool found = reader.ReadIntervention(intervention.name);
    for (const std::string& other : intervention.other_names) {
      if (!found) found = reader.ReadIntervention(other);
    }
    if (!found && IsProduct(intervention.type, intervention.name)) facts.unknown_drugs = true;
  }
}

// The record's own coordinates, else those of the postal code or of a city whose name leaves no doubt.
std::optional<UnitVector> WhereIs(const fetch::Location& site, const std::string& country) {
  if (site.point) return ToUnitVector(site.point->latitude, site.point->longitude);
  const auto place = fetch::FindPlace(site.zip, site.city, country);
  if (!place || place->is_rough) return std::nullopt;
  return ToUnitVector(place->point.latitude, place->point.longitude);
}

}  // namespace

TrialFacts FindTrialFacts(const fetch::Study& study, const rules::TrialCriteria& criteria,
                          const rules::Lexicon& lexicon) {
  TrialFacts facts;
  facts.ways = FindWaysIn(study, criteria);
  facts.asks.resize(criteria.criteria.size());
  for (size_t i = 0; i < criteria.criteria.size(); ++i) {
    if (criteria.criteria[i].mood != rules::Mood::kPermits)
      Collect(criteria.criteria[i].expression, facts.asks[i]);
  }
  facts.has_text = study.eligibility_criteria.find_first_not_of(" \t\r\n") != std::string::npos;

  Reader reader(lexicon, facts);
  ReadDrugs(study, reader, facts);
  reader.ReadTitle(study.brief_title, Reader::Brain::kRead);
  reader.ReadTitle(study.official_title, Reader::Brain::kRead);
  // A long list of conditions names everything: it says nothing about the brain.
  const auto brain = study.conditions.size() <= 6 ? Reader::Brain::kRead : Reader::Brain::kIgnore;
  for (const std::string& condition : study.conditions) reader.ReadTitle(condition, brain);
  for (const std::string& keyword : study.keywords)
    reader.ReadTitle(keyword, Reader::Brain::kIgnore);

  for (const fetch::Location& site : study.locations) {
    const std::optional<rules::Term> place = lexicon.Resolve(TermKind::kPlace, site.country);
    facts.site_country.push_back(place ? lexicon.entry(*place).id : std::string());
    facts.site_at.push_back(WhereIs(site, facts.site_country.back()));
  }
  return facts;
}

}  // namespace trialmatch::matcher
