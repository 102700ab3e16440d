#!/usr/bin/env python3
"""Prints a seeded sample of readings, as text and as read, for a check by hand.

  tests/tools/sample_criteria.py markers --seed 7 --count 150   # criteria with a marker in their reading
  tests/tools/sample_criteria.py full --seed 7 --count 100      # criteria read as `full`, logistics aside
  tests/tools/sample_criteria.py bounds --seed 7 --count 60     # studies, with what may hold a bound

Of `bounds` every criterion that may hold a bound of age, performance, a lab or an organ's function is
printed (a broad net of words: who checks must see also what was missed). The hand checks in
docs/handcheck were made from it. The corpus lies beside the project (../shared); nothing of it is
stored here. Standard library only.
"""
import argparse
import json
import pathlib
import random
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOMAINS = re.compile(
    r"\bage[ds]?\b|\byears?\b|\byrs?\b|\bECOG\b|Karnofsky|\bKPS\b|Lansky|Zubrod|performance s|\bPS\b|"
    r"h(a)?emoglobin|\bHgb?\b|\bHb\b|neutrophil|\bANC\b|granulocyte|\bAGC\b|platelet|\bPLT\b|\bWBC\b|leu[ck]ocyte|"
    r"lymphocyte|white blood|creatinine|clearance|\bGFR\b|\beGFR\b|CrCl|\bBUN\b|bilirubin|\bAST\b|\bALT\b|\bA[SL]AT\b|SGOT|SGPT|transaminase|"
    r"aminotransferase|phosphatase|\bALP\b|albumin|\bINR\b|\bPTT?\b|\baPTT\b|thromboplastin|prothrombin|QT|LVEF|ejection|"
    r"blood pressure|systolic|diastolic|mm ?Hg|heart rate|\bbpm\b|proteinuria|urine protein|dipstick|SpO2|saturation|"
    r"\bPa?O2\b|FEV|DLCO|\bFVC\b|calcium|potassium|magnesium|sodium|glucose|HbA1c|cholesterol|triglycerid|"
    r"amylase|lipase|\bLDH\b|\bTSH\b|\bPSA\b|troponin|\bCK\b|CD4|viral load|\bDNA\b|\bRNA\b|weight|weigh|\bBMI\b|body mass|"
    r"\bULN\b|\bUNL\b|\bLLN\b|limits? of normal|normal limits", re.I)
BOUND = re.compile(r"\d|normal|\bULN\b|\bLLN\b|\b(zero|one|two|three|four|five)\b", re.I)


def words(leaf):
    """The keys of a leaf without punctuation that a reader does not need."""
    return " ".join(f"{key}={json.dumps(value, separators=(',', ':'), ensure_ascii=False)}" for key, value in leaf.items()).replace('"', "")


def describe(expression):
    """The expression as one line: what the leaves say, without spans."""
    for key in ("all", "any"):
        if key in expression:
            joined = f" {'AND' if key == 'all' else 'OR'} ".join(describe(e) for e in expression[key])
            return f"({joined})"
    if "not" in expression:
        return f"NOT {describe(expression['not'])}"
    if "when" in expression:
        return f"IF {describe(expression['when']['if'])} THEN {describe(expression['when']['then'])}"
    if "at_least" in expression:
        of = "; ".join(describe(e) for e in expression["at_least"]["of"])
        return f"AT LEAST {expression['at_least']['count']} OF ({of})"
    if expression.get("opaque"):
        return "?"
    if expression.get("always"):
        return "always"
    kind, leaf = next(iter(expression["leaf"].items()))
    if kind != "compare":
        return f"<{kind} {words(leaf)}>"
    bounds = leaf.get("bounds", leaf)
    signs = {"at_least": ">=", "more_than": ">", "at_most": "<=", "less_than": "<"}
    parts = [signs[key] + format(value, "g") for key, value in bounds.items() if key in signs]
    times = {"upper_limit_of_normal": "xULN", "lower_limit_of_normal": "xLLN"}.get(leaf.get("times", ""), "")
    return " ".join([leaf["quantity"], *parts, times or leaf.get("unit", ""), leaf.get("sex", "")]).strip()


def holds_marker(expression):
    if "marker" in expression.get("leaf", {}):
        return True
    children = expression.get("all", []) + expression.get("any", [])
    children += [expression["not"]] if "not" in expression else []
    children += list(expression.get("when", {}).values()) + expression.get("at_least", {}).get("of", [])
    return any(holds_marker(child) for child in children)


def show(position, study, criterion):
    scope = "".join(f" {{{s['kind']} {s['name']}}}" for s in criterion.get("scope", []))
    print(f"{position} {study['nct_id']} {criterion['id']} [{criterion['understood']} {criterion['mood']} {criterion['topic']}]{scope}")
    print(f"      {' '.join(criterion['text'].split())}\n      => {describe(criterion['expression'])}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", choices=["markers", "full", "bounds"])
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--corpus", default=ROOT.parent / "shared/corpus/lung_studies.jsonl")
    parser.add_argument("--program", default=ROOT / "build/release/trialmatch")
    parser.add_argument("--all", action="store_true", help="bounds: print every criterion, not only those that may hold a bound")
    args = parser.parse_args()
    if not pathlib.Path(args.corpus).exists():
        sys.exit(f"no corpus at {args.corpus}")
    audit = subprocess.run([args.program, "audit", "--all", "--format", "json", "--studies", args.corpus],
                           check=True, capture_output=True, text=True, encoding="utf-8")
    studies = [json.loads(line) for line in audit.stdout.splitlines()]
    draw = random.Random(args.seed)
    if args.what == "bounds":
        for position in sorted(draw.sample(range(len(studies)), args.count)):
            print(f"== {position} {studies[position]['nct_id']}")
            for criterion in studies[position]["criteria"]:
                text = " ".join(criterion["text"].split())
                if criterion.get("source") == "eligibilityCriteria" and (args.all or (DOMAINS.search(text) and BOUND.search(text))):
                    print(f"{criterion['id']} [{criterion['understood']}] {text}\n      => {describe(criterion['expression'])}")
        return
    rows = [(position, study, criterion) for position, study in enumerate(studies) for criterion in study["criteria"]
            if criterion.get("source") == "eligibilityCriteria" and
            (holds_marker(criterion["expression"]) if args.what == "markers"
             else criterion["understood"] == "full" and criterion["topic"] != "logistics")]
    print(f"{len(rows)} criteria of {len({row[0] for row in rows})} studies")
    for row in sorted(draw.sample(rows, args.count), key=lambda row: row[0]):
        show(*row)


if __name__ == "__main__":
    main()
