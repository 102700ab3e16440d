"""`trialmatch fetch` against a server of our own on loopback: faults, TLS, kill -9, two at once."""
import json
import os
import random
import re
import shutil
import signal
import ssl
import subprocess
import sys
import threading
import time
import unittest

from support import BAD_INPUT, DONE, NETWORK, PROGRAM, SHARED, SOME_REFUSED, SOURCE, WRONG_USAGE, ProgramTest, need_shared, study

sys.path.insert(0, str(SOURCE / "tests" / "support"))
from registry_server import PASSING_FAULTS, RegistryServer  # noqa: E402

PROXIES = {name: "" for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "no_proxy", "NO_PROXY")}
CORPUS = SHARED / "corpus" / "studies_v2.jsonl"


def dated(number, status="RECRUITING", day=None, condition="Lung Cancer"):
    """An invented record with the dates that a crawl goes by."""
    record = study(f"NCT99{number:06d}", text=f"Inclusion Criteria:\n\n* Age \\>= {number % 60 + 18} years\n")
    day = day or f"{2005 + number % 20}-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
    record["protocolSection"]["statusModule"] = {"overallStatus": status, "studyFirstPostDateStruct": {"date": day},
                                                 "lastUpdatePostDateStruct": {"date": day}}
    record["protocolSection"]["conditionsModule"] = {"conditions": [condition]}
    return record


def lines_of(records):
    return [json.dumps(record, ensure_ascii=False).encode() for record in records]


class FetchTest(ProgramTest):
    def setUp(self):
        super().setUp()
        self.db = self.folder / "registry.db"

    def fetch(self, server, *more, status=DONE, rate=1000, **options):
        env = {**PROXIES, **options.pop("env", {})}
        return self.check(status, "fetch", "--db", self.db, "--base-url", server.url, "--rate", rate, *more, env=env, **options)

    def here(self):
        """The registry's content: number -> record."""
        out, _ = self.check(DONE, "registry", "export", "--db", self.db)
        return {record["protocolSection"]["identificationModule"]["nctId"]: record for record in map(json.loads, out.splitlines())}

    def expect(self, lines):
        expected = {}
        for line in lines:
            record = json.loads(line)
            expected[record["protocolSection"]["identificationModule"]["nctId"]] = record
        self.assertEqual(self.here(), expected)


