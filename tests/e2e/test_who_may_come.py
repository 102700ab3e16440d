"""Who may come by a sentence, said in many ways: the sentences of who_may_come.txt with the patients of each set."""
import json
import pathlib
import re
import unittest

from support import AS_OF, DONE, ProgramTest, study

SENTENCES = pathlib.Path(__file__).with_name("who_may_come.txt")
GENES = ("EGFR", "ALK", "ROS1", "KRAS", "BRAF", "RET", "MET", "HER2", "NTRK")
ALTERATION = {"EGFR": {"alteration": "mutation", "detail": "L858R"}, "ALK": {"alteration": "fusion"}, "ROS1": {"alteration": "fusion"}}
ADVANCED = {"type": "nsclc", "histology": "adenocarcinoma", "stage": "IVA", "stage_edition": 8, "setting": "metastatic",
            "metastases": ["bone", "pleura"], "measurable": True, "progressing": True, "diagnosed": "2023-01"}
NORMAL = {"anc": (4.2, "10^9/L"), "platelets": (230, "10^9/L"), "hemoglobin": (13.5, "g/dL"), "wbc": (6.5, "10^9/L"), "creatinine": (0.8, "mg/dL"),
          "creatinine_clearance": (95, "mL/min"), "ast": (22, "U/L", 40), "alt": (25, "U/L", 40), "total_bilirubin": (0.6, "mg/dL", 1.2),
          "albumin": (4.2, "g/dL"), "inr": (1.0, "ratio"), "aptt": (28, "s", 35), "qtcf": (410, "ms"), "lvef": (62, "%")}


def markers(*positive, score=60):
    told = [{"gene": gene, "result": "positive", **ALTERATION[gene]} for gene in positive]
    told += [{"gene": gene, "alteration": "any", "result": "negative"} for gene in GENES if gene not in positive]
    return told + ([] if score is None else [{"marker": "PD-L1", "value": score, "unit": "% TPS"}])


def labs(**other):
    return [{"name": name, "value": other.get(name, told[0]), "unit": told[1], "date": "2026-01-10", **({"upper_limit": told[2]} if len(told) > 2 else {})}
            for name, told in NORMAL.items()]


def drug(name, line, start, end):
    return {"kind": "drug", "name": name, "intent": "metastatic", "line": line, "start": start, "end": end, "outcome": "progression"}


def chemotherapy(line, start, end):
    return [drug("carboplatin", line, start, end), drug("pemetrexed", line, start, end)]


ALECTINIB = drug("alectinib", 1, "2023-02", "2025-09-20")


def patient(identity, **other):
    """Well but for the cancer, and all of it told."""
    return {"id": identity, "as_of": AS_OF, "age_years": 58, "sex": "female", "weight_kg": 65, "height_cm": 168, "smoking": "former",
            "cancer": ADVANCED, "biomarkers": markers("ALK"), "treatments": [ALECTINIB],
            "brain": {"metastases": "none", "leptomeningeal": False, "steroids": "none", "last_imaging": "2026-01-08"},
            "performance": {"ecog": 1, "karnofsky": 90}, "labs": labs(), "conditions": [], "medications": [], "allergies": [],
            "pregnancy": {"pregnant": False, "breastfeeding": False, "can_become_pregnant": False},
            "complete": ["biomarkers", "treatments", "conditions", "medications", "allergies", "metastases"], **other}


def of_markers():
    genes = {"E": "EGFR", "A": "ALK", "R": "ROS1"}
    for identity in ("none", "E", "A", "R", "EA", "ER", "AR", "EAR"):
        yield patient(identity, biomarkers=markers(*(genes[letter] for letter in identity if identity != "none")), treatments=[])


def of_therapy():
    yield patient("none", treatments=[])
    yield patient("alk", treatments=[ALECTINIB])
    yield patient("chemo", treatments=chemotherapy(1, "2024-02", "2025-09-20"))
    yield patient("chemorecent", treatments=chemotherapy(1, "2025-06", "2026-01-08"))
    yield patient("io", treatments=[drug("pembrolizumab", 1, "2024-02", "2025-09-20")])
    yield patient("alkchemo", treatments=[drug("alectinib", 1, "2023-02", "2024-09-20"), *chemotherapy(2, "2024-11", "2025-09-20")])


