#!/usr/bin/env python3
"""What can be checked without a compiler. usage: lint.py SOURCE_DIR; prints FILE:LINE: message, exit status 1 when there is any."""
import pathlib
import re
import sys

ROOMS = ("base", "fetch", "rules", "matcher", "app")
SOURCES = (".cc", ".h")
TEXTS = SOURCES + (".tsv", ".py", ".md", ".json", ".jsonl", ".cmake", ".txt", ".in", ".expected")
MAX_LINES = 400
# Invented studies are NCT99 and six digits; a real number stands nowhere in the project.
REAL_NCT = re.compile(r"NCT(?!99)\d{8}")
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")


def files(root):
    for path in sorted(root.rglob("*")):
        top = path.relative_to(root).parts[0]
        if top in ("build", ".git") or not path.is_file():
            continue
        yield path, path.relative_to(root).as_posix()


def check_text(name, lines):
    for number, line in enumerate(lines, 1):
        if REAL_NCT.search(line):
            yield number, "a real NCT number; invented studies are NCT99......"
        if name.endswith(SOURCES):
            if line != line.rstrip():
                yield number, "white space at the end of the line"
            if "\t" in line:
                yield number, "a tab"
            if UNFINISHED.search(line):
                yield number, "unfinished work"


def check_header(name, lines):
    guard = "TRIALMATCH_" + re.sub(r"[^A-Za-z0-9]", "_", name).upper() + "_"
    if f"#ifndef {guard}" not in lines or f"#define {guard}" not in lines:
        yield 1, f"header guard {guard} expected"


def check_table(lines):
    header = None
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if header is None:
            header = fields
            if header[0] != "id" or header[-1] != "source":
                yield number, "the first column must be id and the last source"
            continue
        if len(fields) != len(header):
            yield number, f"{len(fields)} fields, expected {len(header)} ({', '.join(header)})"
        elif not fields[0] or not fields[-1]:
            yield number, "empty id or source"
    if header is None:
        yield 1, "an empty table"


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    found = []
    for path, name in files(root):
        if not name.endswith(TEXTS):
            continue
        try:
            lines = path.read_bytes().decode("utf-8").split("\n")
        except UnicodeDecodeError:
            if not name.startswith("tests/"):
                found.append(f"{name}:1: not UTF-8")
            continue
        found += [f"{name}:{n}: {m}" for n, m in check_text(name, lines)]
        if name.startswith(ROOMS) and name.endswith(SOURCES) and len(lines) > MAX_LINES + 1:
            found.append(f"{name}:{len(lines)}: more than {MAX_LINES} lines: one concept a file")
        if name.endswith(".h"):
            found += [f"{name}:{n}: {m}" for n, m in check_header(name, lines)]
        if name.endswith(".tsv"):
            found += [f"{name}:{n}: {m}" for n, m in check_table(lines)]
    print("\n".join(found) if found else "lint: clean")
    return 1 if found else 0


sys.exit(main())
