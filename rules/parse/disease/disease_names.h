#ifndef TRIALMATCH_RULES_PARSE_DISEASE_DISEASE_NAMES_H_
#define TRIALMATCH_RULES_PARSE_DISEASE_DISEASE_NAMES_H_

#include <string>
#include <string_view>
#include <vector>

#include "rules/parse/reading.h"

namespace trialmatch::rules {

// A disease of a sentence, and where it stands.
struct NamedDisease {
  std::string id;
  int at = 0;
};

// "Squamous or non-squamous NSCLC": the last two of `named` stand on both sides of one "or".
bool JoinsHistologies(const Reading& reading, const std::vector<NamedDisease>& named);

// "Solid tumors (including NSCLC, melanoma (skin) and ...)": what stands behind "including", up to the end of its brackets.
struct Examples {
  bool on = false;
  int depth = 0;  // brackets opened since
  bool open = false;  // "but not limited to": a list that goes on behind semicolons

  // Passes the items between two diseases.
  void Pass(const Reading& r, int from, int to) {
    for (int i = from + 1; i < to; ++i) {
      if (r.Is(i, Cue::kIncluding) && !on) {
        on = true;
        depth = 0;
        open = r.WordContains(i, {"limited"});
      }
      if (r.IsMark(i, '(')) ++depth;
      if (r.IsMark(i, ')')) --depth;
      if ((r.IsMark(i, ';') && !open) || depth < 0 || (depth == 0 && r.Is(i, Cue::kWho))) on = false;
    }
  }
};

// "Solid tumors including breast, colon or lung cancer": the list of organs, read before, asks for nothing behind the word at
// `including` (-1: none) when all are of `tumour`.
void DropAnnouncedOrgans(const Reading& reading, int including, const std::string& tumour, std::vector<Atom>* atoms);

// A denial among the few items before the tumour at `i`, from `begin` on.
bool DeniesTumour(const Reading& reading, int begin, int i);

// "NSCLC, no small cell cancer": the tumour at `i`, which is used, is none of `diseases`; not so of "no other lung cancer".
bool TakesOutTumour(Reading& reading, const std::vector<NamedDisease>& diseases, const std::string& id, int i);

// Two names of one tumour, or of a part of it, of which one goes out of `diseases`: "mixed small cell and non-small cell
// histology", "NSCLC with a small cell component" is a small cell cancer; "large cell neuroendocrine NSCLC". True when
// the other is told of as a part that no leaf asks for: "adenocarcinoma with squamous features".
bool MixNames(Reading& reading, Clause clause, const std::vector<NamedDisease>& named, std::vector<NamedDisease>* diseases);

// The wording says itself that it is of the lung.
bool NamesLung(std::string_view word);

// The tumour that the bare histology at `i` is, beside the organ of another: "oesophageal squamous
// cell". nullptr when it is none of the tables.
const Entry* HistologyOfOrgan(const Reading& reading, Clause clause, int i, const Entry* histology);

// "Confirmednon-small cell": the space is lost.
const Entry* WithGluedNon(const Reading& reading, int i, const Entry* disease);

// Of "non-squamous non-small cell lung cancer" the narrower counts: what is above another one goes. In a
// list of several tumours ("NSCLC, breast cancer, squamous head and neck cancer") each stands for itself.
std::vector<std::string> WithoutWider(const Reading& reading, const std::vector<NamedDisease>& named);

// "TNBC, NSCLC, or solid tumours other than TNBC and NSCLC": what is excepted stands in the list itself, and nobody is left out. "Melanoma, or solid
// tumours other than NSCLC": all tumours but that. `except_at`: the item of the exception.
void AllowNamedBeside(Reading& reading, const std::vector<NamedDisease>& named, int except_at, std::vector<std::string>* kept, std::vector<std::string>* excepted);

// "*Advanced* or clinically significant lung disease": the setting at item `i` tells the degree of an illness, and is used then.
bool DescribesIllness(Reading& reading, int i, int end);

// "*Metastatic cancer* or locally advanced cancer": of two extents, the tumour at item `i` is the first.
bool OrAnotherExtent(const Reading& reading, int i, int end);

// "Cannot be resected due to recurrence, metastasis or poor health": one of several reasons, of which none is asked for. Marks
// the word.
bool PassOverCause(Reading& reading, Clause clause, int i);

// "Inoperable, with no invasion, stage IA": a comma stands between the nearest denial before `i` and it.
bool DeniedBehindComma(const Reading& reading, Clause clause, int i);

// "Adenocarcinoma, no mixed small cell carcinoma": the tumour at `i` is denied, and the one named at `before` is not.
bool DeniedInList(const Reading& reading, int before, int i);

// "Extensive metastatic disease" at item `i`: how far it has spread, and no extensive stage. It is then used and not understood.
bool TellsDegreeOfSpread(Reading& reading, int i, std::vector<Atom>* atoms);

// "Solid tumours except melanoma with extensive liver metastases": the metastases at item `site` are of what is excepted, of which the others
// may come; it is no longer excepted.
bool NarrowsExcepted(const Reading& reading, int site, std::vector<std::string>* excepted);

// "A measurable lesion, except for those with prostate cancer": what stands before the exception asks for a lesion.
bool AsksForLesionBefore(const Reading& reading, int begin, int except_at);

}  // namespace trialmatch::rules

#endif  // TRIALMATCH_RULES_PARSE_DISEASE_DISEASE_NAMES_H_
