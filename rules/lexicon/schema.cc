#include "rules/lexicon/schema.h"

namespace trialmatch::rules {
namespace {

using enum TermKind;
using enum ColumnType;

constexpr ColumnSpec kDrugColumns[] = {
    {.name = "generation"},
    {.name = "half_life_h", .type = kNumber},
    {.name = "cns", .type = kChoice, .choices = "|good|some|poor|"}};
constexpr ColumnSpec kGeneColumns[] = {{.name = "driver", .type = kChoice, .choices = "|yes|no|"}};
constexpr ColumnSpec kMutationColumns[] = {
    {.name = "gene", .type = kReference, .target = kGene, .required = true},
    {.name = "alteration", .type = kReference, .target = kAlteration},
    {.name = "class", .type = kChoice, .choices = "|resistance|sensitizing|rare_sensitizing|uncommon|"}};
// The treatment without which the illness cannot be.
constexpr ColumnSpec kConditionColumns[] = {
    {.name = "only_after", .type = kReference, .target = kDrugClass}};
constexpr ColumnSpec kLabColumns[] = {{.name = "unit", .type = kReference, .target = kUnit},
                                      {.name = "molar_mass", .type = kNumber},
                                      {.name = "plausible_low", .type = kNumber},
                                      {.name = "plausible_high", .type = kNumber},
                                      {.name = "worry", .type = kChoice, .choices = "|low|high|both|"}};
constexpr ColumnSpec kUnitColumns[] = {{.name = "dimension", .required = true},
                                       {.name = "factor", .type = kNumber, .required = true}};
constexpr ColumnSpec kFactColumns[] = {{.name = "path"}};
constexpr ColumnSpec kQualityColumns[] = {
    {.name = "as",
     .type = kChoice,
     .choices = "|active|uncontrolled|past|needed_steroids|undetectable|detectable|"},
    {.name = "place", .type = kChoice, .choices = "|lead|tail|either|", .required = true},
    {.name = "spreads", .type = kChoice, .choices = "|yes|no|", .required = true},
    {.name = "met_when", .type = kChoice, .choices = "|active|controlled|past|controlled past|"},
    {.name = "unmet_when", .type = kChoice, .choices = "|active|past|controlled past|"}};

constexpr TableSpec kSpecs[kTermKinds] = {
    {kDrug, kDrugClass, true, kDrugColumns},
    {kDrugClass, kDrugClass, true, {}},
    {kGene, kGene, true, kGeneColumns},
    {kAlteration, std::nullopt, false, {}},  // "any" is a word of its own
    {kMutation, std::nullopt, false, kMutationColumns},
    {kDisease, kDisease, true, {}},
    {kCondition, kCondition, true, kConditionColumns},
    {kLab, std::nullopt, true, kLabColumns},
    {kUnit, std::nullopt, false, kUnitColumns},  // "C" and "m" are letters of lists
    {kSetting, std::nullopt, true, {}},
    {kSite, kSite, true, {}},
    {kFact, std::nullopt, true, kFactColumns},
    {kCue, std::nullopt, false, {}},
    {kLogistics, std::nullopt, false, {}},
    {kPlace, std::nullopt, false, {}},  // "IN", "NO" and "US" are words
    {kPlain, std::nullopt, false, {}},
    {kQuality, std::nullopt, false, kQualityColumns},
};

constexpr std::string_view kNames[kTermKinds] = {
    "drug", "drug_class", "gene", "alteration", "mutation", "disease",   "condition", "lab",
    "unit", "setting",    "site", "fact",       "cue",      "logistics", "place",
    "plain", "quality"};

}  // namespace

const TableSpec& SpecOf(TermKind kind) { return kSpecs[static_cast<int>(kind)]; }

const char* KindName(TermKind kind) { return kNames[static_cast<int>(kind)].data(); }

std::optional<TermKind> KindFromName(std::string_view name) {
  for (int i = 0; i < kTermKinds; ++i) {
    if (kNames[i] == name) return static_cast<TermKind>(i);
  }
  return std::nullopt;
}

}  // namespace trialmatch::rules
