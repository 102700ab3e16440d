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
      {"a part that tells its own keeps it",
       "Inclusion Criteria:\n\n* Escalation:\n  * Solid tumor\n  * ECOG 1\n* Expansion:\n  * ALK fusion\n  * ECOG 0\n  * Life expectancy of 3 months\n",
       "escalation way in; expansion way in | constrains nothing @ escalation | disease solid_tumor @ escalation | ecog 1 @ escalation"
       " | constrains nothing @ expansion | ALK fusion @ expansion | ecog 0 @ expansion | checked by the study site @ expansion"},
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
       " | disease melanoma|sarcoma OR (IF other_malignancy THEN not understood AND lines: at least 1)"},
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

}  // namespace
}  // namespace trialmatch::rules