def of_brain():
    few = {"leptomeningeal": False, "stable": True, "symptomatic": False, "steroids": "none", "count": 2, "largest_mm": 8}
    ill = {"symptomatic": True, "stable": False, "steroids": "increasing", "steroid_prednisone_mg_per_day": 30}
    spread = {**ADVANCED, "metastases": [*ADVANCED["metastases"], "brain"]}
    states = {"none": {"metastases": "none", "leptomeningeal": False, "steroids": "none"},
              "trstab": {**few, "metastases": "treated", "stable_since": "2025-08-01", "treated_on": "2025-07-01"},
              "untras": {**few, "metastases": "untreated"},
              "sympt": {**ill, "metastases": "untreated", "leptomeningeal": False, "count": 5, "largest_mm": 25},
              "lepto": {**ill, "metastases": "none", "leptomeningeal": True}}
    for identity, state in states.items():
        radiation = [{"kind": "radiation", "site": "brain", "technique": "SRS", "end": "2025-07-01"}] if identity == "trstab" else []
        yield patient(identity, brain={**state, "last_imaging": "2026-01-08"}, treatments=radiation, cancer=ADVANCED if identity in ("none", "lepto") else spread,
                      medications=["prednisone 30 mg"] if state["steroids"] == "increasing" else [])


def of_labs():
    values = {"ok": {}, "anc": {"anc": 0.6}, "plt": {"platelets": 40}, "hb": {"hemoglobin": 7.0}, "cr": {"creatinine": 3.2, "creatinine_clearance": 22},
              "bili": {"total_bilirubin": 4.0}, "alt": {"alt": 280, "ast": 260}, "altliv": {"alt": 150, "ast": 150}, "qtc": {"qtcf": 520},
              "lvef": {"lvef": 35}, "alb": {"albumin": 2.0}, "inr": {"inr": 2.6, "aptt": 80}}
    for identity, other in values.items():
        yield patient(identity, labs=labs(**other), cancer={**ADVANCED, "metastases": ["bone", "liver"]} if identity == "altliv" else ADVANCED)


def of_illness():
    def has(name, status="active", **more):
        return [{"name": name, "status": status, **more}]

    yield patient("ok")
    yield patient("hiv", conditions=has("HIV infection"))
    yield patient("hbv", conditions=has("hepatitis B", viral_load_undetectable=False))
    yield patient("ild", conditions=has("interstitial lung disease", grade=3, needed_steroids=True))
    yield patient("mi1", conditions=has("myocardial infarction", date="2025-12-10"))
    yield patient("mi9", conditions=has("myocardial infarction", "past", date="2016-03"))
    yield patient("chf", conditions=has("congestive heart failure"))
    yield patient("sle", conditions=has("systemic lupus erythematosus"))
    yield patient("ca1", conditions=has("breast cancer", date="2025-03"))
    yield patient("ca9", conditions=has("breast cancer", "past", date="2014-03"))
    yield patient("bcc", conditions=has("basal cell carcinoma of skin", "past", date="2024-03"))
    yield patient("preg", age_years=33, pregnancy={"pregnant": True, "breastfeeding": False, "can_become_pregnant": True})
    yield patient("htn", conditions=has("hypertension", "controlled"), medications=["amlodipine"])
    yield patient("stroke1", conditions=has("stroke", date="2025-12-01"))
    yield patient("dm", conditions=has("type 2 diabetes mellitus", "controlled"), medications=["metformin"])
    yield patient("hypo", conditions=has("hypothyroidism", "controlled"), medications=["levothyroxine"])


def of_disease():
    local = {"type": "nsclc", "histology": "adenocarcinoma", "metastases": [], "measurable": True, "diagnosed": "2025-12"}
    lobectomy = {"kind": "surgery", "site": "lung", "name": "lobectomy", "end": "2025-12-01", "major": True}
    yield patient("ad4")
    yield patient("sq4", cancer={**ADVANCED, "histology": "squamous cell carcinoma"})
    yield patient("ad3r", cancer={**local, "stage": "IIIA", "setting": "resectable", "resectable": True, "surgery_planned": True}, treatments=[])
    yield patient("ad3u", cancer={**local, "stage": "IIIB", "setting": "locally_advanced", "resectable": False}, treatments=[])
    yield patient("ad2", cancer={**local, "stage": "IIB", "setting": "resected", "resection_margin": "R0", "measurable": False}, treatments=[lobectomy])
    for identity, tumour in (("sc4", "sclc"), ("meso", "mesothelioma")):
        yield patient(identity, cancer={"type": tumour, "stage": "IV", "setting": "metastatic", "metastases": ["liver"], "measurable": True, "diagnosed": "2025-01"},
                      biomarkers=markers(score=None))
    yield patient("ecog2", performance={"ecog": 2, "karnofsky": 60})
    yield patient("ecog3", performance={"ecog": 3, "karnofsky": 50})
    yield patient("a80", age_years=80)
    yield patient("a17", age_years=17)
    yield patient("pdl0", biomarkers=markers("ALK", score=0))


