#ifndef TRIALMATCH_TESTS_SUPPORT_SMALL_TABLES_H_
#define TRIALMATCH_TESTS_SUPPORT_SMALL_TABLES_H_

#include <string>
#include <string_view>
#include <vector>

#include "rules/lexicon/lexicon.h"

namespace trialmatch::rules {

// A few rows of every kind, enough to test what reads the tables without leaning on their content.
inline std::vector<TableText> SmallTables() {
  return {
      {"drug_class.tsv",
       "id\tnames\tparents\tsource\n"
       "any_therapy\tanticancer therapy\t\ttest\n"
       "systemic_therapy\tsystemic treatment\tany_therapy\ttest\n"
       "targeted_therapy\t\tsystemic_therapy\ttest\n"
       "tki\ttyrosine kinase inhibitor|TKI\ttargeted_therapy\ttest\n"
       "alk_tki\tALK inhibitor\ttki\ttest\n"
       "medication\t\t\ttest\n"
       "strong_inhibitor\tstrong CYP3A4 inhibitor\tmedication\ttest\n"},
      {"drug.tsv",
       "id\tnames\tparents\tgeneration\thalf_life_h\tcns\tsource\n"
       "# a comment\n"
       "alectinib\tAlecensa|CH5424802|RO/CH5424802\talk_tki\t2\t33\tgood\ttest\n"
       "ceritinib\tLDK378|LDK-378\talk_tki|strong_inhibitor\t2\t36\t\ttest\n"
       "ensartinib\tX-396\talk_tki\t2\t\t\tunverified\n"},
      {"gene.tsv",
       "id\tnames\tparents\tdriver\tsource\n"
       "ALK\tALK+|anaplastic lymphoma kinase\t\tyes\ttest\n"
       "MET\t=MET|c-MET\t\tyes\ttest\n"
       "NTRK\t\t\tyes\ttest\n"
       "NTRK1\tTRKA\tNTRK\tyes\ttest\n"
       "PD_L1\tPD-L1|PDL1\t\t\ttest\n"},
      {"alteration.tsv",
       "id\tnames\tsource\n"
       "fusion\tfusion|rearrangement|translocation\ttest\n"
       "positive\tpositive\ttest\n"
       "any\talteration\ttest\n"},
      {"mutation.tsv",
       "id\tnames\tgene\talteration\tclass\tsource\n"
       "ALK:G1202R\tG1202R\tALK\tfusion\tresistance\ttest\n"
       "EGFR-like:exon 19\texon 19 deletion|ex19del\tALK\t\t\ttest\n"},
      {"disease.tsv",
       "id\tnames\tparents\tsource\n"
       "cancer\tmalignancy|tumour\t\ttest\n"
       "lung_cancer\tcancer of the lung\tcancer\ttest\n"
       "nsclc\tnon-small cell lung cancer|NSCLC\tlung_cancer\ttest\n"
       "lymphoma\tHodgkin's disease\tcancer\ttest\n"},
      {"condition.tsv",
       "id\tnames\tparents\tonly_after\tsource\n"
       "ild\tinterstitial lung disease|=ILD\t\t\ttest\n"
       "pneumonitis\t\tild\t\ttest\n"
       "brain_metastases\tbrain metastasis\t\t\ttest\n"
       "anemia\t\t\t\ttest\n"},
      {"lab.tsv",
       "id\tnames\tunit\tmolar_mass\tplausible_low\tplausible_high\tworry\tsource\n"
       "anc\tabsolute neutrophil count|=ANC\t10^9/L\t\t0\t50\tlow\ttest\n"
       "pt\t=PT|prothrombin time\t\t\t\t\t\ttest\n"
       "creatinine\tserum creatinine\tmg/dL\t113.12\t0.1\t20\thigh\ttest\n"},
      {"unit.tsv",
       "id\tnames\tdimension\tfactor\tsource\n"
       "10^9/L\t10^9/L|x10^9/L|10⁹/L|=G/L\tcell_count\t1\ttest\n"
       "/uL\t/uL|/mm3|cells/mm3|/mm³\tcell_count\t0.001\ttest\n"
       "g/L\tg/L\tmass_concentration\t1\ttest\n"
       "mg/dL\tmg/dL\tmass_concentration\t0.01\ttest\n"
       "%\t%|percent\tfraction\t1\ttest\n"
       "C\t°C\ttemperature\t1\ttest\n"},
      {"setting.tsv", "id\tnames\tsource\nlocally_advanced\t\ttest\n"},
      {"site.tsv", "id\tnames\tparents\tsource\nbrain\tcerebral\t\ttest\n"},
      {"fact.tsv", "id\tnames\tpath\tsource\nmeasurable\tmeasurable disease\tcancer.measurable\ttest\n"},
      {"cue.tsv", "id\tnames\tsource\nno\tno|none\ttest\nprior\tprevious|previously\ttest\n"},
      {"place.tsv", "id\tnames\tsource\nNO\tNorway\ttest\n"},
      {"spelling.tsv", "id\tnames\tsource\ntumor\ttumour\ttest\nemia\taemia\ttest\nhem\thaem\ttest\nesoph\toesoph\ttest\nfiber\tfibre\ttest\n"},
      {"salt.tsv", "id\tnames\tsource\nhydrochloride\thcl\ttest\n"},
      {"signal.tsv", "id\tweight\tsource\ndriver\t0.5\ttest\nphase\t0.1\ttest\n"},
  };
}

// SmallTables with one more line at the end of a table ("drug.tsv"); a table of that name is added when there is none.
inline std::vector<TableText> SmallTablesWith(std::string_view table, std::string_view text, std::string* storage) {
  std::vector<TableText> tables = SmallTables();
  for (TableText& each : tables) {
    if (each.name != table) continue;
    *storage = std::string(each.text) + std::string(text) + "\n";
    each.text = *storage;
    return tables;
  }
  *storage = text;
  tables.push_back({std::string(table), *storage});
  return tables;
}

inline const Lexicon& SmallLexicon() {
  static const Lexicon* const lexicon = new Lexicon(Lexicon::Load(SmallTables()).value());
  return *lexicon;
}

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_TESTS_SUPPORT_SMALL_TABLES_H_
