"""The registry on this disk: what comes in by import stays whole, whatever happens to the process, the disk or the file."""
import gzip
import io
import json
import os
import pathlib
import random
import resource
import shutil
import subprocess
import unittest
import zipfile

from support import AS_OF, BAD_INPUT, DONE, PROGRAM, SOME_REFUSED, WRONG_USAGE, ProgramTest, patient, run, study


def dated(nct_id, updated="2026-01-01", title="An invented study", **status):
    record = study(nct_id)
    record["protocolSection"]["identificationModule"]["briefTitle"] = title
    record["protocolSection"]["statusModule"] |= {"lastUpdatePostDateStruct": {"date": updated}, **status}
    return record


def many(count, seed=1):
    """Records of about 5 KB that do not shrink to nothing."""
    chance = random.Random(seed)
    words = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(2, 12))) for _ in range(2000)]
    return [dated(f"NCT99{i:06d}", title=" ".join(chance.choices(words, k=700))) for i in range(count)]


def compact(records):
    return [json.dumps(r, separators=(",", ":")).encode() for r in records]


class Unseekable(io.RawIOBase):
    """Makes zipfile write sizes behind the entries, as programs do that send a zip while they make it."""

    def __init__(self, file):
        self.file = file

    def writable(self):
        return True

    def write(self, data):
        return self.file.write(data)


class RegistryTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.db = self.folder / "place" / "registry.db"

    def fetch(self, source, status=DONE, **more):
        return self.check(status, "fetch", "--import", source, "--db", self.db, **more)

    def export(self, db=None):
        out, _ = self.check(DONE, "registry", "export", "--db", db or self.db)
        return out.splitlines()