def of_history():
    """What was had against ALK, and what the tumour answers to it."""
    def mutated(detail):
        return [*markers("ALK"), {"gene": "ALK", "alteration": "mutation", "result": "positive", "detail": detail, "date": "2025-12-01"}]

    crizotinib, lorlatinib = drug("crizotinib", 1, "2024-01", "2025-09-20"), drug("lorlatinib", 1, "2023-02", "2025-09-20")
    alectinib_now = {**{key: told for key, told in ALECTINIB.items() if key != "end"}, "ongoing": True, "outcome": "ongoing"}
    yield patient("naive", treatments=[])
    yield patient("criz", treatments=[crizotinib])
    yield patient("alec", treatments=[ALECTINIB])
    yield patient("lorl", treatments=[lorlatinib])
    yield patient("criz_alec", treatments=[drug("crizotinib", 1, "2021-01", "2023-01-20"), drug("alectinib", 2, "2023-02", "2025-09-20")])
    yield patient("alec_lorl", treatments=[drug("alectinib", 1, "2021-01", "2023-01-20"), drug("lorlatinib", 2, "2023-02", "2025-09-20")])
    yield patient("alec_chemo", treatments=[drug("alectinib", 1, "2021-01", "2023-01-20"), *chemotherapy(2, "2023-02", "2025-09-20")])
    yield patient("alec_on", treatments=[alectinib_now])
    yield patient("alec_g", biomarkers=mutated("G1202R"))
    yield patient("alec_l", biomarkers=mutated("L1196M"))


def of_radiation():
    def radiation(site, end, **more):
        return [{"kind": "radiation", "site": site, "end": end, **more}]

    def lobectomy(end):
        return [{"kind": "surgery", "site": "lung", "name": "lobectomy", "end": end, "major": True}]

    yield patient("none", treatments=[])
    yield patient("bone5d", treatments=radiation("bone", "2026-01-10", intent="metastatic"))
    yield patient("bone3m", treatments=radiation("bone", "2025-10-10", intent="metastatic"))
    yield patient("lung5d", treatments=radiation("lung", "2026-01-10"))
    yield patient("lung3m", treatments=radiation("lung", "2025-10-10"))
    yield patient("lung2y", treatments=radiation("lung", "2024-01-10"))
    yield patient("surg10d", treatments=lobectomy("2026-01-05"))
    yield patient("surg1y", treatments=lobectomy("2025-01-05"))


def of_purpose():
    def early(names, end, intent="adjuvant"):
        return [{"kind": "drug", "name": name, "intent": intent, "start": "2022-01", "end": end, "outcome": "completed"} for name in names]

    doublet = ("cisplatin", "pemetrexed")
    yield patient("none", treatments=[])
    yield patient("adj3m", treatments=early(doublet, "2025-10-10"))
    yield patient("adj2y", treatments=early(doublet, "2023-10-10"))
    yield patient("neo2y", treatments=early(doublet, "2023-10-10", "neoadjuvant"))
    yield patient("adjalec", treatments=early(["alectinib"], "2025-10-10"))
    yield patient("met1", treatments=chemotherapy(1, "2024-02", "2025-09-20"))
    yield patient("metalk")


