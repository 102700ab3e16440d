#include <algorithm>

#include "base/ascii.h"
#include "rules/parse/domains.h"
#include "rules/parse/gene_reading.h"
#include "rules/parse/marker_role.h"

namespace trialmatch::rules {
void ReadMarkers(Reading& r, Clause clause, Mood mood, Atoms& atoms) {
  const Lexicon& lexicon = r.lexicon();
  for (int i = clause.begin; i < clause.end; ++i) {
    if (r.at(i).used) continue;
    bool driver_words = r.Is(i, Cue::kDriverAlteration) || (r.Is(i, Cue::kActionable) && i + 1 < clause.end && r.Find(i + 1, TermKind::kAlteration) != nullptr);
    bool starts = driver_words || r.Find(i, TermKind::kGene) != nullptr || r.Find(i, TermKind::kMutation) != nullptr;
    // "rearrangement of ALK", "mutations in EGFR": the word before the gene.
    const Entry* leading = r.Find(i, TermKind::kAlteration);
    int lead_at = -1;
    if (!starts && leading != nullptr) {
      int k = i + 1;
      while (k < clause.end && k < i + 8 && (r.Is(k, Cue::kFiller) || r.Is(k, Cue::kBefore) || r.IsMark(k, ':') || r.Is(k, Cue::kAllOf) || r.Is(k, Cue::kAnyOf) || r.Is(k, Cue::kIncluding) || r.IsMark(k, '(') || r.IsMark(k, ',') || r.WordIs(k, "gene") || r.WordIs(k, "genes") || (r.Is(k, Cue::kExcept) && leading->id == "any") || r.Is(k, Cue::kActionable) || r.Is(k, Cue::kOr) || r.IsAny(k, {Cue::kStatus, Cue::kFor}) || r.Find(k, TermKind::kPlain) != nullptr || r.Find(k, TermKind::kAlteration) != nullptr)) ++k;
      if (k < clause.end && (r.Find(k, TermKind::kGene) != nullptr || r.Find(k, TermKind::kMutation) != nullptr) && !r.at(k).used) {
        lead_at = i;
        starts = true;
      }
    }
    if (!starts) continue;
    // "Cohort A2 (ROS1 positive)" tells what the cohort is; the cohort's own criteria ask for it.
    if (i >= clause.begin + 3 && r.IsMark(i - 1, '(')) {
      bool cohort = false;
      for (int k = i - 4; k < i - 1; ++k) {
        for (const char* part : {"cohort", "arm", "part", "group", "phase"}) cohort = cohort || base::StartsWithIgnoreCase(r.Word(std::max(k, clause.begin)), part);
      }
      if (cohort) {
        while (i < clause.end && !r.IsMark(i, ')')) r.Use(i++);
        continue;
      }
    }

    std::vector<GeneReading> genes;
    size_t unassigned = 0, told = 0;   // genes without an alteration yet, and without a result, start here
    bool driver = driver_words, except = false, unknown_status = false, limited = false, known_or_unknown = false;
    // "Genomic alterations other than of EGFR".
    if (lead_at >= 0 && leading->id == "any") {
      for (int m = lead_at + 1; m < clause.end && m < lead_at + 4 && !driver; ++m) driver = except = r.Is(m, Cue::kExcept);
    }
    // "Tested for ALK and EGFR" asks for the test, "not evaluable for PD-L1" speaks of it.
    bool tested_for = i >= clause.begin + 2 && r.WordIs(i - 2, "tested");
    if (i > clause.begin && r.Is(i - 1, Cue::kUnknownStatus)) {
      unknown_status = true;
      r.Use(i - 1);
    }
    // "Known or not tested for ...": each of the two.
    for (int m = std::max(clause.begin, i - 3); m < i; ++m) known_or_unknown = known_or_unknown || (r.IsAny(m, {Cue::kUnknownStatus, Cue::kNot}) && r.Is(m - 1, Cue::kOr) && r.Is(m - 2, Cue::kKnown));
    for (int m = std::max(clause.begin, i - 3); m < i; ++m) unknown_status = unknown_status || base::ContainsIgnoreCase(r.Word(m), "evaluable");
    std::vector<std::string> except_genes;
    std::string lead_alteration = lead_at >= 0 && leading->id != "positive" && leading->id != "negative" && leading->id != "wild_type" ? leading->id : "";
    std::optional<bool> lead_positive;
    if (lead_at >= 0 && (leading->id == "negative" || leading->id == "wild_type")) lead_positive = false;
    bool and_same_gene = false, both_signs = false, driver_denied = false;
    int first = i, last = i;
    int k = i;
    for (; k < clause.end; ++k) {
      if (r.at(k).used && !r.Is(k, Cue::kMust)) break;
      const Entry* gene = r.Find(k, TermKind::kGene);
      const Entry* mutation = r.Find(k, TermKind::kMutation);
      const Entry* alteration = r.Find(k, TermKind::kAlteration);
      if (mutation != nullptr) {
        std::string symbol(mutation->Get("gene"));
        // "MSI-H", "microsatellite stable": the word is a result of its own.
        const std::string_view kind = mutation->Get("alteration");
        if (kind == "any" || kind == "wild_type") {
          genes.push_back({});
          genes.back().gene = symbol;
          genes.back().positive = kind == "any";
          genes.back().first = genes.back().last = last = k;
          continue;
        }
        ShareDetail(r, lexicon, *mutation, unassigned, k, &genes);
        bool merge = !genes.empty() && genes.back().gene == symbol && !except;
        if (!merge) {
          genes.push_back({});
          genes.back().gene = symbol;
          genes.back().first = k;
        } else if (!genes.back().alteration.empty() && genes.back().details.empty() && genes.back().alteration == "fusion") {
          // "ALK rearrangement and G1202R": the resistance mutation beside the fusion, both.
          genes.push_back({});
          genes.back().gene = symbol;
          genes.back().first = k;
          and_same_gene = true;
        }
        for (std::string& d : DetailsOf(lexicon, *mutation)) genes.back().details.push_back(std::move(d));
        genes.back().alteration = std::string(mutation->Get("alteration"));
        genes.back().last = k;
        last = k;
      } else if (gene != nullptr) {
        if (except) {
          except_genes.push_back(gene->id);
        } else if (!genes.empty() && genes.back().gene == gene->id && genes.back().alteration.empty() && genes.back().details.empty()) {
          // "anaplastic lymphoma kinase (ALK)": the same told twice.
        } else {
          genes.push_back({});
          genes.back().gene = gene->id;
          genes.back().first = k;
          if (!lead_alteration.empty()) genes.back().alteration = lead_alteration;
        }
        if (!genes.empty()) genes.back().last = k;
        last = k;
        // "HER2-", "ER+": a sign glued to the name.
        if (k + 3 < clause.end && !r.at(k + 1).space_before && r.IsAnyMark(k + 1, "+-") && r.IsMark(k + 2, '/') && r.IsAnyMark(k + 3, "+-") && !genes.empty()) {
          both_signs = true;   // "HER2-/+"
          last = k = k + 3;
          continue;
        }
        bool glued = k + 1 < clause.end && !r.at(k + 1).space_before && (r.IsMark(k + 1, '-') || r.IsMark(k + 1, '+'));
        bool ends = k + 2 >= clause.end || r.at(k + 2).space_before || r.at(k + 2).line_before || (r.at(k + 2).kind == Item::Kind::kMark && !r.IsMark(k + 2, '-'));
        if (glued && ends && !except && !genes.empty()) {
          genes.back().positive = r.IsMark(k + 1, '+');
          genes.back().last = last = ++k;
        }
      } else if (alteration != nullptr) {
        if (k == lead_at) { last = k; continue; }
        bool status = r.Find(k, TermKind::kAlteration) != nullptr && base::EndsWithIgnoreCase(r.Word(k), "status") && alteration->id != "negative" &&
                      alteration->id != "positive" && alteration->id != "wild_type";
        status = status || (k + 1 < clause.end && (r.WordIs(k + 1, "status") || r.WordIs(k + 1, "testing") || r.WordIs(k + 1, "test") || r.WordIs(k + 1, "analysis") || r.WordIs(k + 1, "detection")) &&
                            alteration->id != "negative" && alteration->id != "positive");
        if (alteration->id == "positive" || alteration->id == "negative" || alteration->id == "wild_type") {
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
          bool any_open = false;
          for (size_t g = unassigned; g < genes.size(); ++g) {
            if (alteration->id == "resistance_mutation") genes[g].resistance = true;
            // Of a fusion gene a point mutation is one of resistance.
            if (IsFusionGene(genes[g].gene) && genes[g].details.empty() && base::StartsWithIgnoreCase(r.Word(k), "point")) genes[g].resistance = true;
            // "EGFR, ALK or ROS1 rearrangement": nobody means a rearrangement of EGFR.
            bool no_fusion = alteration->id == "fusion" && genes.size() > unassigned + 1 && (genes[g].gene == "EGFR" || genes[g].gene == "KRAS");
            if (genes[g].alteration.empty() && no_fusion) genes[g].alteration = driver_words ? "mutation" : "any";
            else if (genes[g].alteration.empty()) genes[g].alteration = alteration->id == "resistance_mutation" ? "mutation" : alteration->id;
            else if (genes[g].alteration != alteration->id && genes[g].details.empty()) genes[g].alteration = "any";
            genes[g].tested = genes[g].tested || (status && genes[g].details.empty());
            genes[g].last = std::max(genes[g].last, k);
            any_open = true;
          }
          // "EGFR mutation or rearrangement": a second word for the same genes.
          if (!any_open && !genes.empty() && genes.back().details.empty() && genes.back().alteration != alteration->id) {
            genes.back().alteration = genes.back().alteration.empty() && genes.back().positive ? alteration->id : "any";
          }
          unassigned = genes.size();
        }
        last = k;
      } else if (r.Is(k, Cue::kDriverAlteration) || (r.Is(k, Cue::kActionable) && k + 1 < clause.end && r.Find(k + 1, TermKind::kAlteration) != nullptr && genes.empty())) {
        driver = true;
        last = k;
      } else if (r.Is(k, Cue::kExcept) && driver) {
        except = true;
        last = k;
      } else if (r.Is(k, Cue::kUnknownStatus)) {
        unknown_status = true;
        last = k;
      } else if (r.IsComparison(k) || r.Is(k, Cue::kAtLeast) || r.Is(k, Cue::kMoreThan) || r.Is(k, Cue::kLessThan) || r.IsNumber(k)) {
        auto bound = ReadBound(r, k, clause.end);
        if (IsStainGrade(r, k) && !genes.empty() && HasCue(r, std::max(first, k - 6), k, {Cue::kStatus})) {
          // "IHC 2+ or 3+": the lowest of those named.
          GeneReading& g = genes.back();
          // Of a fusion gene the stain shows the fusion.
          if (IsFusionGene(g.gene)) {
            g.positive = r.at(k).number > 0;
            g.last = last = ++k;
            continue;
          }
          if (!g.score) {
            g.score.emplace();
            g.score->bounds.low = r.at(k).number;
            g.score_unit = "IHC +";
          }
          g.score->bounds.low = std::min(*g.score->bounds.low, r.at(k).number);
          g.last = last = ++k;
          continue;
        }
        bool percent = bound && (bound->unit == "%" || bound->unit == "percent" || r.IsMark(bound->last + 1, '%') || r.IsMark(bound->last, '%'));
        std::string scale = bound && !genes.empty() ? ScoreUnit(r, genes.back().first, bound->last + 4) : "";
        bool scored = percent || (bound && bound->has_comparison && bound->unit.empty() && scale != "%");
        if (!bound || genes.empty() || !scored || genes.back().gene != "PDL1") break;
        genes.back().score = bound;
        genes.back().score_unit = scale;
        genes.back().tested = false;
        genes.back().last = bound->last;
        k = last = bound->last;
      } else if (r.Is(k, Cue::kAnyOf) || r.Is(k, Cue::kAllOf)) {
        limited = true;
      } else if ((r.WordIs(k, "status") || r.WordIs(k, "testing")) && !genes.empty() && genes.back().alteration.empty() && genes.back().details.empty() &&
                 !genes.back().positive && !genes.back().score) {
        // "ALK status is required" asks for the test; "ALK status: positive" goes on to a result.
        for (size_t g = unassigned; g < genes.size(); ++g) genes[g].tested = true;
        last = k;
      } else if (r.Is(k, Cue::kMust) && !genes.empty() && r.Find(k + 1, TermKind::kAlteration) != nullptr) {
        last = k;   // "EGFR must be negative"
      } else if (!IsMarkerGlue(r, k) && !(lead_at >= 0 && genes.empty() && r.Is(k, Cue::kFor))) {
        break;
      }
    }
    if (genes.empty() && !driver) continue;
    if (tested_for) {
      for (GeneReading& g : genes) g.tested = g.tested || (!g.positive && g.details.empty());
    }
    if (lead_positive) {
      for (GeneReading& g : genes) g.tested = false;   // "negative for PD-L1 by central testing"
    }
    const bool result_told = driver || lead_positive || std::any_of(genes.begin(), genes.end(), [](const GeneReading& g) { return g.positive.has_value() || g.score.has_value(); });
    const MarkerRole role = RoleOfMarker(r, clause, mood, first, last, result_told);
    if (role == MarkerRole::kTarget || role == MarkerRole::kRemark) {
      i = last;
      continue;
    }
    if (both_signs || TellsBoth(genes)) {
      i = last;
      continue;
    }
    if (role == MarkerRole::kTest && mood != Mood::kProhibits) {
      for (GeneReading& g : genes) g.tested = true;
    }
    // A word right behind the list may deny it: "EGFR mutation and ALK rearrangement (must be) absent / excluded" is left to the mood.
    // "T-cell lymphoma excluding ALK-positive disease".
    bool denied = DeniedBefore(r, clause, first) || (!driver && mood == Mood::kRequires && r.Is(first - 1, Cue::kExcept));
    // "KRAS non-G12C mutations".
    denied = denied || r.WordIs(first - 1, "non") || (r.IsMark(first - 1, '-') && r.WordIs(first - 2, "non"));
    // "(EGFR mutations are excluded)".
    if (const Clause bracket = BracketAround(r, clause, first); mood == Mood::kRequires && bracket.begin > clause.begin) {
      denied = denied || HasCue(r, last + 1, bracket.end, {Cue::kExcluded, Cue::kMustNot});
    }
    bool known = HasCue(r, std::max(clause.begin, first - 4), last + 1, {Cue::kKnown}) ||
                 (first > clause.begin && base::ContainsIgnoreCase(base::Slice(r.text(), r.at(first - 1).span), "known"));
    for (int m = std::max(clause.begin, first - 3); m < first; ++m) known = known || base::ContainsIgnoreCase(r.Word(m), "known");
    // A demand for a "known mutation" is not met by an untested tumour, nor failed by it.
    if (mood == Mood::kRequires && !denied) known = false;
    r.UseRange(first, last);
    // "Tissue submitted for profiling, PD-L1 and MET" names what will be tested and asks for no result.
    bool sample = false;
    for (int m = clause.begin; m < first && mood == Mood::kRequires; ++m) {
      for (const char* part : {"tissue", "specimen", "archival", "biops", "sample", "submit", "material", "tumor block", "tumour block", "slides"}) sample = sample || base::ContainsIgnoreCase(r.Word(m), part);
    }
    // "... for the evaluation of EGFR expression".
    bool evaluated = false;
    for (int m = std::max(clause.begin, first - 4); m < first; ++m) {
      evaluated = evaluated || r.WordContains(m, {"evaluat", "determin", "assess", "analys", "testing", "confirmation"});
    }
    for (int m = last; m < std::min(clause.end, last + 4); ++m) {
      evaluated = evaluated || r.WordContains(m, {"testing", "detection", "analys"});
    }
    evaluated = evaluated && !result_told;
    if (sample && evaluated && !driver) {
      i = last;
      continue;
    }
    if (sample && !driver && std::all_of(genes.begin(), genes.end(), [](const GeneReading& g) { return g.alteration.empty() && !g.positive && !g.score; })) {
      i = last;
      continue;
    }

    std::vector<Expression> positive, negative;
    // "driver mutation in the EGFR gene" is of that gene; "(e.g. EGFR)" are examples.
    if (driver && !genes.empty()) {
      bool in_gene = false;
      for (int m = first; m < genes.front().first; ++m) in_gene = in_gene || r.WordIs(m, "in") || r.WordIs(m, "of");
      if (in_gene && !HasCue(r, first, genes.front().first, {Cue::kIncluding}) && !HasCue(r, first, genes.front().first, {Cue::kOr})) limited = true;
    }
    if (driver && (genes.empty() || !limited)) {
      MarkerLeaf leaf;
      leaf.genes = {"driver"};
      leaf.except_genes = except_genes;
      leaf.alteration = "any";
      leaf.known_only = known;
      // Listed examples belong to it: "actionable alterations (e.g. EGFR, ALK)".
      for (const GeneReading& g : genes) {
        if (std::find(leaf.genes.begin(), leaf.genes.end(), g.gene) == leaf.genes.end() && g.gene != "PDL1") leaf.genes.push_back(g.gene);
      }
      (driver_denied ? negative : positive).push_back(Expression::OfLeaf(std::move(leaf), r.SpanOf(first, last), "marker.driver"));
      genes.clear();
    }
    // "Negative or unknown" denies what is known.
    if (unknown_status && !genes.empty() && std::all_of(genes.begin(), genes.end(), [](const GeneReading& g) { return g.positive.has_value() && !*g.positive; })) {
      unknown_status = false;
      known = true;
    }
    if (known_or_unknown && !genes.empty()) {
      for (const GeneReading& g : genes) {
        GeneReading untested = g;
        untested.tested = true;
        negative.push_back(MarkerLeafOf(r, untested, false));
      }
      for (GeneReading& g : genes) g.tested = false;
      unknown_status = denied = false;
    }
    if (unknown_status && !genes.empty()) {
      for (GeneReading& g : genes) { g.tested = true; g.positive.reset(); }
      denied = true;   // "unknown ALK status", "not evaluable for PD-L1": not tested
    }
    for (const GeneReading& g : genes) {
      // "PD-L1 negative (TPS < 1 %)": the bound says it already.
      bool says_no = g.positive.has_value() && !*g.positive && !g.score;
      if (!g.positive && lead_positive) says_no = !*lead_positive;
      (says_no ? negative : positive).push_back(MarkerLeafOf(r, g, known));
    }
    auto push = [&](Expression expression, bool negated) {
      Atom atom;
      atom.first = first;
      atom.last = last;
      atom.topic = Topic::kBiomarker;
      atom.negated = negated;
      atom.for_whom = role == MarkerRole::kCondition;
      atom.expression = std::move(expression);
      atoms.push_back(std::move(atom));
    };
    if (!positive.empty()) {
      bool tested = std::all_of(genes.begin(), genes.end(), [](const GeneReading& g) { return g.tested; }) && !genes.empty();
      // "ALK fusion and TP53 mutation" asks for both; two drivers joined by "and" are seldom meant together.
      bool with_other = HasCue(r, first, last, {Cue::kAnd}) && !HasCue(r, first, last, {Cue::kOr}) &&
                        std::any_of(genes.begin(), genes.end(), [&](const GeneReading& g) {
                          const Entry* entry = lexicon.Find(TermKind::kGene, g.gene);
                          return entry != nullptr && entry->Get("driver").empty();
                        });
      if (with_other && mood == Mood::kRequires && !denied && positive.size() > 1) and_same_gene = true;
      if ((and_same_gene || tested) && !denied) push(Expression::All(std::move(positive)), denied);
      else push(Expression::Any(std::move(positive)), denied);
    }
    if (!negative.empty()) push(Expression::Any(std::move(negative)), true);
    i = last;
  }
}

}  // namespace trialmatch::rules
