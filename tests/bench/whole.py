#!/usr/bin/env python3
"""Whole processes, timed from outside. usage: whole.py PROGRAM MAKE_INPUT FOLDER [--patients N] [--studies N] [--threads N] RECORDS...

Makes patients and studies from a seed (tests/support), a registry of the studies, and its index; then
- cold start: `match --top 20` on the registry, a fresh process each time, as text and as JSON;
- batch: all patients, top 10; again, killed in the middle and resumed: the same bytes.
FOLDER keeps the inputs from call to call."""
import argparse
import hashlib
import os
import signal
import statistics
import subprocess
import sys
import time

DAY = "2026-01-15"


def measured(arguments, out=subprocess.DEVNULL):
    """-> wall seconds, processor seconds, MB at the most."""
    begin = time.monotonic()
    process = subprocess.Popen(arguments, stdout=out, stderr=subprocess.PIPE)
    error = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    if status != 0:
        sys.exit(f"{' '.join(arguments)}: status {status}\n{error.decode()}")
    return time.monotonic() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def digest(path):
    hashed = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            hashed.update(block)
    return hashed.hexdigest()


def made(path, arguments):
    if not os.path.exists(path):
        with open(path + ".part", "wb") as file:
            subprocess.run(arguments, stdout=file, check=True)
        os.rename(path + ".part", path)
    return path


def cold_start(program, common, one):
    for form in ("text", "json"):
        runs = [measured([program, "match", "--patient", one, *common, "--top", "20", "--format", form]) for _ in range(11)][1:]
        wall, cpu, most = (statistics.median(values) for values in zip(*runs))
        print(f"match --top 20 --format {form}, cold start, median of 10: {1000 * wall:.0f} ms wall, {1000 * cpu:.0f} ms of processor time, {most:.0f} MB")


def batch(program, common, patients, count, threads, folder):
    whole, cut = os.path.join(folder, "whole.out"), os.path.join(folder, "cut.out")
    arguments = [program, "batch", "--patients", patients, *common, "--top", "10", "--threads", str(threads), "--quiet"]
    with open(whole, "wb") as out:
        wall, cpu, most = measured(arguments, out)
    print(f"batch, {count} patients, {threads} threads: {wall:.1f} s wall, {cpu:.1f} s of processor time, {1000 * cpu / count:.2f} ms a patient, {most:.0f} MB, "
          f"{os.path.getsize(whole) / 1e6:.0f} MB written")
    if os.path.exists(cut):
        os.remove(cut)
    process = subprocess.Popen([*arguments, "--resume", cut], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    half = os.path.getsize(whole) / 2
    while process.poll() is None and (not os.path.exists(cut) or os.path.getsize(cut) < half):
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    left = os.path.getsize(cut)
    measured([*arguments, "--resume", cut])
    same = digest(whole) == digest(cut)
    print(f"killed after {left / 1e6:.0f} MB and resumed: {'the same bytes' if same else 'OTHER BYTES'}")
    if not same:
        sys.exit(1)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("make_input")
    parser.add_argument("folder")
    parser.add_argument("records", nargs="+")
    parser.add_argument("--patients", type=int, default=100000)
    parser.add_argument("--studies", type=int, default=10000)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    os.makedirs(options.folder, exist_ok=True)
    place = lambda name: os.path.join(options.folder, name)
    studies = made(place(f"studies{options.studies}.jsonl"), [options.make_input, "studies", "1", str(options.studies), *options.records])
    patients = made(place(f"patients{options.patients}.jsonl"), [options.make_input, "patients", "1", str(options.patients)])
    one = made(place("patient.json"), [options.make_input, "patients", "2", "1"])
    registry = place(f"registry{options.studies}.db")
    if not os.path.exists(registry):
        measured([options.program, "fetch", "--import", studies, "--db", registry])
    common = ["--db", registry, "--as-of", DAY]
    wall, cpu, most = measured([options.program, "match", "--patient", one, *common, "--top", "20"])
    print(f"first match, with the index when it is not there: {wall:.1f} s wall, {cpu:.1f} s of processor time, {most:.0f} MB", flush=True)
    cold_start(options.program, common, one)
    sys.stdout.flush()
    batch(options.program, common, patients, options.patients, options.threads, options.folder)


main()