def of_brain_numbers():
    """How large, how many, how long ago, and how much of a steroid."""
    treated = {"leptomeningeal": False, "stable": True, "symptomatic": False, "steroids": "none", "metastases": "treated", "stable_since": "2025-08-01",
               "treated_on": "2025-07-01", "count": 2, "largest_mm": 8, "last_imaging": "2026-01-08"}
    untreated = {key: told for key, told in treated.items() if key not in ("stable_since", "treated_on")} | {"metastases": "untreated"}
    spread = {**ADVANCED, "metastases": [*ADVANCED["metastases"], "brain"]}
    states = {"st5m": treated, "st10d": {**treated, "stable_since": "2026-01-05", "treated_on": "2026-01-02"},
              "ster5": {**treated, "steroids": "stable", "steroid_prednisone_mg_per_day": 5},
              "ster30": {**treated, "steroids": "stable", "steroid_prednisone_mg_per_day": 30},
              "big": {**untreated, "largest_mm": 25, "count": 1}, "many": {**untreated, "largest_mm": 6, "count": 12}, "un": {**untreated, "largest_mm": 6, "count": 1}}
    yield patient("none", treatments=[])
    for identity, state in states.items():
        ended, dose = state.get("treated_on"), state.get("steroid_prednisone_mg_per_day")
        yield patient(identity, brain=state, cancer=spread, medications=[f"prednisone {dose} mg"] if dose else [],
                      treatments=[{"kind": "radiation", "site": "brain", "technique": "SRS", "end": ended}] if ended else [])


SETS = {"markers": of_markers, "therapy": of_therapy, "brain": of_brain, "labs": of_labs, "illness": of_illness, "disease": of_disease,
        "history": of_history, "radiation": of_radiation, "purpose": of_purpose, "brain_numbers": of_brain_numbers}


def sentences():
    """{set: [(section, who may come, lax, sentence)]}"""
    found, group, section, who = {}, None, None, None
    for line in SENTENCES.read_text().splitlines():
        if line.startswith("== "):
            group = found.setdefault(line[3:], [])
        elif match := re.fullmatch(r"(inclusion|exclusion):(.*)", line):
            section, who = match[1], frozenset(match[2].split())
        elif line.startswith("  "):
            lax = line.startswith("  ~ ")
            group.append((section, who, lax, line[4:] if lax else line[2:]))
    return found


def text_of(section, sentence, asks_for_nsclc):
    inclusions = (["Histologically confirmed NSCLC"] if asks_for_nsclc else []) + ([sentence] if section == "inclusion" else [])
    exclusions = ["Known hypersensitivity to the study drug"] + ([sentence] if section == "exclusion" else [])
    lines = ["Inclusion Criteria:", "", *(f"* {each}" for each in inclusions or ["Signed informed consent"]), "", "Exclusion Criteria:", ""]
    return "\n".join(lines + [f"* {each}" for each in exclusions])


class WhoMayCome(ProgramTest):
    def check_set(self, name):
        patients, told = list(SETS[name]()), sentences()[name]
        identities = {each["id"] for each in patients}
        studies = []
        for number, (section, who, _, sentence) in enumerate(told):
            self.assertLessEqual(who, identities, sentence)
            one = study(f"NCT99{number:06d}", text_of(section, sentence, name != "disease"), minimumAge=None)
            del one["protocolSection"]["conditionsModule"], one["protocolSection"]["identificationModule"]["briefTitle"]
            studies.append(one)
        out, _ = self.check(DONE, "batch", "--as-of", AS_OF, "--any-status", "--studies", self.write("studies.jsonl", studies),
                            "--patients", self.write("patients.jsonl", patients))
        come = {number: set() for number in range(len(told))}
        for report in map(json.loads, out.splitlines()):
            for trial in report["trials"]:
                if trial["verdict"] in ("likely", "possible"):
                    come[int(trial["nct_id"][5:])].add(report["patient_id"])
        wrong = []
        for number, (section, who, lax, sentence) in enumerate(told):
            shut, let_in = sorted(who - come[number]), sorted(come[number] - who)
            if shut or (let_in and not lax):
                wrong.append(f"{section}: {sentence}\n    shut: {shut}, let in: {let_in}")
            if lax and not let_in:
                wrong.append(f"{section}: {sentence}\n    lets in nobody too many any more: take its ~ away")
        self.assertEqual(wrong, [], "\n" + "\n".join(wrong))

    def test_markers(self):
        self.check_set("markers")

    def test_therapy(self):
        self.check_set("therapy")

    def test_brain(self):
        self.check_set("brain")

    def test_labs(self):
        self.check_set("labs")

    def test_illness(self):
        self.check_set("illness")

    def test_disease(self):
        self.check_set("disease")

    def test_history(self):
        self.check_set("history")

    def test_radiation(self):
        self.check_set("radiation")

    def test_purpose(self):
        self.check_set("purpose")

    def test_brain_numbers(self):
        self.check_set("brain_numbers")

    def test_every_set_has_sentences(self):
        self.assertEqual(set(sentences()), set(SETS))


if __name__ == "__main__":
    unittest.main()
