"""A server on loopback that answers like the registry's API v2, with the troubles a real one has. Python's standard library only.

By hand: python3 registry_server.py STUDIES.jsonl prints its URL; then trialmatch fetch --all --base-url URL --rate 100
"""
import collections
import gzip
import http.server
import json
import re
import socket
import sys
import threading
import time
import urllib.parse

PARAMETERS = {"query.cond", "query.term", "filter.overallStatus", "filter.ids", "filter.advanced", "fields", "countTotal", "pageSize",
              "pageToken"}
TIMESTAMP = "2026-01-14T09:00:05"
HTTP_DATE = "Wed, 14 Jan 2026 09:00:{:02d} GMT"


def _module(record, name):
    return record.get("protocolSection", {}).get(name, {})


class Study:
    """One record: its bytes, and what questions look at."""

    def __init__(self, line):
        self.raw = line
        record = json.loads(line)
        status = _module(record, "statusModule")
        identity = _module(record, "identificationModule")
        self.nct_id = identity.get("nctId", "")
        self.status = status.get("overallStatus", "")
        self.dates = {"StudyFirstPostDate": status.get("studyFirstPostDateStruct", {}).get("date", ""),
                      "LastUpdatePostDate": status.get("lastUpdatePostDateStruct", {}).get("date", "")}
        conditions = _module(record, "conditionsModule")
        interventions = _module(record, "armsInterventionsModule").get("interventions", [])
        areas = {"BriefTitle": identity.get("briefTitle"), "OfficialTitle": identity.get("officialTitle"),
                 "Condition": conditions.get("conditions"), "Keyword": conditions.get("keywords"),
                 "EligibilityCriteria": _module(record, "eligibilityModule").get("eligibilityCriteria"),
                 "InterventionSearch": interventions}
        self.areas = {name: json.dumps(value or "", ensure_ascii=False).lower() for name, value in areas.items()}

    def reduced(self):
        """What `fields` with numbers and dates leaves of it."""
        return json.dumps({"protocolSection": {"identificationModule": {"nctId": self.nct_id},
                                               "statusModule": {"lastUpdatePostDateStruct": {"date": self.dates["LastUpdatePostDate"]}}}}).encode()


def _any_phrase(words, text):
    return any(phrase.strip().strip('"').lower() in text for phrase in words.split(" OR "))


def _matches_advanced(study, expression):
    for part in expression.split(" AND "):
        found = re.fullmatch(r"AREA\[(\w+)\](?:RANGE\[(\S+), (\S+)\]|(MISSING))", part)
        if not found:
            raise ValueError("Cannot parse expression: " + part)
        date = study.dates[found[1]]
        if found[4]:
            if date:
                return False
        elif not date or (found[2] != "MIN" and date < found[2]) or (found[3] != "MAX" and date > found[3]):
            return False
    return True


def _matches_term(study, expression):
    areas = re.findall(r"AREA\[(\w+)\]\(([^()]*)\)", expression)
    if areas:
        return any(_any_phrase(words, study.areas[area]) for area, words in areas)
    return _any_phrase(expression, study.raw.decode("utf-8", "replace").lower())


