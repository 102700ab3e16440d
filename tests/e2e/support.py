"""Runs the built program for the end-to-end tests."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

PROGRAM = os.environ["TRIALMATCH"]
SOURCE = pathlib.Path(os.environ["TRIALMATCH_SOURCE_DIR"])
SHARED = SOURCE.parent / "shared"
EXAMPLES = SOURCE / "examples"
AS_OF = "2026-01-15"

DONE, OUR_BUG, WRONG_USAGE, BAD_INPUT, NETWORK, SOME_REFUSED = 0, 1, 2, 3, 4, 5


def run(*arguments, stdin=b"", env=None, timeout=600):
    """-> (exit status, stdout bytes, stderr text)"""
    # A registry of the person who runs the tests is not looked at.
    environment = {**os.environ, "XDG_DATA_HOME": "/nonexistent", **(env or {})}
    done = subprocess.run([PROGRAM, *map(str, arguments)], input=stdin, capture_output=True, env=environment, timeout=timeout)
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


def example_patients():
    return sorted((EXAMPLES / "patients").glob("*.json"))


def study(nct_id, text="Inclusion Criteria:\n\n* Age \\>= 18 years\n", **eligibility):
    """A record in the registry's shape."""
    module = {"eligibilityCriteria": text, "sex": "ALL", "minimumAge": "18 Years", **eligibility}
    return {
        "protocolSection": {
            "identificationModule": {"nctId": nct_id, "briefTitle": "An invented study"},
            "statusModule": {"overallStatus": "RECRUITING"},
            "designModule": {"studyType": "INTERVENTIONAL"},
            "conditionsModule": {"conditions": ["Lung Cancer"]},
            "eligibilityModule": {k: v for k, v in module.items() if v is not None},
        }
    }


def patient(identity="t01", **more):
    return {"id": identity, "as_of": AS_OF, "age_years": 50, "sex": "female", **more}


class ProgramTest(unittest.TestCase):
    maxDiff = 4000

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, content):
        """`content`: bytes, text, or what becomes JSON; a list becomes one JSON value a line."""
        path = self.folder / name
        if isinstance(content, list):
            content = "".join(json.dumps(c) + "\n" for c in content)
        elif isinstance(content, dict):
            content = json.dumps(content)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def check(self, status, *arguments, **more):
        """Runs and expects the exit status; -> (stdout bytes, stderr text)."""
        code, out, err = run(*arguments, **more)
        self.assertEqual(code, status, f"{arguments}\nstdout: {out[:1000]!r}\nstderr: {err[:3000]}")
        self.assertNotIn("internal error", err)
        return out, err


def need_shared(test):
    return unittest.skipUnless(SHARED.is_dir(), "needs ../shared, which is not there")(test)
