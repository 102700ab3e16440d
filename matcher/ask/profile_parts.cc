#include "matcher/ask/profile_parts.h"

#include <utility>

namespace trialmatch::matcher {
namespace {

enum Part : ProfileParts {
  kAge = 1 << 0,
  kSex = 1 << 1,
  kBody = 1 << 2,
  kSmoking = 1 << 3,
  kPlace = 1 << 4,
  kCancer = 1 << 5,
  kMarkers = 1 << 6,
  kTreatments = 1 << 7,
  kBrain = 1 << 8,
  kPerformance = 1 << 9,
  kLabs = 1 << 10,
  kIllnesses = 1 << 11,
  kMedicines = 1 << 12,
  kPregnancy = 1 << 13,
  kFacts = 1 << 14,
  kAllergies = 1 << 15,
};

constexpr std::pair<std::string_view, ProfileParts> kMembers[] = {
    {"id", kNoParts},          {"note", kNoParts},       {"age_years", kAge},         {"birth_date", kAge},      {"sex", kSex},
    {"weight_kg", kBody},      {"height_cm", kBody},     {"smoking", kSmoking},       {"location", kPlace},      {"cancer", kCancer},
    {"metastases", kCancer},   {"biomarkers", kMarkers}, {"treatments", kTreatments}, {"brain", kBrain},         {"performance", kPerformance},
    {"labs", kLabs},           {"conditions", kIllnesses}, {"medications", kMedicines}, {"pregnancy", kPregnancy}, {"facts", kFacts},
    {"allergies", kAllergies}};

// Where the cancer stands: stage, spread, operations.
constexpr ProfileParts kState = kCancer | kBrain | kTreatments;

ProfileParts Reads(const rules::CompareLeaf& leaf) {
  if (leaf.quantity == "age") return kAge | kSex;
  if (leaf.quantity == "ecog" || leaf.quantity == "karnofsky") return kPerformance | kSex;
  return kLabs | kAge | kSex | kBody;
}

ProfileParts Reads(const rules::OneOfLeaf& leaf) {
  using enum rules::OneOfLeaf::Attribute;
  switch (leaf.attribute) {
    case kSex: return Part::kSex;
    case kCountry: return kPlace;
    case kSmoking: return Part::kSmoking;
    default: return kState;
  }
}

ProfileParts Reads(const rules::MarkerLeaf&) { return kMarkers; }
// An illness may tell that steroids were given.
ProfileParts Reads(const rules::TreatmentLeaf&) { return kState | kMedicines | kIllnesses; }
ProfileParts Reads(const rules::ConditionLeaf& leaf) {
  // Whether an illness needs treatment, the drugs tell that are taken for it.
  return kState | kIllnesses | (leaf.qualities.empty() && leaf.lacking.empty() && leaf.unless.empty() ? kNoParts : ProfileParts{kMedicines});
}
ProfileParts Reads(const rules::BrainLeaf&) { return kState; }
ProfileParts Reads(const rules::StandardTherapyLeaf&) { return kState | kMarkers | kMedicines | kPlace; }
ProfileParts Reads(const rules::FactLeaf&) { return kState | kMedicines | kFacts | kPregnancy | kSex | kAge | kSmoking; }

}  // namespace

ProfileParts PartOfMember(std::string_view member) {
  for (const auto& [name, part] : kMembers) {
    if (name == member) return part;
  }
  return kAllParts;
}

ProfileParts PartsThatLeafReads(const rules::Leaf& leaf) {
  return std::visit([](const auto& one) { return Reads(one); }, leaf);
}

}  // namespace trialmatch::matcher