class RegistryServer:
    """Use as a context. `faults`: names as in PASSING_FAULTS, each used up by one request for studies, None: answer well; `always`:
    one for every such request."""

    def __init__(self, lines, max_page=1000, tls=None):
        self.max_page = max_page
        self.lock = threading.Lock()
        self.faults = collections.deque()
        self.used = []          # faults that were injected
        self.always = None
        self.aliases = {}       # older number -> current one
        self.timestamp = TIMESTAMP
        self.log = []           # (path, parameters, headers) of every request
        self.open = self.most_open = 0
        self.hold = 0.0         # seconds that each answer takes
        self.replace(lines)
        server = self

        class Handler(_Handler):
            registry = server

        self.httpd = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.httpd.daemon_threads = True
        self.httpd.handle_error = lambda *_: None   # a client that was killed is no news
        scheme = "http"
        if tls:
            self.httpd.socket = tls.wrap_socket(self.httpd.socket, server_side=True)
            scheme = "https"
        self.port = self.httpd.server_address[1]
        self.url = f"{scheme}://127.0.0.1:{self.port}/api/v2"

    def replace(self, lines, timestamp=None):
        """Other studies; a new data timestamp goes with them."""
        studies = [Study(line) for line in lines]
        with self.lock:
            self.studies = studies
            self.tokens = {}
            self.timestamp = timestamp or self.timestamp

    def __enter__(self):
        self.thread = threading.Thread(target=self.httpd.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.httpd.shutdown()
        self.httpd.server_close()
        self.thread.join()

    def asked(self, path="/studies"):
        """Parameters of the requests for `path` so far."""
        with self.lock:
            return [parameters for asked, parameters, _ in self.log if asked == path]

    @staticmethod
    def fits(fault, parameters):
        """Some faults wait for a page of the kind they can spoil."""
        if fault == "stale_token":
            return "pageToken" in parameters
        if fault == "wrong_total":
            return "countTotal" in parameters and "fields" not in parameters
        return fault not in ("twice", "left_out", "empty_page") or "fields" not in parameters

    def select(self, question):
        statuses = set(filter(None, question.get("filter.overallStatus", "").split(",")))
        ids = set(filter(None, question.get("filter.ids", "").split(",")))
        ids |= {self.aliases[i] for i in ids if i in self.aliases}
        found = []
        for study in self.studies:
            if statuses and study.status not in statuses or ids and study.nct_id not in ids:
                continue
            if "query.cond" in question and not _any_phrase(question["query.cond"], study.areas["Condition"] + study.areas["Keyword"]):
                continue
            if "query.term" in question and not _matches_term(study, question["query.term"]):
                continue
            if "filter.advanced" in question and not _matches_advanced(study, question["filter.advanced"]):
                continue
            found.append(study)
        return found

    def page(self, parameters, fault):
        """-> the body of one page. Raises ValueError with the words of a 400."""
        unknown = set(parameters) - PARAMETERS
        if unknown:
            raise ValueError("unknown parameter: " + ", ".join(sorted(unknown)))
        question = {k: v for k, v in parameters.items() if k not in ("countTotal", "pageSize", "pageToken")}
        size = min(int(parameters.get("pageSize", "10")) or 10, self.max_page)
        with self.lock:
            if "pageToken" in parameters:
                if fault == "stale_token" or parameters["pageToken"] not in self.tokens:
                    raise ValueError("Invalid page token")
                asked, start = self.tokens[parameters["pageToken"]]
                if asked != question:
                    raise ValueError("The parameters are not those of the first page")
            else:
                start = 0
            found = self.select(question)
            stop = start if fault == "empty_page" else min(start + size, len(found))
            token = None
            if stop < len(found) or fault == "empty_page":
                token = f"t{len(self.tokens)}_{stop}"
                self.tokens[token] = (question, stop)
        studies = [study.reduced() if "fields" in question else study.raw.strip() for study in found[start:stop]]
        if fault == "twice" and studies:
            studies.append(studies[0])
        if fault == "left_out":
            studies = studies[1:]
        body = b'{"studies":[' + b",\n".join(studies) + b"]"
        if parameters.get("countTotal") == "true" and "pageToken" not in parameters:
            body = b'{"totalCount":%d,' % (len(found) + (fault == "wrong_total")) + body[1:]
        if token:
            body += b',"nextPageToken":"%s"' % token.encode()
        return body + b"}"


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    registry = None

    def log_message(self, *_):
        pass

    def do_GET(self):
        address = urllib.parse.urlsplit(self.path)
        parameters = dict(urllib.parse.parse_qsl(address.query, keep_blank_values=True))
        server = self.registry
        path = address.path.removeprefix("/api/v2")
        with server.lock:
            server.log.append((path, parameters, dict(self.headers)))
            server.open += 1
            server.most_open = max(server.most_open, server.open)
        try:
            if server.hold:
                time.sleep(server.hold)
            self.answer(path, parameters)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            with server.lock:
                server.open -= 1

    def answer(self, path, parameters):
        server = self.registry
        if not self.path.startswith("/api/v2/"):
            return self.send(404, b"Not Found", "text/plain")
        if path == "/version":
            return self.send(200, json.dumps({"apiVersion": "2.0.5", "dataTimestamp": server.timestamp}).encode())
        fault = None
        if path.startswith("/studies"):
            with server.lock:
                fault = server.always
                if not fault and server.faults and server.fits(server.faults[0], parameters):
                    fault = server.faults.popleft()
                    server.used.append(fault)
        if fault and self.inject(fault):
            return None
        if path.startswith("/studies/"):
            return self.single(path.removeprefix("/studies/"))
        if path != "/studies":
            return self.send(404, b"Not Found", "text/plain")
        try:
            body = server.page(parameters, fault)
        except ValueError as error:
            return self.send(400, str(error).encode(), "text/plain")
        return self.send(200, body, fault=fault)

    def single(self, nct_id):
        current = self.registry.aliases.get(nct_id)
        if current:
            return self.send(301, b"", headers={"Location": f"/api/v2/studies/{current}"})
        for study in self.registry.studies:
            if study.nct_id == nct_id:
                return self.send(200, study.raw.strip())
        return self.send(404, b"Study " + nct_id.encode() + b" is not found", "text/plain")

    def inject(self, fault):
        """True: the answer is given (or taken away)."""
        if fault in ("500", "502", "503", "504"):
            self.send(int(fault), b"<html><body>trouble</body></html>", "text/html")
        elif fault == "429":
            self.send(429, b"Too many requests", "text/plain", headers={"Retry-After": "0"})
        elif fault == "429_date":
            self.send(429, b"Too many requests", "text/plain", headers={"Retry-After": HTTP_DATE.format(6), "Date": HTTP_DATE.format(5)})
        elif fault == "429_long":
            self.send(429, b"Too many requests", "text/plain", headers={"Retry-After": "86400"})
        elif fault == "400":
            self.send(400, b"Something is wrong with `query.cond`", "text/plain")
        elif fault == "403":
            self.send(403, b"<html><body>Forbidden</body></html>", "text/html")
        elif fault == "302":
            self.send(302, b"", headers={"Location": "https://elsewhere.invalid/api/v2/studies"})
        elif fault == "html":
            self.send(200, b"<!DOCTYPE html><html><body>Sign in to the hotel's network</body></html>", "text/html")
        elif fault == "no_body":
            self.send(200, b"")
        elif fault == "broken":
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        elif fault == "silent":
            time.sleep(3)
            self.close_connection = True
        elif fault == "changed":   # from now on the data are others, though they look the same
            server = self.registry
            with server.lock:
                server.timestamp = "2026-01-15T09:00:%02d" % len(server.used)
            return False
        else:
            return False
        return True

    def send(self, status, body, content_type="application/json", headers=None, fault=None):
        if fault == "torn_json":
            body = body[:len(body) // 2]
        zipped = "gzip" in self.headers.get("Accept-Encoding", "") and len(body) > 200
        if zipped:
            body = gzip.compress(body, 1)
        if fault == "torn_gzip":
            body = body[:len(body) // 2]
        self.send_response_only(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", content_type)
        if zipped:
            self.send_header("Content-Encoding", "gzip")
        if fault == "torn_chunks":
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            half = body[:len(body) // 2]
            self.wfile.write(b"%x\r\n" % len(body) + half)
            self.cut()
            return
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if fault == "torn":
            self.wfile.write(body[:len(body) // 2])
            self.cut()
            return
        self.wfile.write(body)

    def cut(self):
        self.wfile.flush()
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


# Faults after which a crawl goes on as if nothing had been, with the words that the note about each must hold.
PASSING_FAULTS = {
    "429": "fewer requests", "429_date": "fewer requests", "500": "trouble of its own (500", "502": "(502", "503": "(503", "504": "(504",
    "html": "web page instead of JSON", "no_body": "empty answer", "broken": "broke off", "torn": "broke off", "torn_chunks": "broke off",
    "torn_json": "no whole JSON answer", "torn_gzip": "asking again", "twice": "", "left_out": "studies again",
    "wrong_total": "studies again", "stale_token": "studies again", "empty_page": "", "changed": "data changed",
}


def main():
    with open(sys.argv[1], "rb") as file:
        lines = [line for line in file if line.strip()]
    server = RegistryServer(lines)
    print(server.url, flush=True)
    server.httpd.serve_forever()


if __name__ == "__main__":
    main()
