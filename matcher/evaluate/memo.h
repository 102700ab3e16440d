#ifndef TRIALMATCH_MATCHER_EVALUATE_MEMO_H_
#define TRIALMATCH_MATCHER_EVALUATE_MEMO_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "base/quantity.h"
#include "base/status.h"
#include "base/truth.h"
#include "matcher/evaluate/alterations.h"
#include "matcher/evaluate/courses.h"
#include "matcher/evaluate/lines.h"
#include "rules/lexicon/lexicon.h"

namespace trialmatch::matcher {

// How rows of a table lie to each other (IsKindOf), worked out once a pair. For one lexicon and one thread.
class KindRelations {
 public:
  explicit KindRelations(const rules::Lexicon& lexicon) : lexicon_(lexicon) {}
  // Forgets what words of profiles made large; to be called when no memo refers to it.
  void Trim();
  base::Truth Of(rules::TermKind kind, std::string_view id, std::string_view wanted);
  // The same of rows of the table.
  base::Truth Of(rules::TermKind kind, uint32_t row, uint32_t wanted);
  // As UnitTable::Find.
  const base::Unit* UnitOf(std::string_view spelling);
  // What is taken for something else than cancer: closed by `medications`.
  bool IsMedicine(std::string_view id);
  // Courses of which CourseIs (courses.h) says the same, whoever had them, have one type; what it says is kept by type and class.
  int32_t TypeOf(const Course& course);
  uint32_t ClassNumber(std::string_view id) {
    if (const auto at = class_numbers_.find(base::ToAbsl(id)); at != class_numbers_.end()) return at->second;
    return class_numbers_.try_emplace(std::string(id), static_cast<uint32_t>(class_numbers_.size())).first->second;
  }
  std::optional<bool>& IsMedicationClass(uint32_t class_number) {
    if (medication_class_.size() <= class_number) medication_class_.resize(class_numbers_.size());
    return medication_class_[class_number];
  }
  // The same for what a line of `biomarkers` tells of a wanted alteration (alterations.h).
  int32_t TypeOf(const Biomarker& biomarker);
  uint32_t NumberOf(const WantedAlteration& wanted);
  Evidence EvidenceOf(int32_t type, const Biomarker& biomarker, uint32_t number, const WantedAlteration& wanted);
  // What the line tells as marker.cc weighs it, which knows lines of markers too; empty until somebody says it.
  std::optional<Evidence>& LineTells(int32_t type, uint32_t number) {
    std::vector<std::optional<Evidence>>& row = line_tells_[static_cast<size_t>(type)];
    if (row.size() <= number) row.resize(wanted_numbers_.size());
    return row[number];
  }
  // HasDisease (facts.h) of patients of whom PatientDiseases says the same, where it hangs on that alone.
  struct Disease {
    uint32_t number = 0;
    bool by_own = false;
  };
  Disease DiseaseOf(std::string_view id);
  int32_t TypeOfDiseases(const std::vector<std::string>& own);
  std::optional<base::Truth>& DiseaseIs(int32_t type, uint32_t disease_number) {
    std::vector<std::optional<base::Truth>>& row = disease_is_[static_cast<size_t>(type)];
    if (row.size() <= disease_number) row.resize(diseases_.size());
    return row[disease_number];
  }
  // CourseIs (courses.h) of a course of that type; empty until somebody says it.
  std::optional<base::Truth>& CourseIs(int32_t type, uint32_t class_number) {
    std::vector<std::optional<base::Truth>>& row = course_is_[static_cast<size_t>(type)];
    if (row.size() <= class_number) row.resize(class_numbers_.size());
    return row[class_number];
  }

 private:
  const rules::Lexicon& lexicon_;
  absl::flat_hash_map<std::string, const base::Unit*> units_;
  absl::flat_hash_map<std::string, bool> medicines_;
  absl::flat_hash_map<std::string, int32_t> course_types_;
  absl::flat_hash_map<std::string, uint32_t> class_numbers_;
  std::vector<std::vector<std::optional<base::Truth>>> course_is_;   // by type, then by class
  std::vector<std::optional<bool>> medication_class_;
  absl::flat_hash_map<std::string, int32_t> biomarker_types_;
  absl::flat_hash_map<std::string, uint32_t> wanted_numbers_;
  std::vector<std::vector<std::optional<Evidence>>> evidence_, line_tells_;   // by type, then by number
  absl::flat_hash_map<std::string, Disease> diseases_;
  absl::flat_hash_map<std::string, int32_t> disease_types_;
  std::vector<std::vector<std::optional<base::Truth>>> disease_is_;   // by type, then by number
  std::vector<uint8_t> matrix_[rules::kTermKinds];   // row by row; a truth plus 1, 0: not worked out
};

// What many leaves ask of one patient, worked out when the first of them does. Belongs to one patient and one day of decision; for one
// thread. An evaluation without it gives the same.
struct PatientMemo {
  explicit PatientMemo(KindRelations& the_relations) : relations(the_relations) {}

  KindRelations& relations;
  std::unique_ptr<const std::vector<Course>> courses;
  struct Therapy {
    std::vector<Line> lines;       // of `courses`
    const Line* last = nullptr;
  };
  std::unique_ptr<const Therapy> therapy[2];   // drugs as they are, drugs stopped
  std::vector<int32_t> biomarker_types;   // by place in the profile; empty: not yet asked for
  std::optional<std::vector<std::string>> diseases;
  int32_t disease_type = -1;              // KindRelations::TypeOfDiseases of them; -1: not yet asked for
  std::optional<base::Truth> standard_therapy[2][5];   // by drugs stopped, then by kind of leaf
  std::shared_ptr<const void> standard_lines;          // as standard_therapy.cc knows them
  std::shared_ptr<const void> brain;                   // as brain.cc knows it, on the day of decision
  absl::flat_hash_map<std::string, base::Truth> has_disease, has_metastasis;
  std::shared_ptr<const void> illnesses;   // as condition.cc knows them, on the day of decision
};

}  // namespace trialmatch::matcher

#endif  // TRIALMATCH_MATCHER_EVALUATE_MEMO_H_