class Crawl(FetchTest):
    def test_whole_registry_and_again(self):
        lines = lines_of(dated(n) for n in range(1, 251))
        with RegistryServer(lines, max_page=50) as server:
            out, _ = self.fetch(server, "--all")
            self.assertIn(b"250 new, 0 changed, 0 unchanged, 0 withdrawn, 0 refused", out)
            self.expect(lines)
            asked = len(server.log)
            out, _ = self.fetch(server, "--all")
            self.assertIn(b"nothing new", out)
            self.assertEqual(len(server.log), asked + 2)
            out, _ = self.fetch(server, "--all", "--full")
            self.assertIn(b"0 new, 0 changed, 250 unchanged, 0 withdrawn, 0 refused", out)
            self.expect(lines)

    def test_changes_are_fetched_and_a_sweep_finds_what_is_gone(self):
        records = [dated(n) for n in range(1, 60)]
        with RegistryServer(lines_of(records)) as server:
            self.fetch(server, "--all")
            records[3] = dated(4, status="COMPLETED", day="2026-01-15")
            records.append(dated(400, day="2026-01-15"))
            gone = records.pop(10)["protocolSection"]["identificationModule"]["nctId"]
            server.replace(lines_of(records), "2026-01-16T09:00:00")
            out, _ = self.fetch(server, "--all")
            self.assertIn(b"1 new, 1 changed", out)
            self.assertIn(gone, self.here())
            out, _ = self.fetch(server, "--all", "--sweep")
            self.assertIn(b"1 withdrawn", out)
            self.expect(lines_of(records))

    def test_by_number_with_an_alias_and_an_unknown_one(self):
        with RegistryServer(lines_of(dated(n) for n in range(1, 20))) as server:
            server.aliases["NCT99900001"] = "NCT99000007"
            _, err = self.fetch(server, "--ids", "NCT99000003,nct99900001,NCT99900002", status=SOME_REFUSED)
            self.assertIn("NCT99900002: the registry does not know this study", err)
            self.assertEqual(sorted(self.here()), ["NCT99000003", "NCT99000007"])

    def test_what_is_asked_by_default(self):
        records = [dated(1), dated(2, condition="Asthma"), dated(3, condition="Advanced Solid Tumor"), dated(4, status="COMPLETED")]
        records.append(dated(5, condition="Lymphoma", status="UNKNOWN"))
        records[4]["protocolSection"]["eligibilityModule"]["eligibilityCriteria"] = "* ALK rearrangement"
        with RegistryServer(lines_of(records)) as server:
            self.fetch(server)
            self.assertEqual(sorted(self.here()), ["NCT99000001", "NCT99000003", "NCT99000005"])
            asked = server.asked()
            by_term = [parameters["query.term"] for parameters in asked if "query.term" in parameters]
            self.assertTrue(all("alectinib" in term and '"anaplastic lymphoma kinase"' in term for term in by_term))
            for parameters in asked:
                self.assertIn("UNKNOWN", parameters["filter.overallStatus"].split(","))
                self.assertNotIn("COMPLETED", parameters["filter.overallStatus"])
                self.assertEqual(parameters["pageSize"], "1" if parameters.get("fields") else "1000")

    def test_condition_term_and_status(self):
        records = [dated(1), dated(2, condition="Asthma"), dated(3, status="COMPLETED"), dated(4)]
        with RegistryServer(lines_of(records)) as server:
            self.fetch(server, "--condition", "lung cancer", "--status", "recruiting,Completed", "--term", "NCT99000003")
            self.assertEqual(sorted(self.here()), ["NCT99000003"])

    def test_manners(self):
        with RegistryServer(lines_of(dated(n) for n in range(1, 2101))) as server:
            server.hold = 0.05
            self.fetch(server, "--all")
            self.assertLessEqual(server.most_open, 3)
            for _, _, headers in server.log:
                self.assertRegex(headers["User-Agent"], r"^trialmatch/\d+\.\d+\.\d+ \(\+.+\)$")
                self.assertIn("gzip", headers["Accept-Encoding"])
            self.assertEqual(len(self.here()), 2100)

    def test_one_request_a_second_by_default(self):
        with RegistryServer(lines_of([dated(1)])) as server:
            start = time.monotonic()
            self.check(DONE, "fetch", "--all", "--db", self.db, "--base-url", server.url, env=PROXIES)
            self.assertEqual(len(server.log), 4)
            self.assertGreaterEqual(time.monotonic() - start, 2.9)

    def test_a_proxy_from_the_environment(self):
        with RegistryServer(lines_of([dated(1)])) as server:
            # Only the proxy can bring us to a host without a name; ours answers whatever is asked of it.
            url = server.url
            server.url = "http://registry.invalid/api/v2"
            _, err = self.fetch(server, "--all", env={"http_proxy": url.removesuffix("/api/v2")}, status=NETWORK)
            self.assertIn("404", err)   # asked with the whole address, which only a proxy gets
            _, err = self.fetch(server, "--all", status=NETWORK)
            self.assertIn("registry.invalid", err)


