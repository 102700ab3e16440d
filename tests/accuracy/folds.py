#!/usr/bin/env python3
"""Rotating five-fold report of the labelled set, and what each signal of the ranking is worth.

usage: folds.py GOLD.jsonl REPORTS.ndjson SIGNALS.tsv [--folds N] [--markdown]

The trials are dealt into N folds by a hash of their numbers. For each fold: the figures of its trials, of the other trials, and
nDCG@10 with the weights that a search finds on the other trials alone. REPORTS is what `trialmatch batch --any-status` prints;
scores are made again from its signals and SIGNALS.tsv (rules/lexicon/signal.tsv), and checked against the ranks it tells.
"""
import argparse
import collections
import hashlib
import json
import math
import sys

ORDER = {"likely": 0, "possible": 1, "later": 2, "excluded": 3}
STEPS = (0, 0.25, 0.5, 0.75, 1.5, 2, 4)


def weights_of(path):
    weights = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            if len(cells) > 1 and not line.startswith("#") and cells[0] != "id":
                weights[cells[0]] = float(cells[1])
    return weights


def read_pairs(gold_path, report_path):
    """One row a pair: patient, trial, grade, labels that count as right, and what the report says."""
    said = {}
    with open(report_path, encoding="utf-8") as lines:
        for line in lines:
            report = json.loads(line)
            for trial in report.get("trials", []):
                said[report["patient_id"], trial["nct_id"]] = trial
    rows = []
    with open(gold_path, encoding="utf-8") as lines:
        for line in lines:
            gold = json.loads(line)
            trial = said.get((gold["patient"], gold["nct"]))
            if trial is None:
                sys.exit(f"folds.py: the report says nothing of {gold['patient']} and {gold['nct']}")
            rows.append({"patient": gold["patient"], "nct": gold["nct"], "grade": gold["grade"], "certain": gold["certain"],
                         "label": gold["label"], "accept": set(gold.get("accept", [gold["label"]])), "verdict": trial["verdict"],
                         "signals": trial["signals"], "rank": trial["rank"], "score": trial["score"]})
    return rows


def fold_of(nct, folds):
    return int(hashlib.sha256(nct.encode()).hexdigest(), 16) % folds


def score(row, weights):
    applying = [(weights.get(name, 0), value) for name, value in row["signals"].items()]
    total = sum(weight for weight, _ in applying)
    return round(sum(weight * value for weight, value in applying) / total, 4) if total > 0 and row["score"] > 0 else 0


def gain(grades):
    return sum((2 ** grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades[:10]))


def ndcg(rows, weights):
    by_patient = collections.defaultdict(list)
    for row in rows:
        by_patient[row["patient"]].append((ORDER[row["verdict"]], -score(row, weights), row["nct"], row["grade"]))
    values = []
    for listed in by_patient.values():
        ideal = gain(sorted((row[3] for row in listed), reverse=True))
        if ideal > 0:
            values.append(gain([row[3] for row in sorted(listed)]) / ideal)
    return sum(values) / len(values) if values else float("nan")


def share(part, whole):
    return 100 * part / whole if whole else float("nan")


def figures(rows):
    shut = [row for row in rows if row["label"] == "excluded" and len(row["accept"]) == 1]
    open_ = [row for row in rows if "excluded" not in row["accept"]]
    missed = sum(row["verdict"] in ("likely", "possible") for row in shut)
    wrong = sum(row["verdict"] == "excluded" for row in open_)
    likely = [row for row in rows if row["verdict"] == "likely"]
    sure = [row for row in rows if row["certain"] and row["label"] == "possible"]
    return {
        "pairs": len(rows),
        "balanced": (share(len(shut) - missed, len(shut)) + share(len(open_) - wrong, len(open_))) / 2,
        "false exclusions": share(wrong, len(open_)),
        "missed exclusions": share(missed, len(shut)),
        "likely precision": share(sum("possible" in row["accept"] for row in likely), len(likely)),
        "likely recall": share(sum(row["verdict"] == "likely" for row in sure), len(sure)),
    }


def search(rows, start):
    """Coordinate ascent over multiples of each weight; a change must gain something to stay."""
    weights, best = dict(start), ndcg(rows, start)
    while True:
        before = best
        for name in sorted(weights):
            for step in STEPS:
                tried = dict(weights, **{name: weights[name] * step})
                value = ndcg(rows, tried)
                if value > best + 1e-4:
                    best, weights = value, tried
        if best <= before + 1e-4:
            return weights


def check_scores(rows, weights):
    wrong = [row for row in rows if abs(score(row, weights) - row["score"]) > 0.003]   # signals are told with two digits
    if wrong:
        sys.exit(f"folds.py: {len(wrong)} scores of the report are not those of SIGNALS.tsv, the first for {wrong[0]['patient']} and {wrong[0]['nct']}")


def table(head, rows, markdown):
    cells = [head] + [[value if isinstance(value, str) else f"{value:.0f}" if isinstance(value, int) else f"{value:.2f}" for value in row] for row in rows]
    if markdown:
        print("| " + " | ".join(cells[0]) + " |\n|" + "---|" * len(head))
        for row in cells[1:]:
            print("| " + " | ".join(row) + " |")
    else:
        widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
        for row in cells:
            print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
    print()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold")
    parser.add_argument("reports")
    parser.add_argument("signals")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    if options.folds < 2:
        parser.error("--folds: at least 2")
    rows, weights = read_pairs(options.gold, options.reports), weights_of(options.signals)
    check_scores(rows, weights)

    lines = []
    for fold in range(options.folds):
        inside = [row for row in rows if fold_of(row["nct"], options.folds) == fold]
        outside = [row for row in rows if fold_of(row["nct"], options.folds) != fold]
        if not inside or not outside:
            sys.exit(f"folds.py: fold {fold + 1} of {options.folds} is empty or holds every trial")
        found = search(outside, weights)
        told, others = figures(inside), figures(outside)
        lines.append([f"{fold + 1}", len({row["nct"] for row in inside}), told["balanced"], others["balanced"], told["false exclusions"], told["missed exclusions"],
                      ndcg(inside, weights), ndcg(outside, weights), ndcg(inside, found), ndcg(outside, found)])
    means = [sum(line[i] for line in lines) / len(lines) for i in range(2, len(lines[0]))]
    lines.append(["mean", len({row["nct"] for row in rows})] + means)
    table(["fold", "trials", "balanced %, fold", "others", "false exclusions %", "missed exclusions %", "nDCG, fold", "others", "nDCG, weights found on the others: fold", "others"],
          lines, options.markdown)

    whole = ndcg(rows, weights)
    lines = [["all", whole, 0.0]]
    for name in weights:
        if any(name in row["signals"] for row in rows):
            without = ndcg(rows, dict(weights, **{name: 0}))
            lines.append([f"without {name}", without, without - whole])
    table(["signals", "nDCG@10", "difference"], [[a, f"{b:.4f}", f"{c:+.4f}"] for a, b, c in lines], options.markdown)


if __name__ == "__main__":
    main()
