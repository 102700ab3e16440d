"""How hard our own wording is to read: the Flesch-Kincaid grade of what the questionnaire says, at most 8.
usage: readability_of_questions.py SOURCE_DIR [--list]: prints the grade of each kind of text; exit status 1 when one is too hard."""
import pathlib
import re
import sys

MOST = 8.0          # of each kind of text as a whole
MOST_ONE = 12.0     # of one question with its reason and its place; short texts swing
COLUMNS = {"questions.tsv": ("ask", "why", "where"), "answers.tsv": ("words",)}
# Words that a person looks for in a letter as they are written there: they are names, one syllable each.
NAMES = re.compile(r"\b(ALK|EGFR|KRAS|PD-L1|TPS|ECOG|PS|KPS|INR|PT|aPTT|QTc|ECG|LVEF|FEV1|DLCO|ALT|AST|CD4|R0|R1|R2|HIV|MET|HER2|ROS1|RET|BRAF|NTRK|TP53"
                   r"|Karnofsky|leptomeningeal|dexamethasone|prednisone|alectinib|lorlatinib|crizotinib|adenocarcinoma|mesothelioma|creatinine|bilirubin"
                   r"|neutrophils|hemoglobin|platelets|amlodipine|omeprazole|penicillin|oncologist|chemotherapy|immunotherapy)\b")


def syllables(word):
    word = re.sub(r"[^a-z]", "", word.lower())
    if not word:
        return 1
    count = len(re.findall(r"[aeiouy]+", word))
    if re.search(r"[^aeiouyl]e$|[^td]ed$|[^aeiouycsxz]es$|[^s]ses$", word) and count > 1 and not word.endswith("ses"):
        count -= 1
    return max(1, count)


def grade(text, names=False):
    """Flesch-Kincaid: 0.39 words a sentence + 11.8 syllables a word - 15.59. `names`: medical names count with all their syllables."""
    text = text if names else NAMES.sub("name", text)
    sentences = [s for s in re.split(r"[.?!:]\s|\n|[.?!]$", text) if re.search(r"[A-Za-z]", s)]
    words = re.findall(r"[A-Za-z][A-Za-z'-]*", text)
    if not sentences or not words:
        return 0.0
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def table(path):
    lines = [line for line in path.read_text().splitlines() if line and not line.startswith("#")]
    header = lines[0].split("\t")
    return [dict(zip(header, line.split("\t"))) for line in lines[1:]]


def dialogue(path):
    """What a source file says to a person: its literals of several words."""
    literals = re.findall(r'"((?:[^"\\\n]|\\.)*)"', re.sub(r"#include.*|//.*", "", path.read_text()))
    return [re.sub(r"\\.", " ", text) for text in literals if len(text.split()) > 3]


def conversation(path):
    """What the program says in a recorded conversation, as whole sentences: a paragraph each, without what was typed and without the list of trials."""
    said = path.read_text().split("\nTrials for")[0]
    said = re.sub(r"(?m)^>.*$", "", said)
    said = re.sub(r"(?m)^ {2,4}(\d+  )?(.*?)[.]?$", r"\2.", said)   # each choice a sentence
    return [" ".join(part.split()) for part in said.split("\n\n") if part.strip()]


def main():
    root = pathlib.Path(sys.argv[1])
    texts = {}
    for name, columns in COLUMNS.items():
        texts[name] = [" ".join(row[c] if row[c].endswith((".", "?")) else row[c] + "." for c in columns) for row in table(root / "rules/lexicon" / name)]
    for name in ("app/cli/ask_dialogue.cc", "app/cli/ask_command.cc", "matcher/ask/closing.cc", "matcher/ask/reply.cc", "matcher/ask/reply_list.cc",
                 "matcher/ask/reply_treatment.cc", "matcher/ask/reply_checks.cc", "matcher/ask/what_if_text.cc", "matcher/ask/if_next.cc"):
        texts[name] = dialogue(root / name)
    for name in ("demo.txt", "unknown.txt"):
        texts["examples/ask/" + name] = conversation(root / "examples/ask" / name)
    failed = False
    for name, all_of_it in texts.items():
        whole, with_names = grade("\n".join(all_of_it)), grade("\n".join(all_of_it), names=True)
        hardest = sorted(all_of_it, key=grade)[-3:]
        print(f"{whole:5.1f} {with_names:5.1f} with names  {name}: {len(all_of_it)} texts")
        if "--list" in sys.argv:
            for text in hardest:
                print(f"       {grade(text):5.1f}  {text[:160]}")
        if with_names > MOST:
            failed = True
            print(f"       harder than grade {MOST}", file=sys.stderr)
        if name == "questions.tsv":
            for text in all_of_it:
                if grade(text) > MOST_ONE:
                    failed = True
                    print(f"       grade {grade(text):.1f}: {text}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
