// For whom and when: cohorts, parts, steps and conditions named in headings, at the start of items and in brackets.
#include "rules/parse/layout/scope.h"

#include "gtest/gtest.h"
#include "tests/support/scopes.h"

namespace trialmatch::rules {
namespace {

using trialmatch::testing::CheckScopes;

TEST(Scope, PartsThatGoByAName) {
  CheckScopes({
      {"the tumour of the name is asked for",
       "Inclusion Criteria:\n\n* To be enrolled in the TNBC expansion cohort, participants must have prior paclitaxel\n"
       "* To be enrolled in the NSCLC expansion cohort, participants must have an ALK fusion",
       "expansion; expansion/tnbc expansion way in; expansion/nsclc expansion way in"
       " | disease tnbc AND had paclitaxel @ expansion/tnbc expansion"
       " | disease nsclc AND ALK fusion @ expansion/nsclc expansion"},
      {"escalation and expansion stand side by side",
       "Inclusion Criteria:\n\n* Monotherapy dose escalation: solid tumor\n* Monotherapy dose expansion: NSCLC\n"
       "* Combination dose expansion: ALK fusion",
       "escalation; escalation/monotherapy escalation way in; expansion; expansion/monotherapy expansion way in;"
       " expansion/combination expansion way in | disease solid_tumor @ escalation/monotherapy escalation"
       " | disease nsclc @ expansion/monotherapy expansion | ALK fusion @ expansion/combination expansion"},
      {"a kind of treatment before the number",
       "Inclusion Criteria:\n\n* Monotherapy Cohort M2: NSCLC\n* Combination Therapy Cohort C3: ALK fusion",
       "cohort m2 way in; cohort c3 way in | disease nsclc @ cohort m2 | ALK fusion @ cohort c3"},
      {"a bracket that explains the number",
       "Inclusion Criteria:\n\n* Part 2B (second line, monotherapy) ALK fusion\n* Dose confirmation portion (Part 3): NSCLC",
       "part 2b way in; dose confirmation; dose confirmation/part 3 way in | ALK fusion @ part 2b | disease nsclc @ dose confirmation/part 3"},
      {"at the end",
       "Inclusion Criteria:\n\n* NSCLC\n* ALK fusion for the phase II portion of the study\n* Prior alectinib (for phase I part)",
       "phase 2 way in; phase 1 way in | disease nsclc | ALK fusion @ phase 2 | had alectinib @ phase 1"},
      {"an exclusion of some",
       "Inclusion Criteria:\n\n* NSCLC\n\nExclusion Criteria:\n\n* For participants in the combination arm, prior alectinib",
       "combination arm | disease nsclc | NOT (had alectinib AND not understood)"},
      {"closed", "Inclusion Criteria:\n\n* Phase 1 [closed to enrollment]\n* Phase 2 [open to enrollment]:\n    * ALK fusion",
       "phase 1 closed; phase 2 way in | constrains nothing @ phase 1 | constrains nothing @ phase 2 | ALK fusion @ phase 2"},
      {"a sentence for each part",
       "Inclusion Criteria:\n\n* NSCLC. For Phase 1, ECOG 0 to 1. For Phase 2, ECOG 0 to 2.\n"
       "* ALK fusion. Additional requirements include: Cohorts 1,3and4: prior alectinib; Cohort 2: prior lorlatinib",
       "phase 1 way in; phase 2 way in; cohort 1 way in; cohort 3 way in; cohort 4 way in; cohort 2 way in | disease nsclc"
       " | ecog at least 0 and at most 1 @ phase 1 | ecog at least 0 and at most 2 @ phase 2 | ALK fusion"
       " | had alectinib @ cohort 1, cohort 3, cohort 4 | had lorlatinib @ cohort 2"},
      {"a later sentence for a part that is named",
       "Inclusion Criteria:\n\n* ECOG 0 to 1. For participants enrolling in the intensive dose cohorts, ECOG must be 0.",
       " | ecog at least 0 and at most 1 AND not understood"},
      {"a sentence for each of two parts that are named",
       "Inclusion Criteria:\n\n* Participants in the safety cohort must have ECOG 0. Participants in the dose expansion cohort must have ECOG 0 or 1.\n"
       "* Solid tumor. Subjects treated at the MTD must have a diagnosis of melanoma.",
       " | not understood AND not understood | disease solid_tumor AND not understood"},
      {"to be included in a part",
       "Inclusion Criteria:\n\n* Prior alectinib to be included in Part B\n* ALK fusion to be included in Part A and ROS1 fusion to be included in Part B",
       "part b way in | had alectinib @ part b | IF not understood THEN not understood AND not understood"},
      {"sentences about a part",
       "Inclusion Criteria:\n\n* Solid tumor. Expansion cohorts are limited to melanoma.\n* Phase 1 participants can have evaluable disease. Phase 2 participants must have ALK fusion\n"
       "* Dose escalation cohort: ECOG 0\n* ROS1 fusion for dose expansion, and",
       "escalation way in; expansion way in | disease solid_tumor AND not understood | not understood | ecog 0 @ escalation | ROS1 fusion @ expansion"},
      {"brackets that say for which part, or not for which",
       "Inclusion Criteria:\n\n* ALK fusion (applicable only to the lung cohort)\n* ROS1 fusion (not applicable for Part C)\n* No prior alectinib (for recommended phase II dose)",
       "lung cohort way in; phase 2 way in | ALK fusion @ lung cohort | IF not understood THEN ROS1 fusion | NOT (had alectinib) @ phase 2"},
      {"a bracket behind an exclusion makes no way in",
       "Inclusion Criteria:\n\n* Solid tumor\n\nExclusion Criteria:\n\n* ALK fusion (applicable only to the lung cohort)\n* HIV (for combination cohorts)",
       " | disease solid_tumor | IF disease lung_cancer THEN NOT (ALK fusion) | IF not understood THEN NOT (hiv)"},
      {"several cohorts by their tumours",
       "Inclusion Criteria:\n\n* For the melanoma, sarcoma, and glioma expansion cohorts, prior alectinib is required", " | IF not understood THEN had alectinib"},
      {"cohorts of which is told what is given there",
       "Inclusion Criteria:\n\n* For cohorts where alectinib is given with pemetrexed: ECOG 0", " | IF not understood THEN ecog 0"},
      {"a later sentence for all parts",
       "Inclusion Criteria:\n\n* NSCLC. In the dose escalation and dose expansion parts, ECOG must be 0 or 1.",
       " | disease nsclc AND ecog at least 0 and at most 1"},
      {"some parts, and not which",
       "Inclusion Criteria:\n\n* For some parts of the study, ALK fusion\n\nExclusion Criteria:\n\n* The following will be excluded from some parts of the study:\n  * HIV",
       " | IF not understood THEN ALK fusion | constrains nothing | IF not understood THEN NOT (hiv)"},
      {"a permission stays with what it limits",
       "Inclusion Criteria:\n\n* ECOG 0 to 1. For Phase 2, ECOG 2 is allowed.",
       " | ecog at least 0 and at most 1 OR (ecog 2 AND not understood)"},
      {"told in the exclusion list",
       "Inclusion Criteria:\n\n* NSCLC\n\nExclusion Criteria:\n\n* Group A: prior therapy with any ALK TKI is not permitted\n"
       "* Group B: progression on any ALK TKI is required",
       "group a way in; group b way in | disease nsclc | NOT (had alk_tki) @ group a | had alk_tki with progression @ group b"},
      {"no part of a study",
       "Inclusion Criteria:\n\n* For patients in the age group 18 to 75, prior alectinib\n* Enrolled in an earlier cohort study\n"
       "* ALK fusion, eligible for Part A",
       " | IF age at least 18 and less than 76 THEN had alectinib | not understood | ALK fusion"},
  });
}

TEST(Scope, Alternatives) {
  CheckScopes({
      {"headings side by side",
       "Inclusion Criteria:\n\n* NSCLC\n\nCohort A:\n\n* ALK fusion\n\nCohort B:\n\n"
       "* ROS1 fusion",
       "cohort a way in; cohort b way in | disease nsclc | ALK fusion @ cohort a"
       " | ROS1 fusion @ cohort b"},
      {"cohorts inside a phase",
       "Inclusion Criteria:\n\nPhase 1:\n\n* NSCLC\n\nPhase 2:\n\nCohort A:\n\n"
       "* ALK fusion\n\nCohort B:\n\n* ROS1 fusion",
       "phase 1 way in; phase 2; phase 2/cohort a way in; phase 2/cohort b way in"
       " | disease nsclc @ phase 1 | ALK fusion @ phase 2/cohort a"
       " | ROS1 fusion @ phase 2/cohort b"},
      {"phases over all substudies",
       "Inclusion Criteria\n\nUmbrella Phase 1b and 2:\n\n* NSCLC\n\nSub-Study A Phase 1b:\n\n* BRAF V600E mutation\n\nSub-Study A Phase 2:\n\n* No prior chemotherapy\n\n"
       "Sub-Study B Phase 1b:\n\n* PD-L1 TPS >= 1%\n\nSub-Study B Phase 2:\n\n* ECOG 0",
       "substudy a; substudy a/phase 1b way in; substudy a/phase 2 way in; substudy b; substudy b/phase 1b way in; substudy b/phase 2 way in"
       " | disease nsclc @ substudy a/phase 1b, substudy b/phase 1b, substudy a/phase 2, substudy b/phase 2 | BRAF mutation V600E @ substudy a/phase 1b"
       " | NOT (had chemotherapy) @ substudy a/phase 2 | PDL1 overexpression at least 1% TPS @ substudy b/phase 1b | ecog 0 @ substudy b/phase 2"},
      {"a phase over one substudy",
       "Inclusion Criteria\n\nPhase 2:\n\n* NSCLC\n\nSub-Study A Phase 2:\n\n* ECOG 0",
       "phase 2 way in; substudy a; substudy a/phase 2 way in | disease nsclc @ phase 2 | ecog 0 @ substudy a/phase 2"},
      {"several at once nested",
       "Inclusion Criteria:\n\nPhase 2 Cohorts A and B:\n\n* ALK fusion",
       "phase 2; phase 2/cohort a way in; phase 2/cohort b way in"
       " | ALK fusion @ phase 2/cohort a, phase 2/cohort b"},
      {"a bracket for each of a list",
       "Inclusion Criteria:\n\n* NSCLC (Part A) or melanoma (Part B)\n* ALK fusion (Part B)",
       "part b way in | disease nsclc|melanoma | ALK fusion @ part b"},
      {"a paragraph for each part",
       "Inclusion Criteria:\n\n1. For Cohort 1, prior alectinib\n\n   For Cohort 2, prior lorlatinib\n2. NSCLC",
       "cohort 1 way in; cohort 2 way in | had alectinib @ cohort 1 | had lorlatinib @ cohort 2 | disease nsclc"},
      {"a title over a list at the margin",
       "Inclusion Criteria:\n\n* Stage IV disease\n\nCohort A: tumors with a known EGFR mutation that progressed on a first TKI\n\n* Prior osimertinib\n\n"
       "Cohort B: untreated tumors with a known ALK fusion, planned for a first line of therapy\n\n* ECOG 0 to 1\n\nSpecific criteria follow.",
       "cohort a way in; cohort b way in | stage IV | EGFR mutation AND had tki with progression @ cohort a | had osimertinib @ cohort a"
       " | NOT (had systemic_therapy for this cancer) AND ALK fusion @ cohort b | ecog at least 0 and at most 1 @ cohort b | not understood"},
      {"a label among the items of a list",
       "Inclusion Criteria:\n\n* All of the following:\n  * For Phase 2 of the study:\n  * Prior platinum\n  * ECOG 0\n  * For Phase 1, prior taxane\n* NSCLC",
       "phase 2 way in; phase 1 way in | constrains nothing | constrains nothing @ phase 2 | had platinum @ phase 2 | ecog 0 @ phase 2 | had taxane @ phase 1 | disease nsclc"},
      {"a title over paragraphs",
       "Inclusion Criteria:\n\nStage IV disease.\n\nSpecific to Arm A: melanoma after a checkpoint inhibitor\n\nECOG 0 to 1.\n\n"
       "Specific to Arm B: untreated NSCLC\n\nALK fusion.",
       "arm a way in; arm b way in | stage IV | disease melanoma AND had checkpoint_inhibitor @ arm a | ecog at least 0 and at most 1 @ arm a"
       " | NOT (had systemic_therapy for this cancer) AND disease nsclc @ arm b | ALK fusion @ arm b"},
      {"a list of numbers that starts anew below a name",
       "Inclusion Criteria:\n\n1. NSCLC\n\n   1. Part A: ALK fusion\n   2. Part B: one of these:\n\n   i. Cohort X:\n   1. ROS1 fusion\n\n   ii. Cohort Y:\n   1. RET fusion\n2. ECOG 0",
       "part a way in; part b; part b/cohort x way in; part b/cohort y way in | disease nsclc | ALK fusion @ part a | constrains nothing @ part b"
       " | constrains nothing @ part b/cohort x | ROS1 fusion @ part b/cohort x | constrains nothing @ part b/cohort y | RET fusion @ part b/cohort y | ecog 0"},
      {"a footnote and a word in brackets behind the number",
       "Inclusion Criteria:\n\n* Cohort A\\* (closed): ALK fusion\n* Cohort B: ROS1 fusion",
       "cohort a closed way in; cohort b way in | ALK fusion @ cohort a | ROS1 fusion @ cohort b"},
      {"a name in brackets at the end",
       "Inclusion Criteria:\n\n* ANC >= 1.0 x 10^9/L (osimertinib monotherapy cohorts only)\n* ANC >= 1.5 x 10^9/L (osimertinib plus alectinib cohorts)\n* NSCLC (all cohorts)",
       "osimertinib monotherapy cohort way in; osimertinib plus alectinib cohort way in | anc at least 1 10^9/L @ osimertinib monotherapy cohort"
       " | anc at least 1.5 10^9/L @ osimertinib plus alectinib cohort | disease nsclc"},
      {"all of a module",
       "Inclusion Criteria:\n\n* NSCLC\n\nModule 4:\n\nAll participants:\n\n* ALK fusion",
       "module 4 way in | disease nsclc | ALK fusion @ module 4"},
      {"parts of an outer part",
       "Inclusion Criteria specific to Cohorts 1 and 3 of Dose Expansion:\n\n* ALK fusion\n\n"
       "Inclusion Criteria for the Expansion Cohort 2:\n\n* ROS1 fusion\n\nExclusion Criteria:\n\n* Dose expansion cohort 3: prior alectinib\n"
       "* For Cohort 1 of the dose expansion: prior lorlatinib",
       "expansion; expansion/cohort 1 way in; expansion/cohort 3 way in; expansion/cohort 2 way in"
       " | ALK fusion @ expansion/cohort 1, expansion/cohort 3 | ROS1 fusion @ expansion/cohort 2"
       " | NOT (had alectinib) @ expansion/cohort 3 | NOT (had lorlatinib) @ expansion/cohort 1"},
      {"several at once",
       "Inclusion Criteria:\n\nParts 1 and 3:\n\n* ALK fusion",
       "part 1 way in; part 3 way in | ALK fusion @ part 1, part 3"},
      {"at the start of an item",
       "Inclusion Criteria:\n\n* NSCLC\n* Cohort 1: ALK fusion\n"
       "* Cohorts 2 and 3: ROS1 fusion",
       "cohort 1 way in; cohort 2 way in; cohort 3 way in | disease nsclc"
       " | ALK fusion @ cohort 1 | ROS1 fusion @ cohort 2, cohort 3"},
      {"for a phase",
       "Inclusion Criteria:\n\n* NSCLC\n* For Phase 2, prior alectinib",
       "phase 2 way in | disease nsclc | had alectinib @ phase 2"},
      {"only",
       "Inclusion Criteria:\n\n* Phase 1 only: solid tumor\n* Phase 2 only: ALK fusion",
       "phase 1 way in; phase 2 way in | disease solid_tumor @ phase 1"
       " | ALK fusion @ phase 2"},
      {"in brackets at the end",
       "Inclusion Criteria:\n\n* NSCLC\n* ALK fusion (Part 2 only)",
       "part 2 way in | disease nsclc | ALK fusion @ part 2"},
      {"roman and arabic numbers are the same",
       "Inclusion Criteria:\n\nPhase II:\n\n* ALK fusion\n\nExclusion Criteria:\n\n"
       "Phase 2:\n\n* HIV",
       "phase 2 way in | ALK fusion @ phase 2 | NOT (hiv) @ phase 2"},
      {"a cohort named again without its phase",
       "Inclusion Criteria:\n\nPhase 2:\n\nCohort A:\n\n* ALK fusion\n\n"
       "Exclusion Criteria:\n\n* Cohort A: HIV",
       "phase 2; phase 2/cohort a way in | ALK fusion @ phase 2/cohort a"
       " | NOT (hiv) @ phase 2/cohort a"},
      {"parts without a number",
       "Inclusion Criteria:\n\nDose escalation:\n\n* Solid tumor\n\nDose expansion:\n\n"
       "* ALK fusion",
       "escalation way in; expansion way in | disease solid_tumor @ escalation"
       " | ALK fusion @ expansion"},
      {"headings of one kind with names of their own",
       "Inclusion criteria: Breast Cancer (HER2 Low) Expansion Cohort\n\n* Breast cancer\n\nInclusion criteria: NSCLC Expansion Cohort(s)\n\n* ALK fusion\n\n"
       "Inclusion criteria: Dose Expansion\n\n* ECOG 0",
       "expansion way in; expansion/breast cancer (her2 low) expansion way in; expansion/nsclc expansion way in | disease breast_cancer @ expansion/breast cancer (her2 low) expansion"
       " | ALK fusion @ expansion/nsclc expansion | ecog 0 @ expansion"},
      {"a part without a number that is optional",
       "Inclusion Criteria:\n\n* Melanoma\n\nOptional Sub-study (available at select sites only):\n\n* NSCLC",
       "optional substudy way in | disease melanoma | disease nsclc @ optional substudy"},
      {"a part without criteria is no way in",
       "Inclusion Criteria:\n\n* NSCLC\n\nCohort C:\n\nExclusion Criteria:\n\n* HIV",
       "cohort c | disease nsclc | NOT (hiv)"},
      {"only an exclusion is no way in",
       "Inclusion Criteria:\n\n* NSCLC\n\nExclusion Criteria:\n\n* Cohort A: HIV",
       "cohort a | disease nsclc | NOT (hiv AND not understood)"},
      {"words that only look like parts",
       "Inclusion Criteria:\n\n* Stage III disease\n* Group 2 carcinogens are not used",
       " | stage III | not understood"},
  });
}

TEST(Scope, StepsAndClosedParts) {
  CheckScopes({
      {"a closed cohort",
       "Inclusion Criteria:\n\nCohort A (closed to enrollment):\n\n* ALK fusion\n\n"
       "Cohort B:\n\n* ROS1 fusion",
       "cohort a closed way in; cohort b way in | ALK fusion @ cohort a"
       " | ROS1 fusion @ cohort b"},
      {"screening and randomization",
       "Inclusion Criteria:\n\nScreening:\n\n* NSCLC\n\nRandomization:\n\n* ALK fusion",
       "screening step; randomization later step | disease nsclc @ screening"
       " | ALK fusion @ randomization"},
      {"numbered steps",
       "Inclusion Criteria:\n\nStep 1:\n\n* NSCLC\n\nStep 2:\n\n* ALK fusion",
       "step 1 step; step 2 later step | disease nsclc @ step 1 | ALK fusion @ step 2"},
  });
}

TEST(Scope, NamesThatSayTheSameOrMore) {
  CheckScopes({
      {"words of a name turned round",
       "Inclusion Criteria:\n\n1. For the Gastric Expansion Cohort: gastric cancer\n2. Gastric Cohort Expansion: NSCLC",
       "expansion; expansion/gastric expansion way in | disease gastric_cancer OR disease nsclc @ expansion/gastric expansion"},
      {"two parts before one colon",
       "Inclusion Criteria:\n\n1. Dose Escalation and MTD Expansion: NSCLC",
       "escalation way in; expansion; expansion/mtd expansion way in | disease nsclc @ escalation, expansion/mtd expansion"},
      {"one drug or several",
       "Inclusion Criteria:\n\n1. Phase 1B monotherapy expansion cohort:\n\n   Melanoma\n2. Phase 1B combination expansion cohort:\n\n   NSCLC",
       "phase 1b; phase 1b/monotherapy expansion cohort way in; phase 1b/combination expansion cohort way in"
       " | constrains nothing @ phase 1b/monotherapy expansion cohort | disease melanoma @ phase 1b/monotherapy expansion cohort"
       " | constrains nothing @ phase 1b/combination expansion cohort | disease nsclc @ phase 1b/combination expansion cohort"},
      {"a later step of a part",
       "Inclusion Criteria:\n\n* TRACK II AT REGISTRATION: NSCLC\n* TRACK II AT RANDOMIZATION: ALK fusion",
       "track 2 way in; track 2/randomization later step | disease nsclc @ track 2 | ALK fusion @ track 2/randomization"},
      {"cohorts from one to another",
       "Inclusion Criteria:\n\n* Cohorts A2, C1-3: measurable disease\n* Cohort C1: ALK fusion\n* Cohort C3: ROS1 fusion",
       "cohort a2 way in; cohort c1 way in; cohort c2 way in; cohort c3 way in | measurable @ cohort a2, cohort c1, cohort c2, cohort c3 | ALK fusion @ cohort c1 | ROS1 fusion @ cohort c3"},
      {"whom a part will enroll",
       "Inclusion Criteria:\n\n* Dose escalation part will enroll participants who received prior platinum\n* Dose expansion part will enroll participants with an ALK fusion",
       "escalation way in; expansion way in | had platinum @ escalation | ALK fusion @ expansion"},
      {"a bracket behind the last sentence",
       "Inclusion Criteria:\n\n* NSCLC. Archival tissue must be available (phase 2 part)\n* Phase 2: ALK fusion",
       "phase 2 way in | disease nsclc | ALK fusion @ phase 2"},
      {"a sub-study however it is spelled",
       "Inclusion Criteria:\n\n* Sub-study 1: ALK fusion\n* Substudy 2: NSCLC\n\nExclusion Criteria:\n\n* Prior radiotherapy for sub-studies 1 and 2.",
       "substudy 1 way in; substudy 2 way in | ALK fusion @ substudy 1 | disease nsclc @ substudy 2 | NOT (had radiation) @ substudy 1, substudy 2"},
  });
}

TEST(Scope, Conditions) {
  CheckScopes({
      {"women",
       "Inclusion Criteria:\n\nFor women:\n\n* Negative pregnancy test",
       " | IF sex female THEN NOT (pregnant)"},
      {"metastases",
       "Inclusion Criteria:\n\n* Patients with liver metastases:\n  * ALT <= 5 x ULN",
       " | constrains nothing | IF metastases in liver THEN alt at most 5 x ULN"},
      {"lists for some beside one for all",
       "Inclusion Criteria:\n\n* ECOG 0\n\nAdditional inclusion criteria for NSCLC participants:\n\n* Prior platinum\n\n"
       "Additional inclusion criteria for participants with ovarian cancer who enter the second course:\n\n* Stage IV\n\n"
       "Exclusion Criteria:\n\n* HIV\n\nExclusion criteria for healthy donors:\n\n* Pregnancy",
       " | ecog 0 | IF disease nsclc THEN had platinum | IF disease ovarian_cancer AND not understood THEN stage IV"
       " | NOT (hiv) | IF healthy_volunteer THEN NOT (pregnant)"},
      {"a list for each tumour, by a long name and by one in capitals",
       "Inclusion Criteria for Participants with Stage III NSCLC\n\n* ECOG 0\n\n"
       "Inclusion Criteria for Participants with Completely Resected Stage II or Select Stage IIIA NSCLC Requiring Adjuvant Treatment\n\n* ALK fusion\n\n"
       "Exclusion Criteria:\n\n* HIV\n\nPHASE 2 ALECTINIB ELIGIBILITY CRITERIA - OVARIAN CANCER\n\n* Prior platinum",
       "phase 2 way in | IF stage III AND disease nsclc THEN ecog 0 | IF stage II|IIIA AND setting resected AND disease nsclc AND not understood THEN ALK fusion"
       " | NOT (hiv) | IF disease ovarian_cancer THEN had platinum @ phase 2"},
      {"lists that start with their tumour",
       "Solid Tumors Inclusion Criteria:\n\n* ECOG 0\n\nHematologic Malignancies Inclusion Criteria:\n\n* ECOG 1\n\nHematologic Malignancies Exclusion Criteria:\n\n* Pregnancy\n\n"
       "Solid Tumors Exclusion Criteria:\n\n* HIV",
       " | IF disease solid_tumor THEN ecog 0 | IF disease hematologic_malignancy THEN ecog 1 | IF disease hematologic_malignancy THEN NOT (pregnant) | IF disease solid_tumor THEN NOT (hiv)"},
      {"one list that starts with its tumour", "Lung Cancer Inclusion Criteria:\n\n* ECOG 0\n\nLung Cancer Exclusion Criteria:\n\n* HIV", " | ecog 0 | NOT (hiv)"},
      {"one list for all who enter",
       "Inclusion Criteria for Participants with NSCLC:\n\n* ALK fusion\n\nExclusion criteria for all participants:\n\n* HIV", " | ALK fusion | NOT (hiv)"},
      {"a line over the list of an item",
       "Inclusion Criteria:\n\n* NSCLC\n* Additional criteria for participants who enter dosing with alectinib:\n  * ECOG 0",
       " | disease nsclc | constrains nothing | IF not understood THEN ecog 0"},
      {"whom the list is for by an earlier treatment",
       "Inclusion Criteria:\n\n* ECOG 0\n\nAdditional Specific Inclusion Criteria for Participants with Non-Small Cell Lung Cancer who Received Earlier Treatment for Metastatic Disease\n\n"
       "* Prior PD-1 inhibitor\n\nExclusion Criteria:\n\n* HIV",
       " | ecog 0 | IF disease nsclc AND not understood THEN had pd1_inhibitor | NOT (hiv)"},
      {"those who must meet a list, and all",
       "Inclusion Criteria:\n\n1. Participants with a glioma must meet all of the following criteria:\n   1. Prior radiation\n2. Participants must meet all of the following criteria:\n   1. ECOG 0\n",
       " | constrains nothing | IF disease glioma THEN had radiation | constrains nothing | ecog 0"},
      {"a list of paragraphs for one arm",
       "Exclusion Criteria:\n\nHIV infection.\n\nArm B: drug A with drug B: subjects who meet one or more of the following criteria are also not allowed to take part.\n\n"
       "Autoimmune disease.\n\nPneumonitis.",
       "arm b | NOT (hiv) | not understood @ arm b | NOT (autoimmune_disease AND not understood) | NOT (pneumonitis (present) AND not understood)"},
      {"stages of the study, and of a tumour",
       "Inclusion Criteria:\n\n1. Solid tumor\n2. Stages 1 and 2: Subjects must have measurable disease\n3. Stage 3: unresectable NSCLC",
       "stage 1 way in; stage 2 way in | disease solid_tumor | measurable @ stage 1, stage 2 | stage III AND setting unresectable AND disease nsclc"},
      {"a tumour that meets one of several criteria is asked for",
       "Inclusion Criteria:\n\n* Confirmed NSCLC, meeting 1 of the following stage criteria:\n  * Stage IIIB\n  * Stage IV",
       " | disease nsclc AND (stage IIIB OR stage IV)"},
      {"those in a part that goes by its drugs",
       "Inclusion Criteria:\n\n* Participants enrolled in the drug A and sotorasib cohort (Cohort D) must have a KRAS G12C mutation\n* Participants enrolled in this study must have NSCLC",
       " | IF not understood THEN KRAS mutation G12C | disease nsclc"},
      {"why the study is done",
       "Drug A is now the standard of care for squamous NSCLC after chemotherapy with platinum. The trial X showed that responses to drug A with nivolumab were seen whatever the "
       "expression of PD-L1 was, and last long in the metastatic setting. We propose to add chemotherapy.\n\nInclusion Criteria:\n\n* ECOG 0",
       " | constrains nothing | ecog 0"},
      {"bounds behind the name of a tumour",
       "Inclusion Criteria:\n\n* Glioma: Karnofsky >= 70\n* Solid tumors other than glioma: ECOG 0 or 1\n* Renal: creatinine <= 1.5 mg/dL\n* Melanoma: stage IV",
       " | IF disease glioma THEN karnofsky at least 70 | IF disease solid_tumor except glioma THEN ecog at least 0 and at most 1"
       " | creatinine at most 1.5 mg/dL | disease melanoma AND stage IV"},
      {"a list at the maximum dose",
       "Inclusion Criteria:\n\n* Solid tumor\n\nFor NSCLC patients at the MTD, the following additional inclusion criteria must be fulfilled:\n\n1. No prior chemotherapy",
       " | disease solid_tumor | constrains nothing | IF disease nsclc AND not understood THEN NOT (had chemotherapy for this cancer)"},
      {"a bound for those with a tumour, or with an illness in brackets",
       "Inclusion Criteria:\n\n* Hemoglobin for participants with RCC: >= 9.0 g/dL\n* Total bilirubin <= 1.5 x ULN; (patients with Gilbert's syndrome may have bilirubin <= 3 x ULN)",
       " | not understood | total_bilirubin at most 1.5 x ULN OR (gilbert AND total_bilirubin at most 3 x ULN)"},
      {"an illness as follows",
       "Exclusion Criteria:\n\n* Patients with significant lung disease as follows:\n  * Radiation pneumonitis", " | constrains nothing | NOT (radiation_pneumonitis (significant))"},
      {"an illness",
       "Inclusion Criteria:\n\n* If HIV positive:\n  * CD4 count >= 350/uL",
       " | constrains nothing | IF hiv THEN cd4 at least 0.35 10^9/L"},
  });
}

}  // namespace
}  // namespace trialmatch::rules
