#ifndef TRIALMATCH_RULES_PARSE_IDLE_SENTENCES_H_
#define TRIALMATCH_RULES_PARSE_IDLE_SENTENCES_H_

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// "Cancers with adenosquamous histology are considered non-squamous": what another sentence means by a histology.
bool DefinesHistology(const Reading& reading, Clause sentence);

// "Note: limited disease is defined as disease of one hemithorax", "extensive disease category includes ...", "measurable disease is
// defined as ...", "full anticoagulation is defined as warfarin at therapeutic doses" behind another sentence: what a word of that one, or of another criterion, means.
bool DefinesExtent(const Reading& reading, Clause sentence);

// "These tumor types may include, but are not limited to, lung and breast cancer": whoever has another may come.
bool ListsTumoursAsExamples(const Reading& reading, Clause sentence);

// "There is no limit to the number of prior therapies", "no restriction regarding prior hormonal therapy".
bool SetsNoLimit(const Reading& reading, Clause sentence);

// "No occurrence of acute exacerbations of the underlying condition requiring ...": what an
// exception for that condition asks, wherever the list has put it.
bool LimitsExcepted(const Reading& reading, Clause sentence);

// "Brain imaging is required in symptomatic patients to rule out metastases, but not in others".
bool TellsWhoNeedsScan(const Reading& reading, Clause sentence);

// "Nivolumab is approved for the treatment of melanoma and lung cancer": what a drug is given for elsewhere.
bool TellsApprovalOfDrug(const Reading& reading, Clause sentence);

// "XY-123 is an oral, selective inhibitor of EGFR C797S": what the study drug acts on.
bool DescribesDrug(const Reading& reading, Clause sentence);

// "The sponsor may choose to test tumor tissue of other participants as well": what others may do.
bool SponsorMayChoose(const Reading& reading, Clause sentence);

// "Priority will be given to patients with an ALK fusion": the others may come too.
bool GivesPriority(const Reading& reading, Clause sentence);

// "The objective of this study is to evaluate X in combination with chemotherapy in patients with ...": what the study gives.
bool StatesObjective(const Reading& reading, Clause sentence);

// "The NGS report must be from the time of the last progression": when a report was written.
bool TellsTimeOfReport(const Reading& reading, Clause sentence);

// "Women must use contraception while they take drug A": drugs beside it are those of the study.
bool SpeaksOfContraception(const Reading& reading);

// "Olaparib can cause fetal harm when given to a pregnant woman": why something is asked for in another sentence.
bool TellsOfHarm(const Reading& reading, Clause sentence);

// "mRECIST may be used for pleural mesothelioma": by what is measured, which asks nobody for the tumour.
bool TellsHowToMeasure(const Reading& reading, Clause sentence);

// "Tumor types of primary interest are melanoma and NSCLC": the others may come as well.
bool NotesInterest(const Reading& reading, Clause sentence);

// "Sites that are considered measurable must not have been irradiated": which lesions count, and no denial of having one.
bool TellsWhichLesionsCount(const Reading& reading, Clause sentence);

// "Patients with lepidic adenocarcinoma should be staged by the size of the invasive part": how, and for nobody a demand of that tumour.
bool TellsHowStaged(const Reading& reading, Clause sentence);

// "Participants with measurable and non-measurable CNS lesions": whichever they have, and nobody needs to have any.
bool NamesLesionsOfEitherKind(const Reading& reading, Clause sentence);

// "Has had chemotherapy, and no further chemotherapy is planned": the item that joins the plan that the sentence ends with, or -1.
int NoMorePlannedAt(const Reading& reading, Clause sentence);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_IDLE_SENTENCES_H_
