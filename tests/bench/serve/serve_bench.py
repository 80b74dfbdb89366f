"""What scripts/bench serve runs: core and its services, against a service in Node that does the same."""
import contextlib
import http.client
import json
import os
import signal
import socket
import statistics
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
FOLLOWERS, LOOKS, IDLE_SECONDS = 200, 50, 10


class Core:
    """A server of its own home, with two accounts and a service in Node."""

    def __init__(self, locker, home):
        self.home = home
        for account in ("twitter", "twitter-work"):
            self.put(account, {"connector": "twitter"})
        self.put("node", {"id": "node", "srcdir": HERE, "run": "node ping.js"})
        environment = {"PATH": os.environ["PATH"], "HOME": home, "LOCKER_HOME": home}
        self.process = subprocess.Popen([locker, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True,
                                        env=environment)
        self.port = int(self.process.stdout.readline().strip().rstrip("/").rsplit(":", 1)[1])
        with open(os.path.join(home, "token")) as file:
            self.token = file.read().strip()

    def put(self, name, me):
        folder = os.path.join(self.home, "Me", name)
        os.makedirs(folder)
        with open(os.path.join(folder, "me.json"), "w") as file:
            json.dump(me, file)

    def get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", path, headers={"Authorization": "Bearer " + self.token})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {body}")
        return body

    def timed(self, path):
        """Milliseconds."""
        began = time.perf_counter()
        self.get(path)
        return (time.perf_counter() - began) * 1000

    def installed(self, name):
        return json.loads(self.get("/map"))["installed"][name]

    def kill(self, name):
        os.kill(self.installed(name)["pid"], signal.SIGKILL)
        while "pid" in self.installed(name):
            time.sleep(0.001)

    def pids(self):
        with open(f"/proc/{self.process.pid}/task/{self.process.pid}/children") as file:
            return [self.process.pid, *map(int, file.read().split())]

    def memory(self):
        """Of core and its guardian in MB, what they share counted once."""
        total = 0
        for pid in self.pids():
            with open(f"/proc/{pid}/smaps_rollup") as file:
                total += sum(int(line.split()[1]) for line in file if line.startswith("Pss:"))
        return total / 1024

    def wakeups(self):
        total = 0
        for pid in self.pids():
            for task in os.listdir(f"/proc/{pid}/task"):
                with open(f"/proc/{pid}/task/{task}/status") as file:
                    total += sum(int(line.split()[1]) for line in file if line.startswith("voluntary_ctxt"))
        return total

    def end(self):
        self.process.terminate()
        self.process.wait()


def spawn(report, core, rounds):
    ours, node = [], []
    for path, name, times in (("/Me/twitter/current/likes", "twitter", ours), ("/Me/node/", "node", node)):
        core.get(path)
    for _ in range(rounds * 4):
        for path, name, times in (("/Me/twitter/current/likes", "twitter", ours), ("/Me/node/", "node", node)):
            core.kill(name)
            times.append(core.timed(path))
    report.add("spawn of a connector to its first answer through core, ms", "<= 10", ours, at_least=False, unit="")
    report.add("the same of a service in Node, against it", ">= 10", [n / o for n, o in zip(node, ours)])
    for name in ("twitter", "node"):
        core.kill(name)


def proxy(report, core, rounds):
    core.get("/Me/node/")
    direct = f"http://127.0.0.1:{core.installed('node')['port']}/"
    through = f"http://127.0.0.1:{core.port}/Me/node/"
    ratios = []
    for _ in range(rounds):
        rate = [float(subprocess.run(["node", os.path.join(HERE, "load.js"), address, core.token, "2"], check=True,
                                     capture_output=True, text=True).stdout) for address in (direct, through)]
        ratios.append(rate[1] / rate[0])
    report.add("small answers over 16 connections through core, against asking the service", ">= 0.4", ratios)
    core.kill("node")


def followers(report, core):
    request = (f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{core.port}\r\n"
               f"Authorization: Bearer {core.token}\r\n\r\n").encode()
    with contextlib.ExitStack() as stack:
        for _ in range(FOLLOWERS):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", core.port)))
            one.sendall(request)
            if b"200" not in one.recv(4096):
                raise SystemExit("a follower was refused")
        times = [core.timed("/map") for _ in range(LOOKS)]
        report.add(f"{FOLLOWERS} followers of /events, MB", "< 40", [core.memory()], at_least=False, unit="")
        report.add("another request meanwhile, ms", "< 5", times, at_least=False, unit="")


def idle(report, core):
    time.sleep(2)
    before = core.wakeups()
    time.sleep(IDLE_SECONDS)
    report.add("idle with two accounts, wake-ups a second", "<= 1", [(core.wakeups() - before) / IDLE_SECONDS],
               at_least=False, unit="")
    report.add("idle with two accounts, MB", "<= 25", [core.memory()], at_least=False, unit="")


def measure(report, locker, work, rounds):
    for part in (idle, lambda *given: spawn(*given, rounds), lambda *given: proxy(*given, rounds), followers):
        core = Core(locker, os.path.join(work, f"home-{id(part)}"))
        try:
            part(report, core)
        finally:
            core.end()
