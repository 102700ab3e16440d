#ifndef TRIALMATCH_RULES_TEXT_HEADING_WORDS_H_
#define TRIALMATCH_RULES_TEXT_HEADING_WORDS_H_

#include <cstdint>
#include <iterator>
#include <string_view>

namespace trialmatch::rules {

// The words that headings are made of. The rows are sorted by word.
enum HeadingWordClass : uint32_t {
  kInclusion = 1,       // "inclusion"
  kExclusion = 2,       // "exclusion"
  kCriteria = 4,        // "criteria"
  kQualifier = 8,       // may stand around section words: "key", "main", "for"
  kDesignator = 16,     // names a part of the study: "cohort", "phase"
  kPeople = 32,         // "patients", "women"
  kStep = 64,           // names a moment of the study: "randomization"
  kSentenceWord = 128,  // makes the line a statement rather than a heading: "must", "following"
  kSubjectWord = 256,   // names what criteria are about: "cardiac", "therapy"
  kNumberWord = 512,    // numbers a part: "ii", "b"
};

struct HeadingWord {
  std::string_view word;
  uint32_t classes;
};

inline constexpr HeadingWord kHeadingWords[] = {
    {"1a", kNumberWord}, {"1b", kNumberWord}, {"2a", kNumberWord}, {"2b", kNumberWord},
    {"a", kNumberWord | kQualifier}, {"ab", kNumberWord}, {"abbreviated", kQualifier},
    {"able", kSentenceWord}, {"above", kSentenceWord}, {"additional", kQualifier},
    {"adequate", kSentenceWord}, {"adolescent", kPeople}, {"adolescents", kPeople},
    {"adult", kPeople}, {"adults", kPeople}, {"age", kSubjectWord}, {"agree", kSentenceWord},
    {"agreed", kSentenceWord}, {"agrees", kSentenceWord}, {"all", kQualifier},
    {"allergies", kSubjectWord}, {"allergy", kSubjectWord}, {"allowed", kSentenceWord},
    {"an", kQualifier}, {"and", kQualifier}, {"any", kQualifier}, {"apheresis", kStep},
    {"applicable", kQualifier}, {"applied", kSentenceWord}, {"applies", kSentenceWord},
    {"apply", kSentenceWord}, {"are", kSentenceWord}, {"arm", kDesignator}, {"arms", kDesignator},
    {"as", kQualifier}, {"at", kQualifier}, {"avoided", kSentenceWord}, {"b", kNumberWord},
    {"baseline", kStep}, {"basic", kQualifier}, {"be", kSentenceWord}, {"been", kSentenceWord},
    {"being", kSentenceWord}, {"below", kSentenceWord}, {"biologic", kSubjectWord},
    {"biomarker", kSubjectWord}, {"biomarkers", kSubjectWord}, {"bmi", kSubjectWord},
    {"bone", kSubjectWord}, {"both", kQualifier}, {"boys", kPeople}, {"brief", kQualifier},
    {"by", kQualifier}, {"c", kNumberWord}, {"can", kSentenceWord}, {"cancer", kQualifier},
    {"candidate", kPeople}, {"candidates", kPeople}, {"cannot", kSentenceWord},
    {"cardiac", kSubjectWord}, {"cardiovascular", kSubjectWord}, {"caregiver", kPeople},
    {"caregivers", kPeople}, {"cerebrovascular", kSubjectWord}, {"characteristics", kSubjectWord},
    {"chemotherapy", kSubjectWord}, {"child", kPeople}, {"children", kPeople},
    {"clinical", kQualifier}, {"clinicians", kPeople}, {"cns", kSubjectWord}, {"co", kSubjectWord},
    {"coagulation", kSubjectWord}, {"cohort", kDesignator}, {"cohorts", kDesignator},
    {"common", kQualifier}, {"concomitant", kSubjectWord}, {"concurrent", kSubjectWord},
    {"condition", kSubjectWord}, {"conditions", kSubjectWord}, {"confirmed", kSentenceWord},
    {"consent", kSubjectWord}, {"considered", kSentenceWord}, {"consolidation", kStep},
    {"contraception", kSubjectWord}, {"control", kPeople}, {"controls", kPeople},
    {"core", kQualifier}, {"could", kSentenceWord}, {"couples", kPeople}, {"creteria", kCriteria},
    {"critera", kCriteria}, {"criterea", kCriteria}, {"criteria", kCriteria},
    {"criterias", kCriteria}, {"criterion", kCriteria}, {"criterium", kCriteria},
    {"crossover", kStep}, {"d", kNumberWord}, {"defined", kQualifier | kSentenceWord},
    {"demographic", kSubjectWord}, {"demographics", kSubjectWord}, {"demonstrated", kSentenceWord},
    {"dermatologic", kSubjectWord}, {"described", kSentenceWord}, {"detailed", kQualifier},
    {"diagnosis", kSubjectWord}, {"did", kSentenceWord}, {"discouraged", kSentenceWord},
    {"disease", kQualifier | kSubjectWord}, {"do", kSentenceWord}, {"documented", kSentenceWord},
    {"does", kSentenceWord}, {"donor", kPeople}, {"donors", kPeople}, {"drug", kQualifier},
    {"dyads", kPeople}, {"e", kNumberWord}, {"each", kQualifier}, {"ecog", kSubjectWord},
    {"either", kSentenceWord}, {"elderly", kPeople}, {"endocrine", kSubjectWord},
    {"enrollment", kQualifier | kStep}, {"enrolment", kQualifier | kStep}, {"entry", kQualifier},
    {"escalation", kDesignator}, {"everyone", kPeople}, {"evidence", kSentenceWord},
    {"evidenced", kSentenceWord}, {"except", kSentenceWord}, {"exclsion", kExclusion},
    {"exclusion", kExclusion}, {"exclusionary", kExclusion}, {"exclusions", kExclusion},
    {"excluson", kExclusion}, {"exclussion", kExclusion}, {"exclution", kExclusion},
    {"excusion", kExclusion}, {"existing", kSubjectWord}, {"exlusion", kExclusion},
    {"expansion", kDesignator}, {"expectancy", kSubjectWord}, {"extension", kStep},
    {"f", kNumberWord}, {"families", kPeople}, {"family", kPeople}, {"female", kPeople},
    {"females", kPeople}, {"follow", kStep}, {"following", kSentenceWord},
    {"follows", kSentenceWord}, {"for", kQualifier}, {"from", kQualifier},
    {"fulfil", kSentenceWord}, {"fulfill", kSentenceWord}, {"fulfills", kSentenceWord},
    {"full", kQualifier}, {"function", kSubjectWord}, {"functions", kSubjectWord},
    {"further", kQualifier}, {"g", kNumberWord}, {"gastrointestinal", kSubjectWord},
    {"gender", kSubjectWord}, {"general", kQualifier | kSubjectWord}, {"genetic", kSubjectWord},
    {"girls", kPeople}, {"group", kDesignator}, {"groups", kDesignator}, {"h", kNumberWord},
    {"had", kSentenceWord}, {"haematologic", kSubjectWord}, {"haematological", kSubjectWord},
    {"haematology", kSubjectWord}, {"has", kSentenceWord}, {"have", kSentenceWord},
    {"having", kSentenceWord}, {"health", kSubjectWord}, {"healthy", kPeople},
    {"height", kSubjectWord}, {"hematologic", kSubjectWord}, {"hematological", kSubjectWord},
    {"hematology", kSubjectWord}, {"hematopoietic", kSubjectWord}, {"hepatic", kSubjectWord},
    {"histology", kSubjectWord}, {"history", kSentenceWord | kSubjectWord},
    {"hormonal", kSubjectWord}, {"hypertension", kSubjectWord}, {"i", kNumberWord},
    {"ia", kNumberWord}, {"ib", kNumberWord}, {"if", kSentenceWord}, {"ii", kNumberWord},
    {"iia", kNumberWord}, {"iib", kNumberWord}, {"iii", kNumberWord}, {"iiia", kNumberWord},
    {"iiib", kNumberWord}, {"imaging", kSubjectWord}, {"immunologic", kSubjectWord},
    {"immunological", kSubjectWord}, {"immunotherapy", kSubjectWord}, {"important", kQualifier},
    {"in", kQualifier}, {"include", kSentenceWord}, {"included", kSentenceWord},
    {"includes", kSentenceWord}, {"including", kSentenceWord}, {"inclusion", kInclusion},
    {"inclusionary", kInclusion}, {"inclusions", kInclusion}, {"inclussion", kInclusion},
    {"inclution", kInclusion}, {"incusion", kInclusion}, {"individual", kPeople},
    {"individuals", kPeople}, {"induction", kStep}, {"ineligibility", kExclusion},
    {"infant", kPeople}, {"infants", kPeople}, {"infection", kSubjectWord},
    {"infections", kSubjectWord}, {"infectious", kSubjectWord}, {"informed", kSubjectWord},
    {"infusion", kStep}, {"initial", kQualifier}, {"inlusion", kInclusion}, {"is", kSentenceWord},
    {"iv", kNumberWord}, {"karnofsky", kSubjectWord}, {"key", kQualifier}, {"kidney", kSubjectWord},
    {"known", kSentenceWord}, {"lab", kSubjectWord}, {"laboratories", kSubjectWord},
    {"laboratory", kSubjectWord}, {"labs", kSubjectWord}, {"leadin", kStep},
    {"least", kSentenceWord}, {"leukapheresis", kStep}, {"life", kSubjectWord},
    {"list", kQualifier}, {"listed", kSentenceWord}, {"liver", kSubjectWord},
    {"lung", kSubjectWord}, {"lymphodepletion", kStep}, {"main", kQualifier},
    {"maintenance", kStep}, {"major", kQualifier}, {"male", kPeople}, {"males", kPeople},
    {"malignancy", kSubjectWord}, {"man", kPeople}, {"marrow", kSubjectWord},
    {"may", kSentenceWord}, {"medical", kQualifier}, {"medication", kSubjectWord},
    {"medications", kSubjectWord}, {"meet", kSentenceWord}, {"meeting", kSentenceWord},
    {"meets", kSentenceWord}, {"men", kPeople}, {"menopausal", kSubjectWord},
    {"met", kSentenceWord}, {"metabolic", kSubjectWord}, {"metabolism", kSubjectWord},
    {"minimum", kQualifier}, {"miscellaneous", kSubjectWord}, {"miscellanous", kSubjectWord},
    {"module", kDesignator}, {"modules", kDesignator}, {"mother", kPeople}, {"mothers", kPeople},
    {"musculoskeletal", kSubjectWord}, {"must", kSentenceWord}, {"need", kSentenceWord},
    {"needs", kSentenceWord}, {"neonates", kPeople}, {"nervous", kSubjectWord},
    {"neurologic", kSubjectWord}, {"neurological", kSubjectWord}, {"neurology", kSubjectWord},
    {"newborns", kPeople}, {"no", kSentenceWord}, {"noninclusion", kExclusion},
    {"not", kSentenceWord}, {"noted", kSentenceWord}, {"nutrition", kSubjectWord},
    {"ocular", kSubjectWord}, {"of", kQualifier}, {"on", kQualifier}, {"oncologic", kSubjectWord},
    {"one", kSentenceWord}, {"only", kQualifier}, {"ophthalmic", kSubjectWord},
    {"ophthalmologic", kSubjectWord}, {"optional", kQualifier}, {"or", kQualifier},
    {"organ", kSubjectWord}, {"other", kQualifier | kSubjectWord}, {"others", kSubjectWord},
    {"overall", kQualifier}, {"paediatric", kPeople}, {"parameters", kSubjectWord},
    {"parent", kPeople}, {"parents", kPeople}, {"part", kDesignator}, {"partial", kQualifier},
    {"participant", kPeople | kQualifier}, {"participants", kPeople}, {"partner", kPeople},
    {"partners", kPeople}, {"parts", kDesignator}, {"patient", kPeople | kQualifier},
    {"patients", kPeople}, {"pediatric", kPeople}, {"people", kPeople}, {"per", kSentenceWord},
    {"performance", kSubjectWord}, {"period", kDesignator}, {"permitted", kSentenceWord},
    {"person", kPeople}, {"persons", kPeople}, {"phase", kDesignator}, {"phases", kDesignator},
    {"physicians", kPeople}, {"portion", kDesignator}, {"portions", kDesignator}, {"pre", kStep},
    {"pregnancy", kSubjectWord}, {"preregistration", kStep}, {"prescreening", kStep},
    {"presence", kSentenceWord}, {"previous", kSubjectWord}, {"primary", kQualifier},
    {"principal", kQualifier}, {"prior", kSubjectWord},
    {"prohibited", kSentenceWord | kSubjectWord}, {"protocol", kQualifier},
    {"provided", kSentenceWord}, {"providers", kPeople}, {"psychiatric", kSubjectWord},
    {"pulmonary", kSubjectWord}, {"radiation", kSubjectWord}, {"radiotherapy", kSubjectWord},
    {"randomisation", kStep}, {"randomization", kStep}, {"receive", kSentenceWord},
    {"received", kSentenceWord}, {"receiving", kSentenceWord}, {"recipient", kPeople},
    {"recipients", kPeople}, {"recommended", kSentenceWord}, {"refer", kSentenceWord},
    {"refers", kSentenceWord}, {"registration", kStep}, {"related", kSubjectWord},
    {"relatives", kPeople}, {"relevant", kQualifier}, {"renal", kSubjectWord},
    {"reproductive", kSubjectWord}, {"required", kSentenceWord}, {"requirement", kCriteria},
    {"requirements", kCriteria}, {"respiratory", kSubjectWord}, {"retreatment", kStep},
    {"rheumatologic", kSubjectWord}, {"rollover", kStep}, {"run", kStep}, {"s", kQualifier},
    {"safety", kQualifier}, {"satisfy", kSentenceWord}, {"screening", kStep},
    {"section", kQualifier}, {"see", kSentenceWord}, {"segment", kDesignator},
    {"segments", kDesignator}, {"selected", kQualifier}, {"serology", kSubjectWord},
    {"sex", kSubjectWord}, {"shall", kSentenceWord}, {"should", kSentenceWord},
    {"sibling", kPeople}, {"siblings", kPeople}, {"specific", kQualifier},
    {"specifically", kQualifier}, {"stage", kSubjectWord}, {"stages", kDesignator},
    {"staging", kSubjectWord}, {"stated", kSentenceWord}, {"status", kSubjectWord},
    {"step", kDesignator}, {"steps", kDesignator}, {"strata", kDesignator},
    {"stratum", kDesignator}, {"study", kQualifier}, {"sub", kDesignator},
    {"subject", kPeople | kQualifier}, {"subjects", kPeople}, {"subprotocol", kDesignator},
    {"subprotocols", kDesignator}, {"substudies", kDesignator}, {"substudy", kDesignator},
    {"summary", kQualifier}, {"surgery", kSubjectWord}, {"surgical", kSubjectWord},
    {"system", kSubjectWord}, {"systems", kSubjectWord}, {"test", kSubjectWord},
    {"tests", kSubjectWord}, {"that", kSentenceWord}, {"the", kQualifier},
    {"therapies", kSubjectWord}, {"therapy", kSubjectWord}, {"they", kSentenceWord},
    {"to", kQualifier}, {"treatment", kSubjectWord}, {"treatments", kSubjectWord},
    {"trial", kQualifier}, {"tumor", kSubjectWord}, {"tumour", kSubjectWord},
    {"unable", kSentenceWord}, {"unless", kSentenceWord}, {"up", kStep}, {"use", kSentenceWord},
    {"using", kSentenceWord}, {"v", kNumberWord}, {"vaccination", kStep}, {"values", kSubjectWord},
    {"vascular", kSubjectWord}, {"vi", kNumberWord}, {"virology", kSubjectWord},
    {"volunteer", kPeople}, {"volunteers", kPeople}, {"was", kSentenceWord},
    {"weight", kSubjectWord}, {"were", kSentenceWord}, {"which", kSentenceWord},
    {"who", kSentenceWord}, {"whom", kSentenceWord}, {"will", kSentenceWord},
    {"willing", kSentenceWord}, {"with", kQualifier}, {"wocbp", kPeople}, {"woman", kPeople},
    {"women", kPeople}, {"would", kSentenceWord}, {"you", kPeople}};

// Where the rows stand, by a hash of their words; a place is a row's number and one more, 0 is none.
struct HeadingWordPlaces {
  static constexpr uint32_t kSize = 2048;
  static constexpr uint32_t Start(std::string_view word) {
    uint32_t hash = static_cast<uint32_t>(word.size());
    for (const char c : word) hash = hash * 33 + static_cast<unsigned char>(c);
    return (hash ^ hash >> 11) % kSize;
  }
  uint16_t places[kSize] = {};
};
constexpr HeadingWordPlaces PlaceHeadingWords() {
  HeadingWordPlaces out;
  for (uint32_t row = 0; row < std::size(kHeadingWords); ++row) {
    uint32_t at = HeadingWordPlaces::Start(kHeadingWords[row].word);
    while (out.places[at] != 0) at = (at + 1) % HeadingWordPlaces::kSize;
    out.places[at] = static_cast<uint16_t>(row + 1);
  }
  return out;
}
inline constexpr HeadingWordPlaces kHeadingWordPlaces = PlaceHeadingWords();

// The classes of a word in lower case; 0 for one that is not here. A word with a digit numbers a part.
inline uint32_t HeadingClasses(std::string_view word) {
  uint32_t at = HeadingWordPlaces::Start(word);
  for (; kHeadingWordPlaces.places[at] != 0; at = (at + 1) % HeadingWordPlaces::kSize) {
    const HeadingWord& row = kHeadingWords[kHeadingWordPlaces.places[at] - 1u];
    if (row.word == word) return row.classes;
  }
  for (char c : word) {
    if (c >= '0' && c <= '9') return word.size() <= 4 ? static_cast<uint32_t>(kNumberWord) : 0u;
  }
  return 0;
}

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_TEXT_HEADING_WORDS_H_
