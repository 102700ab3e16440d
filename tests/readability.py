#!/usr/bin/env python3
"""How easy the program's own wording for patients is to read: the Flesch-Kincaid grade of every table of such wording, and of each longer
row. usage: readability.py SOURCE_DIR [--all]; exit status 1 when a table is above grade 8 or a row above grade 11.

Names of drugs, genes, diseases and tests cannot be chosen, and each is explained in glossary.tsv: they count as one word of two syllables.
The grade of very short texts says little, so rows under twelve words are measured with their table only."""
import pathlib
import re
import sys

# Table, column.
WORDING = [("glossary", "text"), ("context", "text"), ("drug_fact", "taken"), ("drug_fact", "effects"), ("reason", "text"),
           ("doctor_question", "text"), ("situation", "title"), ("caution", "text"), ("who", "where"), ("label", "text")]
TABLE_LIMIT, ROW_LIMIT, SHORT = 8.0, 11.0, 12
# Explained by the glossary, or a name.
TERMS = """chemotherapy immunotherapy radiation randomized metastases metastatic adenocarcinoma leptomeningeal pneumonitis creatinine bilirubin albumin
hemoglobin neutrophils platelets phosphatase alkaline oncologist oncology biopsy placebo pemetrexed platinum atezolizumab bevacizumab durvalumab
registry NSCLC ECOG Karnofsky inhibitor inhibitors ALK-positive generation immunity United States England clinical medical""".split()


def rows(path):
    header = None
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if header is None:
            header = cells
        else:
            yield dict(zip(header, cells))


def names(tables):
    words = {term.lower() for term in TERMS}
    for table in ("drug", "gene", "disease"):
        for row in rows(tables / f"{table}.tsv"):
            for name in [row["id"].replace("_", " ")] + row.get("names", "").split("|"):
                words.update(part.lower() for part in re.findall(r"[A-Za-z][A-Za-z0-9-]{5,}", name))
    return words


def syllables(word):
    word = word.lower()
    groups = len(re.findall(r"[aeiouy]+", word))
    if word.endswith("e") and not word.endswith(("le", "ee", "ye")) and groups > 1:
        groups -= 1
    if re.search(r"[^aeioutd]ed$", word) and groups > 1:
        groups -= 1
    return max(1, groups)


def measure(text, terms):
    text = re.sub(r"\{\w+\}", "this", text)
    sentences = max(1, len([part for part in re.split(r"[.!?]+(?:\s|$)", text) if re.search(r"[A-Za-z]", part)]))
    words = re.findall(r"[A-Za-z][A-Za-z'’-]*|\d[\d,.]*", text)
    count = sum(2 if word.lower() in terms else 1 if word[0].isdigit() or word.isupper() else syllables(word) for word in words)
    return sentences, len(words), count


def grade(sentences, words, count):
    return 0.39 * words / sentences + 11.8 * count / words - 15.59


def sentences_of_criteria(root, terms):
    """The plain sentences of criteria, as the goldens hold them."""
    total = [0, 0, 0]
    for path in sorted((root / "tests" / "golden" / "words").glob("*.expected")):
        for line in path.read_text(encoding="utf-8").splitlines():
            told = re.match(r"  (?:full|partial|none): (.*)", line)
            if told:
                total = [a + b for a, b in zip(total, measure(told.group(1), terms))]
    result = grade(*total)
    if "--all" in sys.argv or result > TABLE_LIMIT:
        print(f"plain sentences of criteria: grade {result:.1f} over {total[1]} words")
    return result > TABLE_LIMIT


def main():
    root = pathlib.Path(sys.argv[1])
    tables = root / "rules" / "lexicon"
    terms = names(tables)
    bad = 0
    for table, column in WORDING:
        total = [0, 0, 0]
        for row in rows(tables / f"{table}.tsv"):
            if not row[column]:
                continue
            one = measure(row[column], terms)
            if one[1] == 0:
                continue
            total = [a + b for a, b in zip(total, one)]
            if one[1] >= SHORT and grade(*one) > ROW_LIMIT:
                print(f"{table}.tsv: {row['id']}: grade {grade(*one):.1f}: {row[column]}")
                bad += 1
        result = grade(*total)
        if "--all" in sys.argv or result > TABLE_LIMIT:
            print(f"{table}.tsv {column}: grade {result:.1f} over {total[1]} words")
        bad += result > TABLE_LIMIT
    bad += sentences_of_criteria(root, terms)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
