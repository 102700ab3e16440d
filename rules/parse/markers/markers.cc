#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "rules/parse/domains.h"
#include "rules/parse/markers/gene_reading.h"
#include "rules/parse/markers/marker_mention.h"
#include "rules/parse/markers/marker_results.h"
#include "rules/parse/markers/marker_role.h"
#include "rules/parse/markers/marker_score.h"
#include "rules/parse/markers/marker_words.h"

namespace trialmatch::rules {
void ReadMarkers(Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  const Lexicon& lexicon = r.lexicon();
  ReadScoresBeforeGenes(r, clause, atoms);
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.at(i).used) continue;
    bool driver_words = r.Is(i, Cue::kDriverAlteration) || NamesOtherDrivers(r, clause, i) || (r.Is(i, Cue::kActionable) && i + 1 < clause.end && r.Find(i + 1, TermKind::kAlteration) != nullptr && !r.at(i + 1).used && !KindsOfNamedGene(r, clause, i + 1));
    bool starts = driver_words || GeneAt(r, i, {}) != nullptr || r.Find(i, TermKind::kMutation) != nullptr;
    // "rearrangement of ALK", "mutations in EGFR": the word before the gene.
    const Entry* leading = r.Find(i, TermKind::kAlteration);
    int lead_at = -1;
    if (!starts && leading != nullptr) {
      starts = LeadsToGene(r, clause, i, *leading);
      if (starts) lead_at = i;
    }
    if (!starts) continue;
    if (mood == Mood::kProhibits && StandsBesideOthers(r, i)) { r.at(i).used = r.at(i).aside = true; continue; }
    // "Cohort A2 (ROS1 positive)" tells what the cohort is; the cohort's own criteria ask for it.
    if (NamesPartBefore(r, clause, i)) {
      while (i < clause.end && !r.IsMark(i, ')')) r.Use(i++);
      continue;
    }

