#!/usr/bin/env python3
"""Prints a seeded sample of studies with their bounds, as text and as read, for a check by hand.

  tests/tools/sample_criteria.py --seed 7 --studies 60

Every criterion that may hold a bound of age, performance, a lab or an organ's function is printed
(a broad net of words: who checks must see also what was missed), with the study's position in the
corpus file. docs/handcheck/bounds.md was made from it. The corpus lies beside the project
(../shared); nothing of it is stored here. Standard library only.
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
        return f"AT LEAST {json.dumps(expression['at_least'])}"
    if expression.get("opaque"):
        return "?"
    if expression.get("always"):
        return "always"
    kind, leaf = next(iter(expression["leaf"].items()))
    if kind != "compare":
        return f"<{kind} {json.dumps(leaf, separators=(',', ':'))}>"
    bounds = leaf.get("bounds", leaf)
    signs = {"at_least": ">=", "more_than": ">", "at_most": "<=", "less_than": "<"}
    parts = [signs[key] + format(value, "g") for key, value in bounds.items() if key in signs]
    times = {"upper_limit_of_normal": "xULN", "lower_limit_of_normal": "xLLN"}.get(leaf.get("times", ""), "")
    return " ".join([leaf["quantity"], *parts, times or leaf.get("unit", "")]).strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--studies", type=int, default=60)
    parser.add_argument("--corpus", default=ROOT.parent / "shared/corpus/lung_studies.jsonl")
    parser.add_argument("--program", default=ROOT / "build/release/trialmatch")
    parser.add_argument("--all", action="store_true", help="print every criterion, not only those that may hold a bound")
    args = parser.parse_args()
    if not pathlib.Path(args.corpus).exists():
        sys.exit(f"no corpus at {args.corpus}")
    audit = subprocess.run([args.program, "audit", "--all", "--format", "json", "--studies", args.corpus],
                           check=True, capture_output=True, text=True, encoding="utf-8")
    lines = audit.stdout.splitlines()
    for position in sorted(random.Random(args.seed).sample(range(len(lines)), args.studies)):
        study = json.loads(lines[position])
        print(f"== {position}")
        for criterion in study["criteria"]:
            if criterion.get("source") != "eligibilityCriteria":
                continue
            text = " ".join(criterion["text"].split())
            if args.all or (DOMAINS.search(text) and BOUND.search(text)):
                print(f"{criterion['id']} [{criterion['understood']}] {text}\n      => {describe(criterion['expression'])}")


if __name__ == "__main__":
    main()