class Faults(FetchTest):
    def setUp(self):
        super().setUp()
        self.lines = lines_of(dated(n) for n in range(1, 121))

    def test_each_fault_loses_nothing_and_doubles_nothing(self):
        for fault, words in PASSING_FAULTS.items():
            with self.subTest(fault), RegistryServer(self.lines, max_page=50) as server:
                self.db = self.folder / f"{fault}.db"
                server.faults.extend([fault, fault])
                out, err = self.fetch(server, "--all")
                self.assertEqual(server.used, [fault, fault])
                self.assertIn(b"120 new, 0 changed, 0 unchanged, 0 withdrawn, 0 refused", out)
                self.assertIn(words, err)
                self.expect(self.lines)

    def test_a_silent_server(self):
        with RegistryServer(self.lines, max_page=50) as server:
            server.faults.append("silent")
            _, err = self.fetch(server, "--all", "--timeout", "1")
            self.assertIn("silent for too long", err)
            self.expect(self.lines)

    def test_faults_that_end_it_say_why_and_leave_what_was_there(self):
        with RegistryServer(self.lines) as server:
            self.fetch(server, "--all")
            for fault, words in (("400", ["Something is wrong with `query.cond`"]), ("403", ["403", "--import"]),
                                 ("302", ["https://elsewhere.invalid/", "--base-url"]), ("429_long", ["86400 seconds"]),
                                 ("503", ["(503", "(8 attempts)"]), ("html", ["web page", "(8 attempts)"])):
                with self.subTest(fault):
                    server.always = fault
                    out, err = self.fetch(server, "--all", "--full", status=NETWORK)
                    self.assertEqual(out, b"")
                    for word in words:
                        self.assertIn(word, err)
                    self.expect(self.lines)

    def test_nobody_there(self):
        with RegistryServer(self.lines) as server:
            url = server.url
        _, err = self.check(NETWORK, "fetch", "--all", "--db", self.db, "--base-url", url, "--rate", 1000, env=PROXIES)
        self.assertIn("no connection to 127.0.0.1", err)

    def test_quiet_shows_no_progress(self):
        with RegistryServer(self.lines) as server:
            server.faults.append("503")
            _, err = self.fetch(server, "--all", "--quiet")
            self.assertEqual(err, "")

    def test_wrong_usage(self):
        for arguments in (["--all", "--ids", "NCT99000001"], ["--ids", "NCT1"], ["--status", "OPEN"], ["--base-url", "ftp://x"],
                          ["--rate", "0"], ["--sweep", "--full"], ["--all", "--condition", "x"], ["--import", "x", "--all"]):
            with self.subTest(arguments):
                _, err = self.check(WRONG_USAGE, "fetch", "--db", self.db, *arguments)
                self.assertIn("--help", err)
        with RegistryServer(self.lines) as server:
            _, err = self.fetch(server, "--all", "--sweep", status=BAD_INPUT)
            self.assertIn("earlier fetch", err)


@unittest.skipUnless(shutil.which("openssl"), "needs the openssl program to make certificates")
class Tls(FetchTest):
    def certificate(self, name, *more):
        key, certificate = self.folder / f"{name}.key", self.folder / f"{name}.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                        "-keyout", key, "-out", certificate, "-subj", f"/CN={name}", *more], check=True, capture_output=True)
        return key, certificate

    def test_only_with_an_authority_that_is_trusted(self):
        authority_key, authority = self.certificate("Test Authority")
        key, certificate = self.certificate("127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-CA", authority, "-CAkey", authority_key)
        _, other = self.certificate("Another Authority")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        lines = lines_of(dated(n) for n in range(1, 30))
        with RegistryServer(lines, tls=context) as server:
            for trust in ([], ["--ca-file", other]):
                _, err = self.fetch(server, "--all", *trust, status=NETWORK)
                self.assertIn("not to be trusted", err)
                self.assertIn("--ca-file", err)
            self.assertEqual(server.log, [])
            self.fetch(server, "--all", "--ca-file", authority)
            self.expect(lines)
        _, err = self.check(BAD_INPUT, "fetch", "--all", "--db", self.db, "--ca-file", self.folder / "none.pem", env=PROXIES)
        self.assertIn("none.pem", err)