    std::vector<GeneReading> genes;
    size_t unassigned = 0, told = 0;   // genes without an alteration yet, and without a result, start here
    bool driver = driver_words, except = false, unknown_status = false, limited = false, known_or_unknown = KnownOrUnknownBefore(r, clause, i);
    // "Genomic alterations other than of EGFR".
    if (lead_at >= 0 && leading->id == "any") {
      for (int m = lead_at + 1; m < clause.end && m < lead_at + 4 && !driver; ++m) driver = except = r.Is(m, Cue::kExcept);
    }
    // "Tested for ALK and EGFR" asks for the test, "not evaluable for PD-L1" speaks of it.
    bool tested_for = i >= clause.begin + 2 && r.WordIs(r.WordIs(i - 1, "both") ? i - 3 : i - 2, "tested");
    if ((unknown_status = i > clause.begin && r.Is(i - 1, Cue::kUnknownStatus))) r.Use(i - 1);
    const Evaluable evaluable = EvaluableBefore(r, clause, i);
    unknown_status = unknown_status || evaluable == Evaluable::kNo;
    std::vector<std::string> except_genes;
    std::string lead_alteration = lead_at >= 0 && leading->id != "positive" && leading->id != "negative" && leading->id != "wild_type" ? leading->id : "";
    // "Amplification or mutation of EGFR": either, as behind the gene.
    if (!lead_alteration.empty() && KindsOfNamedGene(r, clause, lead_at)) lead_alteration = "any";
    std::optional<bool> lead_positive;
    if (lead_at >= 0 && (leading->id == "negative" || leading->id == "wild_type")) lead_positive = false;
    if (lead_at >= 0 && leading->id == "positive") lead_positive = true;
    const Entry* result_before = driver_words ? ResultBefore(r, clause, i) : nullptr;
    const bool drivers_lacking = result_before != nullptr && result_before->id != "positive";
    if (result_before != nullptr) r.Use(i - 1);
    bool non = r.WordIs(i - 1, "non") || (r.IsMark(i - 1, '-') && r.WordIs(i - 2, "non"));
    bool and_same_gene = false, both_signs = false, degree = false, driver_denied = drivers_lacking, driver_status = false;
    int first = i, last = i;
    int k = i;
    const auto start = [&](const std::string& symbol, int at) { genes.push_back({.gene = symbol, .first = at}); };
    for (; k < clause.end; ++k) {
      if ((r.at(k).used && !r.Is(k, Cue::kMust)) || (!driver && EndsExceptInBracket(r, first, k))) break;
      except = except && (except_genes.empty() || !r.Is(k, Cue::kIncluding));   // "other than ALK, such as EGFR"
      // "KRAS non-G12C and/or BRAF mutations": only the first is meant.
      if (non && (r.IsAny(k, {Cue::kAnd, Cue::kOr}) || r.IsMark(k, ',')) && !genes.empty() && r.Find(k + 1, TermKind::kMutation) == nullptr) break;
      const Entry* gene = GeneAt(r, k, genes);
      const Entry* mutation = r.Find(k, TermKind::kMutation);
      const Entry* alteration = driver_words && k == i ? nullptr : r.Find(k, TermKind::kAlteration);
      if (mutation != nullptr) {
        std::string symbol(mutation->Get("gene"));
        if (except && driver) { except_genes.push_back(std::move(symbol)); last = k; continue; }   // "drivers other than KRAS G12C"
        // "MSI-H", "microsatellite stable": the word is a result of its own.
        const std::string_view kind = mutation->Get("alteration");
        if (kind == "any" || kind == "wild_type") {
          last = k = PushResultWord(r, k, *mutation, &genes);
          continue;
        }
        ShareDetail(r, lexicon, *mutation, unassigned, k, &genes);
        // "RAS G12D".
        if (!genes.empty() && genes.back().gene == "RAS" && symbol == "KRAS" && genes.back().last == k - 1 && genes.back().alteration.empty()) genes.back().gene = symbol;
        bool merge = !genes.empty() && genes.back().gene == symbol && !except;
        if (!merge) {
          start(symbol, k);
        } else if ((!genes.back().alteration.empty() && genes.back().details.empty() && genes.back().alteration == "fusion") || AsWellAsResistance(r, k, *mutation) || BesideTheOther(r, mood, k, genes)) {
          // "ALK rearrangement and G1202R", "L858R as well as T790M": the resistance mutation beside the other, both.
          start(symbol, k);
          and_same_gene = true;
        } else if (LackingBeside(r, k, genes.back())) {
          // "EGFR exon 19 deletion or L858R, T790M negative".
          genes.back().positive = true;
          told = genes.size();
          start(symbol, k);
          unassigned = genes.size() - 1;
          and_same_gene = true;
        } else if (lead_at < 0 && OfAnotherKind(genes.back(), kind)) {
          start(symbol, k);
        }
        AddDetails(lexicon, *mutation, &genes.back());
        genes.back().alteration = std::string(mutation->Get("alteration"));
        genes.back().last = last = k;
        if (MinusBehind(r, k) && !except) {   // "T790M-"
          genes.back().positive = false;
          genes.back().last = last = ++k;
          unassigned = told = genes.size();
        }
      } else if (gene != nullptr) {
        if (except) {
          except_genes.push_back(gene->id);
        } else if (!genes.empty() && genes.back().gene == gene->id && genes.back().alteration.empty() && genes.back().details.empty() &&
                   !TellsOpposite(r, k, genes.back())) {
          // "anaplastic lymphoma kinase (ALK)": the same told twice.
        } else if (!genes.empty() && genes.back().gene == gene->id && !genes.back().details.empty() && OfNamedDetail(r, genes.back().last, k)) {
          // "The T790M mutation of EGFR".
        } else {
          start(gene->id, k);
          genes.back().alteration = lead_alteration;
          genes.back().by_lead = !lead_alteration.empty();
        }
        const auto sign = SignInName(r, k);   // "HR-positive", "ALK+" are words of the table
        if (const int close = SignInBrackets(r, k); (sign || close > k) && !except && !genes.empty()) {
          genes.back().positive = sign ? *sign : r.IsMark(k + 2, '+');
          genes.back().last = last = k = close;
          unassigned = told = genes.size();
          continue;
        }
        const int abbreviation = BehindAbbreviation(r, k);
        if (!genes.empty()) genes.back().last = k;
        if (abbreviation > k && r.Find(k + 2, TermKind::kGene) == nullptr && !genes.empty()) {
          genes.back().last = last = k = abbreviation;
          continue;
        }
        last = k;  // "HER2-", "ER+": a sign glued to the name.
        if (k + 3 < clause.end && !r.at(k + 1).space_before && r.IsAnyMark(k + 1, "+-") && r.IsMark(k + 2, '/') && r.IsAnyMark(k + 3, "+-") && !genes.empty()) {
          both_signs = true;   // "HER2-/+"
          last = k = k + 3;
          continue;
        }
        bool glued = k + 1 < clause.end && !r.at(k + 1).space_before && (r.IsMark(k + 1, '+') || (r.IsMark(k + 1, '-') && !SharesHead(r, k + 1)));
        bool ends = k + 2 >= clause.end || SignBeforeReceptor(r, *gene, k + 1) || r.at(k + 2).space_before || r.at(k + 2).line_before || (r.at(k + 2).kind == Item::Kind::kMark && !r.IsMark(k + 2, '-'));
        if (glued && ends && !except && !genes.empty()) {
          genes.back().positive = r.IsMark(k + 1, '+');
          genes.back().last = last = ++k;
        }
      } else if (alteration != nullptr) {
        if (k == lead_at) { last = k; continue; }
        if (k > i && (NamesOtherDrivers(r, clause, k) || (!genes.empty() && StartsNextGene(r, clause, k, *alteration)))) break;
        both_signs = both_signs || (genes.empty() && lead_positive == false && r.Is(k - 1, Cue::kOr) && alteration->id != "negative" && alteration->id != "wild_type");
        bool status = r.Find(k, TermKind::kAlteration) != nullptr && base::EndsWithIgnoreCase(r.Word(k), "status") && alteration->id != "negative" &&
                      alteration->id != "positive" && alteration->id != "wild_type";
        status = status || (k + 1 < clause.end && (r.WordIs(k + 1, "status") || r.WordIs(k + 1, "testing") || r.WordIs(k + 1, "test") || r.WordIs(k + 1, "analysis") || r.WordIs(k + 1, "detection")) &&
                            alteration->id != "negative" && alteration->id != "positive");
        if (alteration->id == "positive" || alteration->id == "negative" || alteration->id == "wild_type") {
          both_signs = both_signs || AfterOpposite(r, k, alteration->id);
          if (alteration->id != "positive") KeepToldBefore(r, clause, k, *alteration, &told, &genes);
          for (size_t g = unassigned == genes.size() ? 0 : unassigned; g < genes.size(); ++g) {
            if (genes[g].positive && g < told) continue;
            genes[g].positive = alteration->id == "positive";
            genes[g].tested = false;
            genes[g].last = std::max(genes[g].last, k);
          }
          for (GeneReading& g : genes) if (alteration->id != "positive" && !g.positive) g.positive = false;
          if (driver && genes.empty()) driver_denied = alteration->id != "positive";   // "AGA negative"
          unassigned = told = genes.size();
        } else {
          and_same_gene = AddAlteration(r, *alteration, k, unassigned, {status, driver_words}, &genes) || and_same_gene;
          unassigned = TellWithAlteration(r, k, unassigned, &told, &genes);
        }
        last = k;
      } else if (r.Is(k, Cue::kDriverAlteration) || (driver_words && k == i) || (r.Is(k, Cue::kActionable) && k + 1 < clause.end && r.Find(k + 1, TermKind::kAlteration) != nullptr && genes.empty())) {
        driver = true;
        last = k;
      } else if (r.Is(k, Cue::kExcept) && driver && !genes.empty() && LeavesDetailOf(r, k, genes.back().gene)) {
        genes.pop_back();   // "drivers (EGFR, ALK, and other KRAS mutations besides G12C)": read on its own
        last = genes.empty() ? first : genes.back().last;
        limited = true;
        break;
      } else if (driver && (r.Is(k, Cue::kExcept) || r.WordIsAny(k, {"in addition to", "beyond", "on top of"}))) {
        except = true;
        last = k;
      } else if (r.Is(k, Cue::kUnknownStatus)) {
        unknown_status = true;
        last = k;
      } else if (r.IsComparison(k) || r.Is(k, Cue::kAtLeast) || r.Is(k, Cue::kMoreThan) || r.Is(k, Cue::kLessThan) || r.IsNumber(k)) {
        auto bound = ReadBound(r, k, clause.end);
        if (!genes.empty() && TellsStain(r, k, first, genes.back())) {
          AddStain(r.at(k).number, &genes.back());
          genes.back().last = last = ++k;
          continue;
        }
        // "TC >= 1 % (>= 50 % in part 2)": a second bound is another patient's.
        if (bound && !genes.empty() && genes.back().score && genes.back().gene == "PDL1") {
          if (AddSecondBound(r, *bound, &genes.back())) last = bound->last;
          k = bound->last;
          continue;
        }
        const bool density = bound && !genes.empty() && genes.back().gene == "TMB" && bound->unit == "mut/Mb";
        bool percent = bound && (bound->unit == "%" || bound->unit == "percent" || r.IsMark(bound->last + 1, '%') || r.IsMark(bound->last, '%'));
        std::string scale = bound && !genes.empty() ? ScoreUnit(r, genes.back().first, bound->last + 4) : "";
        bool scored = percent || (bound && bound->has_comparison && bound->unit.empty() && scale != "%");
        if (!density && (!bound || genes.empty() || !scored || genes.back().gene != "PDL1")) break;
        genes.back().score = bound;
        // "PD-L1 expression 50 %" names the least; "0 %" is none.
        if (!bound->has_comparison && bound->bounds.low == bound->bounds.high) (bound->bounds.high == 0.0 ? genes.back().score->bounds.low : genes.back().score->bounds.high).reset();
        genes.back().score_unit = density ? bound->unit : scale;
        genes.back().tested = false;
        genes.back().last = bound->last;
        k = last = bound->last;
      } else if (!genes.empty() && genes.back().gene == "PDL1" && TellsDegree(r, k)) {
        degree = true;
        last = k;
      } else if (r.Is(k, Cue::kAnyOf) || r.Is(k, Cue::kAllOf)) {
        limited = true;
      } else if ((r.WordIs(k, "status") || r.WordIs(k, "testing")) && !genes.empty() && genes.back().alteration.empty() && genes.back().details.empty() &&
                 !genes.back().positive && !genes.back().score) {
        // "ALK status is required" asks for the test; "ALK status: positive" goes on to a result.
        for (size_t g = unassigned; g < genes.size(); ++g) genes[g].tested = true;
        // "Hormone receptor (ER and PR expression) and HER2 status known".
        for (GeneReading& g : genes) g.tested = g.tested || (r.Is(k + 1, Cue::kKnown) && g.alteration == "overexpression" && !g.positive && !g.score);
        last = k;
      } else if (r.Is(k, Cue::kMust) && !genes.empty() && AsksForResult(r, k)) {
        last = k;   // "EGFR must be negative"
      } else if (!IsMarkerGlue(r, k) && !(lead_at >= 0 && genes.empty() && r.Is(k, Cue::kFor))) {
        break;
      }
    }
    if (genes.empty() && !driver) continue;
    TellOnceInBrackets(r, &genes);
    const bool single = genes.size() == 1 && !driver;
    const bool told_for = r.WordIsAny(first - 1, {"positive for", "negative for"});
    if (const Told told_here = ToldBy(r, clause, mood, {first, last, driver}, &non, &genes, &atoms); told_here != Told::kState) {
      if (told_here == Told::kRead) {
        r.UseRange(first, last);
        if (r.Is(first - 1, Cue::kExcept)) r.Use(first - 1);
      }
      i = last;
      continue;
    }
    const bool asks_test = tested_for || (evaluable == Evaluable::kYes && !unknown_status);
    const bool result_lacks = mood == Mood::kProhibits && ResultBehind(r, last);
    for (GeneReading& g : genes) g.tested = g.tested || ((asks_test || result_lacks) && !g.positive && g.details.empty() && (asks_test || g.alteration.empty()));
    // "Negative for PD-L1 by central testing".
    for (GeneReading& g : genes) g.tested = g.tested && !lead_positive && !told_for;
    const bool result_told = driver || lead_positive || told_for || std::any_of(genes.begin(), genes.end(), [](const GeneReading& g) { return g.positive.has_value() || g.score.has_value(); });
    const bool names_only = !driver && std::all_of(genes.begin(), genes.end(), [](const GeneReading& g) { return g.alteration.empty() && g.details.empty() && !g.tested; });
    const MarkerWords words = result_told ? MarkerWords::kResult : (names_only ? MarkerWords::kNames : MarkerWords::kAlteration);
    const MarkerRole role = RoleOfMarker(r, clause, mood, first, last, words);
    const bool repeated = !genes.empty() && std::all_of(genes.begin(), genes.end(), [&](const GeneReading& g) { return !g.score && ReadBefore(atoms, g.gene); });
    const bool defined = repeated && StandsInDefinition(r, clause, first);
    NamedAs mention = role == MarkerRole::kTarget ? NamedAs::kTarget : NamedAsWhat(r, clause, mood, first, last, genes);
    // "PD-L1 low", "high PD-L1" without a score is neither its presence nor its absence.
    if ((degree || TellsHigh(r, first, last, genes)) && !genes.back().score) mention = NamedAs::kUnclear;
    if (mention == NamedAs::kUnclear) PushUnclear(r, first, last, atoms);
    if (mention == NamedAs::kUnclear || mention == NamedAs::kTarget) {
      i = last;
      continue;
    }
    const bool both_told = DropToldBoth(&genes) && genes.empty() && !driver;
    const bool other = driver && except_genes.empty() && IsOther(r, clause, first);
    if (other) except_genes = GenesAskedFor(atoms);
    const bool denied_before = std::any_of(atoms.begin(), atoms.end(), [](const Atom& a) { return a.topic == Topic::kBiomarker && a.negated; });
    if (other && except_genes.empty() && genes.empty() && !denied_before) {
      if (mood == Mood::kProhibits) PushOtherDriver(r, first, last, &atoms);
      i = last;  // other than what another criterion asks for
      continue;
    }
    const bool only_tests = !genes.empty() && std::all_of(genes.begin(), genes.end(), [](const GeneReading& g) { return g.tested; });
    const bool label = only_tests && IsLabel(r, clause, first, last);
    if (role == MarkerRole::kRemark || mention == NamedAs::kRemark || defined || label || both_signs || both_told || (driver && genes.empty() && RefersBack(r, first))) {
      for (int m = first; m <= last; ++m) r.at(m).aside = r.at(m).used = true;
      i = last;
      continue;
    }
    // "Known PD-L1 expression": whatever it is.
    if (mood == Mood::kRequires && single && !result_told && (r.WordIsAny(first - 1, {"known"}) || NamesAssayBehind(r, last)) && genes.front().details.empty() && (names_only || genes.front().gene == "PDL1")) {
      genes.front().tested = true;
    }
    const bool not_done = UntestedBehind(r, clause, last);
    if (only_tests && not_done) unknown_status = true;
    driver_status = driver && StatusOfDrivers(r, clause, first, last);
    // Nobody is excluded for having been tested.
    const bool tests_alone = names_only || (only_tests && !unknown_status && !not_done);
    if ((role == MarkerRole::kTest || only_tests) && mood == Mood::kProhibits && tests_alone && !DeniedBefore(r, clause, first)) {
      i = last;
      continue;
    }
    if (role == MarkerRole::kTest && mood != Mood::kProhibits) {
      for (GeneReading& g : genes) g.tested = true;
    }
    // A word right behind the list may deny it: "EGFR mutation and ALK rearrangement (must be) absent / excluded" is left to the mood.
    // "T-cell lymphoma excluding ALK-positive disease".
    bool denied = (DeniedBefore(r, clause, first) && !(first - i == 0 && !known_or_unknown && !(only_tests && mood == Mood::kProhibits) && DeniesOnlyTest(r, clause, first))) || (mood == Mood::kRequires && TakeExceptBefore(r, first));
    // "KRAS non-G12C mutations".
    denied = denied || non || (!driver && !only_tests && AbsentBehind(r, clause, last, genes));
    // "(EGFR mutations are excluded)".
    if (const Clause bracket = BracketAround(r, clause, first); mood == Mood::kRequires && bracket.begin > clause.begin) {
      denied = denied || HasCue(r, last + 1, bracket.end, {Cue::kExcluded, Cue::kMustNot});
    }
    bool known = HasCue(r, std::max(clause.begin, first - 4), last + 1, {Cue::kKnown});
    for (int m = std::max(clause.begin, first - 3); m < first; ++m) known = known || base::ContainsIgnoreCase(r.Word(m), "known");
    // A demand for a "known mutation" is not met by an untested tumour, nor failed by it.
    if (mood == Mood::kRequires && !denied) known = false;
    r.UseRange(first, last);
    if (!driver && NamesSample(r, clause, mood, first, last, genes, words)) {
      i = last;
      continue;
    }
    UseWordsAround(r, clause, first, last, non, genes);
    if (auto score = mood == Mood::kRequires && denied ? TakeScoreBesideDenied(r, clause, driver, &genes) : std::nullopt) {
      atoms.push_back({.expression = *std::move(score), .topic = Topic::kBiomarker, .first = last, .last = last});
    }
    std::vector<Expression> positive, negative;
    // "driver mutation in the EGFR gene" is of that gene; "(e.g. EGFR)" are examples.
    limited = limited || (driver && !genes.empty() && (IsInGene(r, first, genes.front().first) || IsListedDriver(r, genes.front().first)));
    if (driver && (genes.empty() || !limited)) {
      MarkerLeaf leaf;
      if (!other || genes.empty()) leaf.genes = {"driver"};
      leaf.except_genes = except_genes;
      leaf.alteration = "any";
      leaf.tested = driver_status;
      leaf.known_only = known && !driver_status;
      // Listed examples belong to it: "actionable alterations (e.g. EGFR, ALK)".
      for (const GeneReading& g : genes) {
        // "Other drivers, such as MET exon 14 skipping" leave other alterations of MET alone.
        if (!g.details.empty() && !driver_status) {
          positive.push_back(MarkerLeafOf(r, g, leaf.known_only));
          continue;
        }
        if (std::find(leaf.genes.begin(), leaf.genes.end(), g.gene) == leaf.genes.end() && g.gene != "PDL1") leaf.genes.push_back(g.gene);
      }
      auto& list = driver_denied ? negative : positive;
      if (!leaf.genes.empty()) list.insert(list.begin(), Expression::OfLeaf(std::move(leaf), r.SpanOf(first, last), "marker.driver"));
      genes.clear();
    }
    if (unknown_status && mood == Mood::kRequires && DeniedBefore(r, clause, first) && KeepDeniedOfOneGene(&genes)) {
      unknown_status = false;
      known = true;
    }
    if (const int unknown = unknown_status && !denied ? UnknownBesideResult(r, mood, first, last, genes) : -1; unknown >= 0) {
      atoms.push_back(TakeUntested(r, unknown, &genes));
      unknown_status = false;
    }
    // "Negative or unknown" denies what is known.
    const bool last_denied = unknown_status && DeniesLastIfKnown(genes);
    if (unknown_status && !genes.empty() && (last_denied || std::all_of(genes.begin(), genes.end(), [&](const GeneReading& g) { return !g.positive.value_or(lead_positive.value_or(true)) || (and_same_gene && g.positive && !genes.back().positive.value_or(true)); }))) {
      unknown_status = false;
      known = true;
    }
    if (known_or_unknown && !genes.empty()) {
      for (GeneReading& g : genes) { g.tested = true; negative.push_back(MarkerLeafOf(r, g, false)); g.tested = false; }
      unknown_status = denied = false;
    }
    // "Unknown PD-L1 or PD-L1 < 50 %".
    if (unknown_status && single && genes.front().score) {
      positive.push_back(TakeUntested(r, last, &genes).expression);
      unknown_status = denied = false;
    }
    if (unknown_status && !genes.empty()) {
      for (GeneReading& g : genes) { g.tested = true; g.positive.reset(); }
      denied = true;   // "unknown ALK status", "not evaluable for PD-L1": not tested
    }
    for (const GeneReading& g : genes) {
      // "PD-L1 negative (TPS < 1 %)": the bound says it already.
      bool says_no = g.positive.has_value() && !*g.positive && !g.score;
      if (!g.positive && (lead_positive || driver_denied)) says_no = driver_denied || !*lead_positive;
      // "EGFR mutations, or EGFR status was not determined".
      if (g.tested && not_done && !unknown_status) {
        positive.push_back(Expression::Not(MarkerLeafOf(r, g, false)));
        continue;
      }
      (says_no ? negative : positive).push_back(MarkerLeafOf(r, g, known && (says_no || !last_denied)));
    }
    auto push = [&](Expression expression, bool negated) {
      atoms.push_back({.expression = std::move(expression), .topic = Topic::kBiomarker, .first = first, .last = last, .negated = negated, .for_whom = role == MarkerRole::kCondition});
    };
    const bool in_bracket = EndsExceptInBracket(r, first, last + 1);
    if ((non || (in_bracket && denied)) && TakeFromGene(genes, first, in_bracket ? last + 1 : last, &positive, &atoms)) { i = last; continue; }
    if (!positive.empty() && lead_at >= 0 && leading->id == "any" && NamesExamples(r, lead_at, genes)) positive.push_back(UnnamedAlterations(r, clause, lead_at, last, known));
    // "EGFR mutation and T790M negative", forbidden: both together.
    if (mood == Mood::kProhibits && and_same_gene && !denied && !positive.empty() && !negative.empty()) positive.push_back(Expression::Not(Expression::Any(std::exchange(negative, {}))));
    if (!positive.empty()) {
      const bool tested = !genes.empty() && std::all_of(genes.begin(), genes.end(), [](const GeneReading& g) { return g.tested; });
      if (mood == Mood::kRequires && !denied && positive.size() > 1 && WithNoDriver(r, first, last, genes)) and_same_gene = true;
      and_same_gene = and_same_gene || BothGenes(r, mood, first, last, genes);
      // "Unknown EGFR or ALK status": one of them is not tested.
      if ((and_same_gene && (!denied || tested)) || (tested && (!denied || unknown_status))) push(Expression::All(std::move(positive)), denied);
      else push(Expression::Any(std::move(positive)), denied);
    }
    if (!negative.empty()) push(Expression::Any(std::move(negative)), true);
    i = last;
  }
}

}  // namespace trialmatch::rules