class Import(RegistryTest):
    def test_every_kind_of_input_brings_the_same(self):
        records = many(300)
        lines = b"".join(json.dumps(r).encode() + b"\n" for r in records)
        folder = self.folder / "in"
        (folder / "sub").mkdir(parents=True)
        for i, record in enumerate(records):
            (folder / ("sub" if i % 2 else ".") / f"{i:03}.json").write_text(json.dumps(record, indent=1))
        with zipfile.ZipFile(self.folder / "bulk.zip", "w", zipfile.ZIP_DEFLATED) as bulk:
            for i, record in enumerate(records):
                bulk.writestr(f"ctg/{i:03}.json", json.dumps(record, indent=2))
        with open(self.folder / "piped.zip", "wb") as file, zipfile.ZipFile(Unseekable(file), "w", zipfile.ZIP_DEFLATED) as bulk:
            for i, record in enumerate(records):
                bulk.writestr(f"{i:03}.json", json.dumps(record))
        inputs = [
            self.folder / "piped.zip", self.write("a.jsonl", lines), folder, self.folder / "bulk.zip",
            self.write("a.jsonl.gz", gzip.compress(lines[: len(lines) // 2]) + gzip.compress(lines[len(lines) // 2:])),
            self.write("answer.json", {"studies": records, "nextPageToken": "x"}),
            self.write("list.json", json.dumps(records)),
        ]
        if shutil.which("zstd"):
            inputs.append(self.folder / "a.jsonl.zst")
            subprocess.run(["zstd", "-q", "-o", inputs[-1], self.folder / "a.jsonl"], check=True)
        for source in inputs:
            with self.subTest(source.name):
                self.db = self.folder / "dbs" / source.name / "registry.db"
                out, _ = self.fetch(source)
                self.assertEqual(out, b"300 new, 0 changed, 0 unchanged, 0 refused\n")
                self.assertEqual(self.export(), compact(records))
                out, _ = self.fetch(self.folder / "a.jsonl")
                self.assertEqual(out, b"0 new, 0 changed, 300 unchanged, 0 refused\n")

    def test_refused_records_are_named_and_the_rest_comes(self):
        path = self.write("a.jsonl", json.dumps(dated("NCT99000001")) + "\n{broken\n" + json.dumps(dated("NCT1")) + "\n")
        out, err = self.fetch(path, SOME_REFUSED)
        self.assertEqual(out, b"1 new, 0 changed, 0 unchanged, 2 refused\n")
        self.assertIn("a.jsonl:2", err)
        self.assertIn("a.jsonl:3", err)

    def test_bombs_tricks_and_torn_files_change_nothing(self):
        self.fetch(self.write("a.jsonl", [dated("NCT99000001")]))
        with zipfile.ZipFile(self.folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as bulk:
            bulk.writestr("bomb.json", b"[" + b" " * (100 << 20))
        lines = b"".join(json.dumps(r).encode() + b"\n" for r in many(200))
        with zipfile.ZipFile(self.folder / "whole.zip", "w", zipfile.ZIP_DEFLATED) as bulk:
            bulk.writestr("a.jsonl", lines)
        whole = (self.folder / "whole.zip").read_bytes()
        cases = [
            (self.folder / "bomb.zip", "expands to more than"),
            (self.write("bomb.jsonl.gz", gzip.compress(b" " * (100 << 20))), "expands to more than"),
            (self.write("torn.zip", whole[: len(whole) // 2]), "torn or damaged"),
            (self.write("torn.jsonl.gz", gzip.compress(lines)[:-2000]), "torn or damaged"),
            (self.write("flipped.zip", whole[:50000] + bytes([whole[50000] ^ 255]) + whole[50001:]), "torn or damaged"),
            (self.write("page.json", "<html><body>Service unavailable</body></html>"), "no study record"),
            (self.folder / "absent.zip", "no such file"),
        ]
        for path, words in cases:
            with self.subTest(path.name):
                _, err = self.fetch(path, BAD_INPUT)
                self.assertIn(words, err)
                self.assertIn(path.name, err)
                self.assertEqual(len(self.export()), 1)

    def test_entries_that_lead_out_are_refused(self):
        with zipfile.ZipFile(self.folder / "tricks.zip", "w") as bulk:
            for i, name in enumerate(["../../out.json", "/etc/out.json", "a/../../out.json", "fine/a.json"]):
                bulk.writestr(name, json.dumps(dated(f"NCT9900000{i}")))
        _, err = self.fetch(self.folder / "tricks.zip", SOME_REFUSED)
        self.assertEqual(err.count("leads out"), 3)
        self.assertEqual([json.loads(line)["protocolSection"]["identificationModule"]["nctId"] for line in self.export()], ["NCT99000003"])
        self.assertEqual(list(self.folder.parent.glob("out.json")), [])

    def test_kill_at_random_moments_and_go_on(self):
        records = many(2000)
        source = self.write("a.jsonl", records)
        chance = random.Random(7)
        killed = finished = 0
        seconds = 0.5
        while killed < 20:
            db = self.folder / f"{finished}" / "registry.db"
            command = [PROGRAM, "fetch", "--import", source, "--db", db, "--quiet"]
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            try:
                _, err = process.communicate(timeout=chance.uniform(0, seconds))
                self.assertEqual(process.returncode, DONE, err)
                finished += 1
                seconds = max(0.05, seconds * 0.8)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                killed += 1
                if killed % 5 == 0 and db.exists():
                    # What is unfinished is not seen: nothing, or all.
                    code, out, err = run("registry", "export", "--db", db)
                    self.assertIn(len(out.splitlines()), (0, len(records)), err)
                if killed % 10 == 0:
                    finished += 1   # and one is left lying
        for number in range(finished):
            db = self.folder / f"{number}" / "registry.db"
            self.check(DONE, "fetch", "--import", source, "--db", db)
            self.assertEqual(self.export(db), compact(records))
            out, _ = self.check(DONE, "registry", "verify", "--db", db)
            self.assertIn(b"all is well: 2000 records", out)


class Places(RegistryTest):
    def test_full_disk(self):
        self.fetch(self.write("small.jsonl", [dated("NCT99000001")]))
        source = self.write("large.jsonl", many(2000))

        def limit():
            resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))

        done = subprocess.run([PROGRAM, "fetch", "--import", source, "--db", self.db], capture_output=True, preexec_fn=limit)
        self.assertEqual(done.returncode, BAD_INPUT, done.stderr)
        self.assertRegex(done.stderr.decode(), "disk is full|no more can be written")
        self.assertEqual(len(self.export()), 1)
        self.fetch(source)
        self.assertEqual(len(self.export()), 2000)

    def test_full_file_system(self):
        place = self.folder / "tiny"
        place.mkdir()
        if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", place], capture_output=True).returncode != 0:
            self.skipTest("needs the right to mount")
        try:
            self.db = place / "registry.db"
            self.fetch(self.write("small.jsonl", [dated("NCT99000001")]))
            _, err = self.fetch(self.write("large.jsonl", many(2000)), BAD_INPUT)
            self.assertRegex(err, "disk is full|no more can be written")
            self.assertEqual(len(self.export()), 1)
        finally:
            subprocess.run(["umount", place], check=True)

    def test_read_only_place(self):
        self.fetch(self.write("a.jsonl", [dated("NCT99000001")]))
        place = self.db.parent
        for name in ("registry.db-wal", "registry.db-shm"):
            (place / name).unlink(missing_ok=True)
        as_nobody = {"user": 65534, "group": 65534} if os.geteuid() == 0 else {}
        self.folder.chmod(0o755)
        program = self.folder / "trialmatch"
        shutil.copy(PROGRAM, program)
        place.chmod(0o555)
        self.db.chmod(0o444)
        try:
            done = subprocess.run([program, "registry", "export", "--db", self.db], capture_output=True, **as_nobody)
            self.assertEqual((done.returncode, len(done.stdout.splitlines())), (DONE, 1), done.stderr)
            done = subprocess.run([program, "fetch", "--import", self.folder / "a.jsonl", "--db", self.db], capture_output=True, **as_nobody)
            self.assertEqual(done.returncode, BAD_INPUT)
            self.assertIn(b"cannot be", done.stderr)
            self.assertIn(str(self.db).encode(), done.stderr)
        finally:
            place.chmod(0o755)

    def test_two_processes(self):
        source = self.write("a.jsonl", many(4000))
        first = subprocess.Popen([PROGRAM, "fetch", "--import", source, "--db", self.db], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        lock = pathlib.Path(f"{self.db}.lock")
        while first.poll() is None and not (lock.exists() and lock.read_text()):
            pass
        code, _, err = run("fetch", "--import", source, "--db", self.db)
        out, _ = first.communicate()
        self.assertEqual(first.returncode, DONE)
        if code == DONE:
            self.skipTest("the first was done before the second began")
        self.assertEqual(code, BAD_INPUT)
        self.assertIn(f"process {first.pid}", err)
        self.assertEqual(len(self.export()), 4000)

    def test_damage_is_named_with_the_way_out(self):
        self.fetch(self.write("a.jsonl", many(500)))
        content = self.db.read_bytes()
        self.db.write_bytes(content[: len(content) // 2] + bytes(64 << 10) + content[len(content) // 2 + (64 << 10):])
        code, _, err = run("registry", "verify", "--db", self.db)
        self.assertEqual(code, BAD_INPUT)
        self.assertIn("The way out", err)
        for content in (b"this is no database, but it is long enough to be looked at as one" * 10, content[:5000]):
            self.db.write_bytes(content)
            for command in (["registry", "status"], ["registry", "export"], ["fetch", "--import", self.folder / "a.jsonl"]):
                code, _, err = run(*command, "--db", self.db)
                self.assertEqual(code, BAD_INPUT, err)
                self.assertIn("damaged", err)
                self.assertIn("The way out", err)


class Commands(RegistryTest):
    def test_status_show_history(self):
        self.fetch(self.write("a.jsonl", [dated("NCT99000001"), dated("NCT99000002")]))
        changed = dated("NCT99000001", "2026-01-09", overallStatus="COMPLETED")
        self.fetch(self.write("b.jsonl", [changed, dated("NCT99000002", "2025-01-01", title="Old")]))
        out, _ = self.check(DONE, "registry", "status", "--db", self.db)
        for words in (b"2026-01-09", b"1 COMPLETED", b"1 RECRUITING", b"1 older than what was here", b"0 new, 1 changed"):
            self.assertIn(words, out)
        out, _ = self.check(DONE, "registry", "show", "nct99000001", "--db", self.db)
        self.assertEqual(json.loads(out), changed)
        out, _ = self.check(DONE, "registry", "history", "NCT99000001", "--db", self.db)
        text = out.decode()
        for words in ("first seen", "protocolSection.statusModule.overallStatus", '- "RECRUITING"', '+ "COMPLETED"'):
            self.assertIn(words, text)
        self.check(BAD_INPUT, "registry", "show", "NCT99000009", "--db", self.db)
        self.check(WRONG_USAGE, "registry", "show", "9", "--db", self.db)
        _, err = self.check(BAD_INPUT, "registry", "status", "--db", self.folder / "absent.db")
        self.assertIn("there is no registry yet", err)

    def test_match_batch_explain_audit_take_the_registry(self):
        near = {"facility": "Near", "status": "RECRUITING", "city": "Boston", "country": "United States", "geoPoint": {"lat": 42.36, "lon": -71.06}}
        far = {**near, "facility": "Far", "city": "Los Angeles", "geoPoint": {"lat": 34.05, "lon": -118.24}}
        closed = {**near, "facility": "Shut", "status": "COMPLETED"}
        records = [dated("NCT99000001"), dated("NCT99000002"), dated("NCT99000003", overallStatus="UNKNOWN", lastKnownStatus="RECRUITING"),
                   dated("NCT99000004", statusVerifiedDate="2023-05", completionDateStruct={"date": "2025-06"})]
        records[3]["protocolSection"]["designModule"]["studyType"] = "EXPANDED_ACCESS"
        for record, sites in zip(records, ([near, far], [closed, far], [near], [near])):
            record["protocolSection"]["contactsLocationsModule"] = {"locations": sites, "centralContacts": [{"name": "Central", "phone": "555"}]}
        home = self.folder / "home"
        self.db = home / "trialmatch" / "registry.db"
        self.fetch(self.write("a.jsonl", records))
        profile = self.write("p.json", patient(location={"country": "US", "postal_code": "02115"}))
        env = {"XDG_DATA_HOME": str(home)}
        for where in (["--db", self.db], []):
            out, err = self.check(DONE, "match", "--patient", profile, "--as-of", AS_OF, "--format", "json", *where, env=env)
            self.assertNotIn("EXAMPLE", err)
            report = json.loads(out)
            self.assertEqual(report["registry"]["data_timestamp"], "2026-01-01")
            self.assertEqual(len(report["registry"]["sha256"]), 64)
            trials = {t["nct_id"]: t for t in report["trials"]}
            self.assertEqual(len(trials), 4)
            site = trials["NCT99000001"]["nearest_site"]
            self.assertEqual((site["facility"], site["open"], site["contact"]["name"]), ("Near", True, "Central"))
            self.assertLess(site["km"], 10)
            self.assertEqual(trials["NCT99000002"]["nearest_site"]["facility"], "Far")
            self.assertFalse(trials["NCT99000003"]["nearest_site"]["open"])
            self.assertEqual([c["id"] for c in trials["NCT99000003"]["cautions"]], ["status_unknown"])
            self.assertEqual({c["id"] for c in trials["NCT99000004"]["cautions"]}, {"expanded_access", "record_old", "record_past_end"})
        out, _ = self.check(DONE, "match", "--patient", profile, "--as-of", AS_OF, "--within", "100", "--format", "json", env=env)
        self.assertEqual({t["nct_id"] for t in json.loads(out)["trials"]}, {"NCT99000001", "NCT99000003", "NCT99000004"})
        text, _ = self.check(DONE, "match", "--patient", profile, "--as-of", AS_OF, env=env)
        self.assertIn(b"as of 2026-01-01", text)
        self.assertIn(b"Nearest open site: Near", text)
        lines = self.write("p.jsonl", [patient(location={"country": "US", "postal_code": "02115"})])
        out, _ = self.check(DONE, "batch", "--patients", lines, "--as-of", AS_OF, "--within", "100", env=env)
        self.assertEqual(len(json.loads(out)["trials"]), 3)
        self.check(DONE, "explain", "--patient", profile, "--as-of", AS_OF, "NCT99000002", env=env)
        out, _ = self.check(DONE, "audit", "--all", "--format", "json", env=env)
        self.assertEqual(len(out.splitlines()), 4)

    def test_place_is_rough_or_missing(self):
        self.fetch(self.write("a.jsonl", [dated("NCT99000001")]))
        profile = self.write("p.json", patient(location={"country": "US", "city": "Springfield"}))
        _, err = self.check(DONE, "match", "--patient", profile, "--db", self.db, "--as-of", AS_OF)
        self.assertIn("the largest of", err)
        profile = self.write("p.json", patient())
        _, err = self.check(DONE, "match", "--patient", profile, "--db", self.db, "--as-of", AS_OF, "--within", "50")
        self.assertIn("--within has no effect", err)

    def test_without_a_registry(self):
        profile = self.write("p.json", patient())
        _, err = self.check(DONE, "match", "--patient", profile, "--as-of", AS_OF)
        self.assertIn("BUILT-IN EXAMPLE", err)
        _, err = self.check(BAD_INPUT, "match", "--patient", profile, "--db", self.folder / "absent.db")
        self.assertIn("there is no registry", err)
        self.check(WRONG_USAGE, "match", "--patient", profile, "--db", self.db, "--studies", self.folder / "a.jsonl")


if __name__ == "__main__":
    unittest.main()
