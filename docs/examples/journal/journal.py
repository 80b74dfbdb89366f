"""A connector for locker: archives the text files of a folder, with every version of each.

The whole protocol in one file of Python's standard library. Its source is the folder `entries` in its
working directory, or the one that `folder` in its me.json names; one that reads a service over the network
would differ in read_source() alone.
"""
import datetime
import hmac
import http.server
import json
import os
import pathlib
import sys
import urllib.error
import urllib.parse
import urllib.request

TYPE = "entry/journal"


def read_source(folder):
    """Each text file as one object: what is published needs an id, and a text to be found by."""
    for file in sorted(folder.glob("*.txt")):
        written = datetime.datetime.fromtimestamp(file.stat().st_mtime, datetime.timezone.utc)
        yield {"id": file.stem, "text": file.read_text(encoding="utf-8"),
               "time": written.isoformat(timespec="seconds")}


class Locker:
    """What core offers to a connector. Paths are appended to lockerUrl, which lets it in."""

    def __init__(self, url, own_id):
        self.url, self.id = url, own_id

    def publish(self, obj):
        body = json.dumps({"type": TYPE, "obj": obj}).encode()
        request = urllib.request.Request(f"{self.url}/core/{self.id}/event", body,
                                         {"Content-Type": "application/json"})
        urllib.request.urlopen(request, timeout=30).close()

    def records(self):
        query = urllib.parse.urlencode({"source": self.id, "fields": "id,time,text"})
        try:
            with urllib.request.urlopen(f"{self.url}/query?{query}", timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code == 404:  # nothing was archived yet
                return []
            raise


class Journal(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = urllib.parse.urlsplit(self.path).path
        if not hmac.compare_digest(self.headers.get("Locker-Key", ""), info.get("key", "")):
            self.answer(403, {"error": {"kind": "refused", "message": "here only core is answered"}})
        elif path == "/":
            self.answer(200, {"title": me["title"], "endpoints": ["/sync", "/current"]})
        elif path == "/sync":  # the schedule of the manifest calls it every hour
            self.answer(200, {"success": sync()})
        elif path == "/current":
            self.answer(200, locker.records())
        else:
            self.answer(404, {"error": {"kind": "not-found", "message": f"there is nothing at {path}"}})

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, form, *values):  # standard error goes to the log
        print(form % values, file=sys.stderr)


def sync():
    """Publishes all there is: what has not changed makes no version and no change."""
    entries = list(read_source(folder))
    for obj in entries:
        locker.publish(obj)
    return f"{len(entries)} entries"


info = json.loads(sys.stdin.readline())       # core: who you are, and where
os.chdir(info["workingDirectory"])
me = json.loads(pathlib.Path("me.json").read_text(encoding="utf-8"))
locker = Locker(info["lockerUrl"], me["id"])
folder = pathlib.Path(me.get("folder", "entries"))
folder.mkdir(exist_ok=True)

server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Journal)   # it listens from here on
print(json.dumps({"port": server.server_port}), flush=True)           # to core: ready
try:
    server.serve_forever()
except KeyboardInterrupt:  # core asks it to end
    pass