class Killed(FetchTest):
    def start(self, server, *more):
        command = [PROGRAM, "fetch", "--all", "--db", str(self.db), "--base-url", server.url, "--rate", "1000", *more]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, **PROXIES})

    def test_kill_at_any_moment_and_go_on(self):
        lines = lines_of(dated(n) for n in range(1, 2401))   # years apart: 29 slices
        dice = random.Random(20260114)
        with RegistryServer(lines, max_page=200) as server:
            server.hold = 0.01
            begin = time.monotonic()
            undisturbed = self.start(server)
            undisturbed.communicate()
            self.assertEqual(undisturbed.returncode, 0)
            whole = time.monotonic() - begin
            self.expect(lines)
            undisturbed = self.here()
            asked = len(server.log)
            taken_up = 0
            for round_number in range(20):
                self.db = self.folder / f"{round_number}.db"
                server.log.clear()
                killed = self.start(server)
                time.sleep(dice.uniform(0, whole))
                killed.send_signal(signal.SIGKILL)
                killed.communicate()
                before = len(server.log)
                _, err = self.fetch(server, "--all")
                taken_up += "taking up an interrupted crawl" in err
                self.assertLessEqual(len(server.log) - before, asked + 2)
                self.assertEqual(self.here(), undisturbed)
            self.assertGreater(taken_up, 3)

    def test_the_snapshot_in_place_survives_a_kill(self):
        old = lines_of(dated(n) for n in range(1, 2101))
        new = lines_of(dated(n, status="COMPLETED") for n in range(1, 2101))
        with RegistryServer(old, max_page=200) as server:
            self.fetch(server, "--all")
            before = self.here()
            server.replace(new, "2026-01-16T09:00:00")
            server.hold = 0.02
            killed = self.start(server, "--full")
            time.sleep(0.3)
            killed.send_signal(signal.SIGKILL)
            killed.communicate()
            self.assertEqual(self.here(), before)
            server.hold = 0
            self.fetch(server, "--all", "--full")
            self.expect(new)

    def test_the_second_of_two_says_so_and_leaves(self):
        lines = lines_of(dated(n) for n in range(1, 50))
        with RegistryServer(lines) as server:
            server.hold = 0.4
            first = self.start(server)
            while not server.log:
                time.sleep(0.01)
            _, err = self.fetch(server, "--all", status=BAD_INPUT)
            self.assertIn(str(first.pid), err)
            self.assertEqual(first.wait(), 0)
            first.communicate()
            self.expect(lines)


@need_shared
class Corpus(FetchTest):
    def test_1863_studies_with_every_fault(self):
        lines = [line for line in CORPUS.read_bytes().split(b"\n") if line.strip()]
        good = [line for line in lines if re.fullmatch(r"NCT\d{8}", json.loads(line)["protocolSection"]["identificationModule"]["nctId"])]
        self.assertEqual((len(lines), len(good)), (1863, 1862))
        with RegistryServer(lines, max_page=60) as server:
            anew = ("wrong_total", "stale_token", "left_out", "changed")   # these make a walk or the crawl begin again
            server.faults.append("wrong_total")
            for fault in PASSING_FAULTS:
                server.faults.extend([fault, None] if fault not in anew else [])
            server.faults.extend(["stale_token", "changed", *[None] * 40, "left_out"])
            injected = len(server.faults)
            out, err = self.fetch(server, "--all", status=SOME_REFUSED)
            self.assertEqual(len(server.used), injected)
            self.assertEqual({fault for fault in server.used if fault}, set(PASSING_FAULTS))
            self.assertIn(b"1862 new, 0 changed, 0 unchanged, 0 withdrawn, 1 refused", out)
            self.assertIn('"NCT000001", expected NCT and 8 digits', err)
            self.expect(good)
            out, _ = self.fetch(server, "--all", "--full", status=SOME_REFUSED)
            self.assertIn(b"0 new, 0 changed, 1862 unchanged, 0 withdrawn, 1 refused", out)
            self.expect(good)


if __name__ == "__main__":
    unittest.main()
