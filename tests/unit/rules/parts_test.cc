// What stands behind parts, which of them a rule does not hold for, parts in parts.

#include "gtest/gtest.h"
#include "tests/support/scopes.h"

namespace trialmatch::rules {
namespace {

using trialmatch::testing::CheckScopes;

TEST(Parts, WhatStandsBehindTheLastPart) {
  CheckScopes({
      {"numbered on from the list of the parts",
       "Inclusion Criteria:\n1. For dose escalation:\n1. Solid tumor\n2. For dose expansion:\n1. ALK fusion\n2. NSCLC\n3. ECOG 0\n4. Life expectancy of 3 months\n",
       "escalation way in; expansion way in | constrains nothing @ escalation | disease solid_tumor @ escalation | constrains nothing @ expansion"
       " | ALK fusion @ expansion | disease nsclc @ expansion | ecog 0 | checked by the study site"},
      {"behind the one part that is named",
       "Inclusion Criteria:\n\nSolid tumor\n\nFor the expansion cohort only:\n\nUrothelial carcinoma\n\nAge 18 or older\n\nECOG 0\n\nPlatelets >= 100 x 10^9/L\n\nAdequate organ function\n\nInformed consent\n",
       "expansion way in | disease solid_tumor | disease bladder_cancer @ expansion | age at least 18 | ecog 0 | platelets at least 100 10^9/L | checked by the study site | checked by the study site"},
      {"behind a line for other parts",
       "Inclusion Criteria:\n\nFor cohort B (NSCLC):\n\nALK fusion\n\nFor cohorts A and C: no glioma\n\nMeasurable disease\n\nAdequate organ function\n\nInformed consent\n",
       "cohort b way in; cohort a way in; cohort c way in | disease nsclc AND ALK fusion @ cohort b | NOT (disease glioma) @ cohort a, cohort c | measurable | checked by the study site | checked by the study site"},
      {"a confirmation beside the escalation",
       "Inclusion Criteria:\n\n* Dose Escalation (Arm 1a): Solid tumor\n* Dose Confirmation (Arm 1b): Melanoma\n* ECOG 0\n",
       "escalation; escalation/arm 1a way in; dose confirmation; dose confirmation/arm 1b way in | disease solid_tumor @ escalation/arm 1a"
       " | disease melanoma @ dose confirmation/arm 1b | ecog 0"},
      {"a part between the demand and what is demanded",
       "Inclusion Criteria:\n\n* NSCLC\n* Arm C: ROS1 fusion\n* Participants must, for Arm D, have an ALK fusion\n",
       "arm c way in; arm d way in | disease nsclc | ROS1 fusion @ arm c | ALK fusion @ arm d"},
      {"a part that tells its own keeps it",
       "Inclusion Criteria:\n\n* Escalation:\n  * Solid tumor\n  * ECOG 1\n* Expansion:\n  * ALK fusion\n  * ECOG 0\n  * Life expectancy of 3 months\n",
       "escalation way in; expansion way in | constrains nothing @ escalation | disease solid_tumor @ escalation | ecog 1 @ escalation"
       " | constrains nothing @ expansion | ALK fusion @ expansion | ecog 0 @ expansion | checked by the study site @ expansion"},
  });
}

TEST(Parts, ParagraphsBetweenParts) {
  CheckScopes({
      {"of the part before them",
       "Inclusion Criteria:\n\nECOG 0\n\nLife expectancy of 3 months\n\nInformed consent\n\nAdequate organ function\n\nCohort A - Participants must have NSCLC.\n\nALK fusion\n\nMeasurable disease\n\nCohort B - Participants must have melanoma.\n\nPrior dabrafenib\n\n",
       "cohort a way in; cohort b way in | ecog 0 | checked by the study site | checked by the study site | checked by the study site | disease nsclc @ cohort a | ALK fusion @ cohort a | measurable @ cohort a | disease melanoma @ cohort b | had dabrafenib"},
      {"a list that names its cohort by a drug",
       "Inclusion criteria: General\n\nECOG 0\n\nLife expectancy of 3 months\n\nInformed consent\n\nAdequate organ function\n\nInclusion criteria: Drug A Combination Cohort\n\nNSCLC\n\nInclusion criteria: Dose Escalation\n\nMelanoma\n\n",
       "drug a combination cohort way in; escalation way in | ecog 0 | checked by the study site | checked by the study site | checked by the study site | disease nsclc @ drug a combination cohort | disease melanoma @ escalation"},
  });
}

TEST(Parts, RowsOfCohorts) {
  CheckScopes({
      {"a few words between the part and its arm",
       "Inclusion Criteria:\n\n* Phase 1: solid tumor\n* Phase 2a Part 2 i.v. Arm E - NSCLC without ALK rearrangement\n",
       "phase 1 way in; phase 2a; phase 2a/part 2; phase 2a/part 2/arm e way in | disease solid_tumor @ phase 1 | disease nsclc AND NOT (ALK fusion) @ phase 2a/part 2/arm e"},
      {"a part and a cohort of a country",
       "Inclusion Criteria:\n\n1. Dose escalation Part 1A and Japan Cohort F\n\n   * Solid tumor\n2. Dose escalation Part 1B\n\n   * NSCLC\n",
       "escalation; escalation/part 1a way in; cohort f way in; escalation/part 1b way in | constrains nothing @ escalation/part 1a, cohort f | disease solid_tumor @ escalation/part 1a, cohort f"
       " | constrains nothing @ escalation/part 1b | disease nsclc @ escalation/part 1b"},
      {"the part around them stands in a bracket, or before each",
       "Inclusion Criteria:\n\n* Cohorts A1 and A2 (Part 2A): NSCLC\n* Cohorts A1 and A2: prior alectinib\n* Part 2B Cohorts B1 and B2, Part 2C Cohort C1: melanoma\n",
       "cohort a1 way in; cohort a2 way in; part 2b; part 2b/cohort b1 way in; part 2b/cohort b2 way in; part 2c; part 2c/cohort c1 way in | disease nsclc @ cohort a1, cohort a2 | had alectinib @ cohort a1, cohort a2"
       " | disease melanoma @ part 2b/cohort b1, part 2b/cohort b2, part 2c/cohort c1"},
  });
}

TEST(Parts, GroupsAndOtherTumours) {
  CheckScopes({
      {"groups of patients side by side",
       "Inclusion Criteria:\n\n* Recovered from:\n  * Glioma patients: 3 weeks\n  * Lymphoma patients\n    * ECOG 0\n",
       " | constrains nothing | IF disease glioma THEN not understood | constrains nothing | IF disease lymphoma THEN ecog 0"},
      {"the others are named below",
       "Inclusion Criteria:\n\n* One of the following:\n  * Melanoma\n  * Other solid tumors\n    * Sarcoma\n    * Glioma\n",
       " | disease melanoma OR disease sarcoma OR disease glioma"},
      {"the others beside a tumour",
       "Inclusion Criteria:\n\n* Melanoma or sarcoma\n* Other solid tumors: at least 1 prior line of therapy\n",
       " | disease melanoma|sarcoma OR (disease solid_tumor except melanoma|sarcoma AND lines: at least 1)"},
      {"a bracket with a short name",
       "Inclusion Criteria:\n\n* Melanoma (Cohort 1 TME)\n* Sarcoma (Cohort 2)\n",
       "cohort 1 way in; cohort 2 way in | disease melanoma @ cohort 1 | disease sarcoma @ cohort 2"},
      {"before a part, with its list beside it",
       "Inclusion Criteria:\n\nPart A: solid tumor\n\nPrior to enrolling into Part B, participants should have had standard therapy as indicated for:\n\nMelanoma Sarcoma\n\nECOG 0\n",
       "part a way in; part b way in | disease solid_tumor @ part a | constrains nothing @ part b | disease melanoma|sarcoma @ part b | ecog 0"},
  });
}

TEST(Parts, PartsInParts) {
  CheckScopes({
      {"two labels, and a part in a bracket",
       "Inclusion Criteria:\n\n* Phase 1b expansion: Part A: NSCLC\n* Phase 1b expansion: Part B: sarcoma\n* Phase 1b expansion (Part A): ALK fusion\n* Phase 1b (Part B): ECOG 0\n",
       "phase 1b; phase 1b/expansion; phase 1b/expansion/part a way in; phase 1b/expansion/part b way in"
       " | disease nsclc @ phase 1b/expansion/part a | disease sarcoma @ phase 1b/expansion/part b | ALK fusion @ phase 1b/expansion/part a | ecog 0 @ phase 1b/expansion/part b"},
  });
}

TEST(Parts, LabelsWithMoreThanANumber) {
  CheckScopes({
      {"a colon before the number",
       "Inclusion Criteria:\n\n* One of these:\n  * Cohort: 1 Confirmed melanoma\n  * Cohort 2: NSCLC\n",
       "cohort 1 way in; cohort 2 way in | constrains nothing | disease melanoma @ cohort 1 | disease nsclc @ cohort 2"},
      {"a number and a letter below the number",
       "Inclusion Criteria:\n\n* Cohort 4: melanoma\n* Cohort 5: NSCLC\n  * Cohort 5a: ALK fusion\n  * Cohort 5b: ROS1 fusion\n* ECOG 0\n",
       "cohort 4 way in; cohort 5 way in; cohort 5/cohort 5a way in; cohort 5/cohort 5b way in | disease melanoma @ cohort 4 | disease nsclc @ cohort 5 | ALK fusion @ cohort 5/cohort 5a | ROS1 fusion @ cohort 5/cohort 5b | ecog 0"},
      {"the name of the part in a bracket",
       "Inclusion Criteria:\n\nPart A (dose escalation):\n\n* Melanoma\n\nPart B (dose expansion):\n\n* NSCLC\n\nPart B:\n\n* ECOG 0\n\nExclusion Criteria:\n\nPart B (dose expansion):\n\n* Glioma\n",
       "part a; part a/escalation way in; part b way in; part b/expansion way in | disease melanoma @ part a/escalation | disease nsclc @ part b/expansion | ecog 0 @ part b | NOT (disease glioma) @ part b/expansion"},
  });
}

TEST(Parts, SentencesForSeveral) {
  CheckScopes({
      {"beside the ways of a list",
       "Inclusion Criteria:\n\n* One (or more) of the following mutations, in the absence of glioma:\n  * ALK fusion\n  * ROS1 fusion\n"
       "  * For Phase 2, patients in Cohort 1, the report must be new. For patients in Cohort 2, ECOG 0\n",
       " | IF not understood THEN not understood AND ecog 0 AND NOT (disease glioma) AND (ALK fusion OR ROS1 fusion)"},
  });
}

TEST(Parts, PartsARuleDoesNotHoldFor) {
  CheckScopes({
      {"it holds for the others",
       "Inclusion Criteria:\n\n* Arm A: NSCLC\n* Arm B: glioma\n* ECOG 0. This criterion does not apply to Arm B\n",
       "arm a way in; arm b way in | disease nsclc @ arm a | disease glioma @ arm b | ecog 0 @ arm a"},
      {"a part that nobody names",
       "Inclusion Criteria:\n\n* ECOG 0. This criterion does not apply to Arm B\n",
       " | IF not understood THEN ecog 0"},
      {"a row of letters",
       "Inclusion Criteria:\n\n* Arms A through C: NSCLC\n* Arm K: ALK fusion\n",
       "arm a way in; arm b way in; arm c way in; arm k way in | disease nsclc @ arm a, arm b, arm c | ALK fusion @ arm k"},
      {"cohorts that are told by what they are given",
       "Inclusion Criteria:\n\n* Participants in combination therapy cohorts must have an ALK fusion\n* Tumor specific cohorts (melanoma, sarcoma) must have prior paclitaxel\n",
       " | IF not understood THEN ALK fusion | IF not understood THEN had paclitaxel"},
  });
}

TEST(Parts, TitlesAndBrackets) {
  CheckScopes({
      {"the tumour in the title of a part is asked of it once",
       "Inclusion Criteria:\n\n* ECOG 0\n\nCohort 1 (NSCLC):\n\n* ALK fusion\n* ROS1 fusion\n\nCohort 2 (metastatic melanoma):\n\n* No prior paclitaxel\n\nCohort 3 (other tumor types):\n\n* ALK fusion\n",
       "cohort 1 way in; cohort 2 way in; cohort 3 way in | ecog 0 | disease nsclc AND ALK fusion @ cohort 1 | ROS1 fusion @ cohort 1"
       " | disease melanoma AND NOT (had paclitaxel) @ cohort 2 | ALK fusion @ cohort 3"},
      {"a tumour, a bracket and the number of its cohort",
       "Inclusion Criteria:\n\n* Part 2:\n  1. Sarcoma (1L) Cohort A2: Participants must have ECOG 0\n  2. NSCLC (2L) Cohort C2: Participants must have an ALK fusion\n",
       "part 2; part 2/cohort a2 way in; part 2/cohort c2 way in | constrains nothing @ part 2 | disease sarcoma AND ecog 0 @ part 2/cohort a2"
       " | disease nsclc AND ALK fusion @ part 2/cohort c2"},
      {"a part and its lead-in",
       "Inclusion Criteria:\n\n* Part A: NSCLC\n* Part B and Safety Lead-In Part B: ALK fusion\n",
       "part a way in; part b way in | disease nsclc @ part a | ALK fusion @ part b"},
      {"a part that is spelled in two words",
       "Inclusion Criteria:\n\n* NSCLC\n\nInclusion Criteria for Sub Study 2:\n\n* ALK fusion\n",
       "substudy 2 way in | disease nsclc | ALK fusion @ substudy 2"},
      {"those who receive what a part gives",
       "Inclusion Criteria:\n\n* NSCLC\n\nExclusion Criteria:\n\n* Glioma\n\nExclusion Criteria for Participants receiving Paclitaxel (Part B)\n\n* Sarcoma\n",
       "part b | disease nsclc | NOT (disease glioma) | NOT (disease sarcoma AND not understood)"},
  });
}

TEST(Parts, ListsOfTheirOwn) {
  CheckScopes({
      {"what is asked before the criteria of each cohort are announced",
       "Inclusion Criteria:\n\n* Phase 2: All patients must have measurable disease. Additional criteria per cohort are as follows:\n  * Cohort A: melanoma\n  * Cohort B: NSCLC\n",
       "phase 2 way in; phase 2/cohort a way in; phase 2/cohort b way in | measurable @ phase 2 | disease melanoma @ phase 2/cohort a | disease nsclc @ phase 2/cohort b"},
      {"tumours that are only examples",
       "Inclusion Criteria:\n\n* Cohort E: Metastatic solid tumor including, but not limited to:\n  * Melanoma\n  * Sarcoma\n",
       "cohort e way in | setting metastatic AND disease solid_tumor @ cohort e | constrains nothing @ cohort e | constrains nothing @ cohort e"},
      {"either of an earlier sentence",
       "Inclusion Criteria:\n\n* NSCLC with either stage IV or recurrent disease. In addition:\n  * ALK fusion\n  * ECOG 0\n",
       " | disease nsclc AND (stage IV OR setting recurrent) | ALK fusion | ecog 0"},
  });
}

TEST(Parts, WordsThatTellOfParts) {
  CheckScopes({
      {"all but one",
       "Inclusion Criteria:\n\n* Cohort 1: NSCLC\n* Cohort 2: glioma\n* All cohorts except Cohort 2: ECOG 0\n* Except for Cohort 1, ALK fusion\n",
       "cohort 1 way in; cohort 2 way in | disease nsclc @ cohort 1 | disease glioma @ cohort 2 | ecog 0 @ cohort 1 | ALK fusion @ cohort 2"},
      {"those with a tumour in a part",
       "Inclusion Criteria:\n\n* ECOG 0\n* NSCLC participants in Part D and Part E (with paclitaxel) must have an ALK fusion\n* Sarcoma patients enrolled in Part D must have prior paclitaxel\n",
       "part d way in; part e way in | ecog 0 | disease nsclc AND ALK fusion @ part d, part e | disease sarcoma AND had paclitaxel @ part d"},
      {"whom a part takes",
       "Inclusion Criteria:\n\n* ECOG 0\n* Part 2 includes but is not limited to:\n* Melanoma:\n  * BRAF mutation\n* NSCLC\n* Part 3: sarcoma\n* ALK fusion\n",
       "part 2 way in; part 3 way in | ecog 0 | (disease melanoma AND BRAF mutation) OR disease nsclc @ part 2 | disease sarcoma @ part 3 | ALK fusion"},
      {"a part of a stage",
       "Inclusion Criteria:\n\n* Dose Escalation for Part A may include:\n  * Melanoma\n  * NSCLC\n* Dose Expansion for Part A limited to:\n  * NSCLC\n",
       "part a; part a/escalation way in; part a/expansion way in | disease melanoma OR disease nsclc @ part a/escalation | disease nsclc @ part a/expansion"},
      {"on some cohorts",
       "Inclusion Criteria:\n\n* To enroll on cohorts 1-2, participants must have NSCLC\n* Cohort 3: glioma\n",
       "cohort 1 way in; cohort 2 way in; cohort 3 way in | disease nsclc @ cohort 1, cohort 2 | disease glioma @ cohort 3"},
      {"each sentence is for parts of its own",
       "Inclusion Criteria:\n\n* Substudy 1: NSCLC\n* Substudy 3: glioma\n\nExclusion Criteria:\n\n* Sarcoma for substudy 1. Melanoma for substudy 3\n",
       "substudy 1 way in; substudy 3 way in | disease nsclc @ substudy 1 | disease glioma @ substudy 3 | IF not understood THEN NOT (disease sarcoma) AND NOT (disease melanoma)"},
  });
}

TEST(Parts, TitlesThatLostTheirColon) {
  CheckScopes({
      {"bullets in the line of the title",
       "Inclusion Criteria:\n\n1. ECOG 0\n2. Melanoma subjects (Phase 2 Cohort 5 ONLY) • Stage III melanoma\n\n    • BRAF mutation\n3. Sarcoma subjects (Phase 2 Cohort 6 ONLY)\n\n    • Metastatic sarcoma\n",
       "phase 2; phase 2/cohort 5 way in; phase 2/cohort 6 way in | ecog 0 | disease melanoma @ phase 2/cohort 5 | stage III AND disease melanoma @ phase 2/cohort 5 | BRAF mutation @ phase 2/cohort 5"
       " | disease sarcoma @ phase 2/cohort 6 | setting metastatic AND disease sarcoma @ phase 2/cohort 6"},
      {"a sentence behind the title",
       "Inclusion Criteria:\n\n1. ECOG 0\n2. Subjects with glioma (Cohort 3 only) ALK fusion\n",
       "cohort 3 way in | ecog 0 | disease glioma AND ALK fusion @ cohort 3"},
      {"the expansion in a tumour",
       "Inclusion Criteria:\n\n1. Solid tumor\n2. For expansion in NSCLC:\n\n   1. No ALK fusion\n",
       "expansion way in | disease solid_tumor | constrains nothing @ expansion | IF disease nsclc THEN NOT (ALK fusion) @ expansion"},
  });
}

TEST(Parts, PartsThatTellNothingThemselves) {
  CheckScopes({
      {"a part that sends to the cohorts of another",
       "inclusion criteria specific to Part 1\n\nParticipants in Part 1 should meet the criteria listed for 1 of the 2 cohorts in Part 2.\n\ninclusion criteria specific to Part 2\n\ninclusion criteria for Cohort 1\n\nMelanoma\n\ninclusion criteria for Cohort 2\n\nNSCLC\n",
       "part 1 step; part 2; part 2/cohort 1 way in; part 2/cohort 2 way in | constrains nothing @ part 1 | disease melanoma @ part 2/cohort 1 | disease nsclc @ part 2/cohort 2"},
      {"a part of a laboratory value",
       "Inclusion Criteria:\n\n* For dose escalation: NSCLC\n* ECOG 0\n* Platelets >= 100 x 10^9/L (drug A monotherapy cohorts only)\n",
       "escalation way in; drug a monotherapy cohort | disease nsclc @ escalation | ecog 0 | platelets at least 100 10^9/L @ drug a monotherapy cohort"},
      {"a way whose part is not told",
       "Inclusion Criteria:\n\nMelanoma (cohort A)\n\nor sarcoma\n\nor NSCLC (cohort B)\n\nECOG 0\n",
       "cohort a way in; cohort b way in | disease melanoma @ cohort a | disease sarcoma OR not understood | disease nsclc @ cohort b | ecog 0"},
  });
}

TEST(Parts, WhatALineTakesFromOnesAbove) {
  CheckScopes({
      {"a tumour of another part",
       "Inclusion Criteria:\n\n* Part 2 includes:\n* Melanoma\n* NSCLC: metastatic NSCLC without ALK fusion\n* Part 3: NSCLC as described above\n* ECOG 0\n",
       "part 2 way in; part 3 way in | disease melanoma OR (disease nsclc AND setting metastatic AND NOT (ALK fusion)) @ part 2 | disease nsclc AND disease nsclc AND setting metastatic AND NOT (ALK fusion) @ part 3 | ecog 0"},
      {"that nobody described",
       "Inclusion Criteria:\n\n* Part 2: melanoma\n* Part 3: NSCLC as described above\n",
       "part 2 way in; part 3 way in | disease melanoma @ part 2 | disease nsclc AND not understood @ part 3"},
      {"active illnesses of a list",
       "Exclusion Criteria:\n\n* Active lung disease including:\n  * Pneumonitis\n  * Pulmonary embolism within 3 months\n",
       " | constrains nothing | NOT (active pneumonitis) | NOT (pulmonary_embolism within 3 months)"},
      {"a heading of one of several tumours",
       "Inclusion Criteria:\n\nColorectal cancer:\n\n- At least 2 prior lines of therapy\n\nHodgkin lymphoma:\n\n- At least 3 prior lines of therapy\n",
       " | IF disease colorectal_cancer THEN lines: at least 2 | IF disease hodgkin_lymphoma THEN lines: at least 3"},
      {"a tumour that is further defined below",
       "Inclusion Criteria:\n\n* Metastatic NSCLC. The tumor is further defined in some cohorts as:\n  * Cohort A: ALK fusion\n  * Cohort B: ROS1 fusion\n",
       "cohort a way in; cohort b way in | setting metastatic AND disease nsclc | ALK fusion @ cohort a | ROS1 fusion @ cohort b"},
      {"the types of a classification",
       "Inclusion Criteria:\n\n* Lymphoma by the WHO disease classification:\n  * T-cell lymphoma\n  * B-cell lymphoma\n",
       " | disease lymphoma AND (disease t_cell_lymphoma OR disease b_cell_lymphoma)"},
      {"who is let in on conditions too long to stand in a leaf",
       "Exclusion Criteria:\n\n* Autoimmune disease\n  * Patients with psoriasis are eligible provided that they meet the following conditions:\n    * The rash must cover less than 10 percent of the surface of the body, as estimated by the physician at the visit of screening"
       "\n    * The disease is well controlled at baseline with topical steroids of low potency alone and no others over several months\n    * There was no acute flare that needed light therapy, methotrexate, retinoids, biologic agents, oral calcineurin"
       " inhibitors, or oral steroids within the previous twelve months\n    * The patient has been seen by a specialist of the skin\n",
       " | NOT (autoimmune_disease unless [psoriasis \"patients with psoriasis are eligible provided that they meet the following conditions\"]) | allowed, constrains nothing | constrains nothing | constrains nothing | constrains nothing | constrains nothing"},
      {"those in a cohort of two drugs",
       "Exclusion Criteria:\n\n* Note: Patients in a lorlatinib/crizotinib combination cohort must not have had a transplant within 5 years\n",
       " | IF not understood THEN NOT (had transplant within 5 years)"},
  });
}

}  // namespace
}  // namespace trialmatch::rules
