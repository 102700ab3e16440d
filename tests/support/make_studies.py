#!/usr/bin/env python3
"""Writes many studies, a record a line, by repeating given ones under new numbers; the same seed gives the same bytes.

usage: make_studies.py OUT --from STUDIES.jsonl (--bytes N | --count N) [--seed S] [--first 99000001]
"""
import argparse
import random
import re

NUMBER = re.compile(rb'"nctId": ?"NCT\d+"')


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("--from", dest="source", required=True)
    parser.add_argument("--bytes", type=int)
    parser.add_argument("--count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=10_000_000)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with open(options.source, "rb") as file:
        records = [NUMBER.split(line.rstrip(b"\n"), maxsplit=1) for line in file if b'"nctId"' in line]
    written = size = 0
    order = []
    with open(options.out, "wb") as out:
        while (options.bytes and size < options.bytes) or (options.count and written < options.count):
            if not order:
                order = list(range(len(records)))
                chance.shuffle(order)
            before, after = records[order.pop()]
            size += out.write(b'%b"nctId": "NCT%08d"%b\n' % (before, options.first + written, after))
            written += 1
    print(f"{options.out}: {written} studies, {size} bytes")


if __name__ == "__main__":
    main()
