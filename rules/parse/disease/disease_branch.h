#ifndef TRIALMATCH_RULES_PARSE_DISEASE_DISEASE_BRANCH_H_
#define TRIALMATCH_RULES_PARSE_DISEASE_DISEASE_BRANCH_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/criterion.h"
#include "rules/parse/disease/stages.h"
#include "rules/parse/disease/tnm.h"
#include "rules/parse/reading.h"

namespace trialmatch::rules {

// One value of the tumour, or any of several, told by the items first..last.
Expression TumourLeaf(const Reading& reading, OneOfLeaf::Attribute attribute, std::vector<std::string> values, int edition, int first, int last, const char* rule);

// One side of an "or": how far the disease has gone (any of these), and what must hold besides ("unresectable").
struct DiseaseBranch {
  std::vector<std::string> extents;
  std::vector<std::string> stages;
  std::vector<std::string> besides;
  std::vector<std::string> lacking;  // settings that must not hold: "non-metastatic"
  bool progressing = false;          // one of the extents
  bool progressing_besides = false;  // whatever the extent
  std::optional<Expression> with;  // of the last stage alone: "IIIA, or IIIB with pleural effusion"
  std::string last_stage;
  std::vector<TnmReading::Combination> tnm;  // any of these
  // Of one stage alone, in brackets behind it: "II, IIIA or IIIB (T3 N2)".
  struct TnmOfStage {
    std::string stage;
    std::vector<TnmReading::Combination> ways;
  };
  std::vector<TnmOfStage> tnm_of_stage;
  std::vector<Expression> excluded;  // "but not T4"
  int edition = 0;
  int first = 0, last = 0;
  bool empty() const { return extents.empty() && stages.empty() && besides.empty() && lacking.empty() && tnm.empty() && !progressing && !progressing_besides; }
};
// "Advanced (stage IV) NSCLC", "locally advanced (stage IIIB)": the bracket says what the word before it means. What is metastatic stays so, of whichever
// stage it was found.
void LeaveExtentToStage(const StageReading& stages, DiseaseBranch* branch);

// What stands behind the tumour.
struct SettingOfAll {
  std::string setting;
  size_t count = 0;                 // how many branches there were
  bool behind_histologies = false;  // "stage IV squamous or non-squamous NSCLC not amenable to ..."
};

// "Locally advanced or metastatic NSCLC that is not amenable to surgery": what stands behind the tumour and the last of `count` branches
// holds for all, unless more of them follow.
void SayOfAll(const SettingOfAll& of_all, std::vector<DiseaseBranch>* branches);

// "Inoperable or unresectable stage III": two words for the same of one stage.
void DropSameTwice(std::vector<DiseaseBranch>* branches);

// "Relapsed or refractory, metastatic or locally advanced": the first two tell the course, whatever the extent behind the comma. Takes
// them out of the branches.
std::optional<DiseaseBranch> TakeCourse(const Reading& reading, std::vector<DiseaseBranch>* branches);

// "No distant metastases (stage I to III)", denied: the stages in the bracket are those of a tumour that has not spread, and are used.
std::optional<Atom> StageOfUnspread(Reading& reading, const StageReading& stages, const DiseaseBranch& branch);

// "Any of T1-2 N0, T3": an expression.
Expression AnyOfTnm(const Reading& reading, const std::vector<TnmReading::Combination>& ways, int edition, int first, int last);

// "Stage I to IIIB but excluding T4": true when the categories at `i` are taken out of the stages before it by the
// word at `except`, which is used.
bool TakesOut(Reading& reading, Clause clause, int i, int except, const TnmReading& tnm, int edition, std::vector<DiseaseBranch>* branches);

// "Stage II or III without distant metastases": what is told before does not hold with the setting at item `i`. False
// when nothing is told before.
bool LackIn(std::vector<DiseaseBranch>* branches, const std::string& setting, int i);

// "No distant metastases (M0)", "stage IV disease (includes M1a and M1b)": nothing is asked beside the words before; the categories
// are used.
bool RestatesStage(Reading& reading, Clause clause, int i, const TnmReading& tnm);

// "Stage IV (including M1a)": what the stage at hand takes in as well narrows nothing; the categories are used.
bool OnlyIncluded(Reading& reading, int i, const TnmReading& tnm);

// "SCLC or other non-hematologic cancers", before the tumour at item `i`: whichever they are.
bool IsOneOfOthers(const Reading& reading, int i);

// "(< 50% squamous cells)": a share of what the tumour is.
bool IsShareOfCells(const Reading& reading, int i);

// "Solid tumour brain metastases": the tumour at item `i` tells what has spread, and is not asked for.
bool QualifiesMetastasis(const Reading& reading, int i, std::string_view id);

Expression ToExpression(const Reading& reading, const DiseaseBranch& branch);

// Each branch that tells something, and the items of the first and the last of them.
std::vector<Expression> WaysOf(const Reading& reading, int edition, std::vector<DiseaseBranch>* branches, int* first, int* last);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_DISEASE_DISEASE_BRANCH_H_
