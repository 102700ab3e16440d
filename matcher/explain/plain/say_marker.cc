#include "absl/strings/str_cat.h"
#include "base/status.h"
#include "matcher/explain/plain/phrases.h"
#include "matcher/explain/plain/say.h"

namespace trialmatch::matcher {
namespace {

using rules::MarkerLeaf;

std::string GeneWords(const MarkerLeaf& leaf, const Labels& labels) {
  std::string out = labels.List("gene", leaf.genes, "or");
  if (!leaf.except_genes.empty())
    absl::StrAppend(&out, " (not counting ", labels.List("gene", leaf.except_genes, "or"), ")");
  return out;
}

// What a tumor has: "a fusion of the ALK gene".
std::string FindingWords(const MarkerLeaf& leaf, const Labels& labels) {
  const std::string genes = GeneWords(leaf, labels);
  const std::string behind =
      leaf.details.empty() ? "" : absl::StrCat(" of this kind: ", labels.List("detail", leaf.details, "or"));
  if (leaf.resistance || leaf.alteration == "resistance_mutation")
    return absl::StrCat("a change in ", genes, " that makes drugs fail (a resistance mutation)", behind);
  if (leaf.alteration == "any") {
    // Markers that are no gene of the tumor have words of their own.
    if (leaf.genes.size() == 1 && leaf.except_genes.empty()) {
      const std::string own = labels.Of("marker", leaf.genes.front());
      if (own != leaf.genes.front()) return own + behind;
    }
    return absl::StrCat("a change in ", genes, behind);
  }
  return absl::StrCat(labels.Of("alteration", leaf.alteration), " ", genes, behind);
}

}  // namespace

std::string SayMarker(const MarkerLeaf& leaf, Polarity polarity, const Speaker& speaker) {
  const Labels& labels = speaker.labels;
  const bool holds = polarity == Polarity::kHolds;
  speaker.NoteAll("gene", leaf.genes);
  speaker.Note("alteration", leaf.alteration);
  if (leaf.tested)
    return absl::StrCat(holds ? "your cancer was tested for " : "your cancer was not tested for ",
                        GeneWords(leaf, labels));
  if (leaf.score) {
    const std::string unit = labels.Of("score_unit", leaf.score_unit);
    return absl::StrCat("the ", GeneWords(leaf, labels), " score of your cancer is ",
                        leaf.known_only ? "known to be " : "", holds ? "" : "not ",
                        RangeWords(*leaf.score, unit));
  }
  const std::string finding = FindingWords(leaf, labels);
  if (leaf.known_only)
    return holds ? absl::StrCat("your cancer is known to have ", finding)
                 : absl::StrCat("your cancer is not known to have ", finding,
                                " (not being tested is fine too)");
  return absl::StrCat(holds ? "your cancer has " : "your cancer does not have ", finding);
}

}  // namespace trialmatch::matcher
