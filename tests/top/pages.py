# SPDX-License-Identifier: GPL-2.0-or-later
"""pages: every page in both sizes and both locales; its figures beside ntopctl's JSON and the
device's own counters; names that would disturb a terminal."""
import os
import re
import sys
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import cells                                            # noqa: E402
import tap                                              # noqa: E402
from term import Terminal, until                        # noqa: E402
from viewer import EXACT, OCTETS, PAGES, Viewer         # noqa: E402

HOLDER = os.environ["SCENE_PROBE"]      # a process in the namespace of the mirror ports
ROUNDS = 60     # a refresh of the screen and one of the kernel's fall apart; not always


def rig():
    """What the others rely on can fail."""
    t = Terminal(40, 10)
    t.run("busybox vi /etc/passwd")
    t.wait("root:")
    t.signal(9)
    t.ended()
    tap.ok("the rig sees a terminal that is not given back", "stty" in t.restored())
    t.run("printf '%060d'; printf '\\033[2Jx\\033[?25l\\033[?1000h'")
    t.ended()
    tap.equal("the rig sees what is left switched on", ["no cursor", "mouse"], t.restored())
    t.run("printf '%060d\\n'")
    t.ended()
    tap.equal("the rig sees a line that is too long", 1, t.wrapped())


def faults(t):
    """What is wrong with a screen, whatever is on it."""
    wrong, text = [], t.text()
    rows = t.cells()
    if any(len(row) > t.width for row in rows) or t.wrapped():
        wrong.append("wider than the terminal")
    strange = {c for c in text if c != "\n" and not c.isprintable()}
    if strange:
        wrong.append(f"strange characters {strange}")
    if "C" == t.environment["LC_ALL"] and not text.isascii():
        wrong.append(f"not ASCII: {set(c for c in text if ord(c) > 126)}")
    if "F1" not in t.lines()[-1]:
        wrong.append("no line of keys")
    return wrong


def looks():
    """All pages and details: nothing too wide, nothing strange, drawn the same from anew."""
    for width, height, locale, term in ((80, 24, "C.UTF-8", "tmux-256color"), (80, 24, "C", "xterm"),
                                        (200, 60, "C.UTF-8", "xterm-256color"), (200, 60, "C", "screen")):
        t = Viewer(width, height, term, locale).begin()
        name = f"{width}x{height} {locale} {term}"
        t.keys("P")
        t.wait("PAUSED")
        for number, page in enumerate(PAGES, 1):
            t.page(number)
            look(t, f"{name} {page}")
        for number, page in ((3, "a host"), (4, "a flow")):
            t.page(number)
            t.keys("Enter")
            t.wait("Esc goes back")
            look(t, f"{name} {page}")
            t.keys("Escape")
        t.keys("q")
        tap.equal(f"{name}: ends", 0, t.ended())


def look(t, name):
    """One of them. It stands still, so drawn anew it is the same."""
    tap.equal(f"{name}: fits", [], faults(t))
    before = settled(t)
    t.keys("C-l")
    after = settled(t)
    tap.same(f"{name}: drawn anew it is the same", before, after)


def picture(t):
    """The screen as text, a line's styles as a number behind it."""
    lines, blank = [], cells.Cell(" ", cells.Style())
    for row in t.cells():
        while row and row[-1] == blank:
            row.pop()
        lines.append(f"{cells.text(row)} {hash(tuple(c.style for c in row)):x}")
    return "\n".join(lines)


def settled(t):
    """The screen, once it is the same twice."""
    t.steady()
    return picture(t)


# ---- figures ----

def compare(name, t, ask, wanted, close=0.05):
    """A list beside ntopctl's own. ask() returns {key: {heading: figure}}, wanted says how a
    row is keyed. Totals lie between those before and after; rates near either. The screen's and
    our questions are not of one moment: they are asked again until they agree, some times."""
    worst = None
    for _ in range(ROUNDS):
        before = ask()
        # what comes now was asked after that, but for bad luck
        table = t.table(t.changed(t.text()).split("\n"))
        after = ask()
        worst = disagree(table, before, after, wanted, close)
        if not worst:
            break
    tap.ok(name, worst == [], *(worst or ["nothing to compare"])[:8])


def disagree(table, before, after, wanted, close):
    """What does not fit; None when there was nothing to compare."""
    wrong, compared = [], 0
    for row in table[:12]:
        key = wanted(row)
        if key not in before or key not in after:
            continue
        compared += 1
        for heading, low in before[key].items():
            high = after[key][heading]
            if heading == "OUT" and heading not in row and high == 0:
                continue        # mirror ports send nothing
            got = tap.number(row.get(heading, ""))
            rate = heading not in ("IN ALL", "PKTS")
            edge = close * max(low, high) + 1 if rate else 0
            if got is None or not min(low, high) - edge <= got <= max(low, high) + edge:
                wrong.append(f"{key} {heading}: {row.get(heading)!r}, by ntopctl {low} to {high}")
    return wrong if compared >= min(3, len(table)) and compared else None


def flows(figure="octets_per_second"):
    """What flow show says, as the page has it."""
    got = tap.ntopctl("flow", "show", "sort", "rate", "limit", "60")

    def at(side):
        text = f"[{side['addr']}]" if ":" in side["addr"] else side["addr"]
        return text if side["port"] is None else f"{text}:{side['port']}"
    return {(f["interface"], at(f["client"]), at(f["server"])):
            {"SENT": f["client"][figure], "RECEIVED": f["server"][figure], "IN ALL": f["octets"]} for f in got}


def hosts():
    """What host show says."""
    got = tap.ntopctl("host", "show", "sort", "rate", "limit", "80")
    return {(h["interface"], h["addr"]):
            {"SENT": h["sent_octets_per_second"], "RECEIVED": h["received_octets_per_second"],
             "IN ALL": h["sent"]["octets"] + h["received"]["octets"]} for h in got}


def interfaces():
    """What interface show says."""
    return {i["interface"]: {"IN": i["received"]["octets_per_second"], "OUT": i["sent"]["octets_per_second"],
                             "PKT/S": i["received"]["packets_per_second"] + i["sent"]["packets_per_second"],
                             "IN ALL": i["received"]["octets"] + i["sent"]["octets"]}
            for i in tap.ntopctl("interface", "show")}


def rates_by(keys):
    """Sums of flows' rates: keys(flow) gives (key, heading, side) for what is added up."""
    sums = {}
    for flow in tap.ntopctl("flow", "show"):
        for key, heading, side in keys(flow):
            entry = sums.setdefault(key, {})
            entry[heading] = entry.get(heading, 0) + flow[side]["octets_per_second"]
    return sums


def protocols():
    """What protocol show says, of both interfaces; the rates are the sums of the flows'."""
    rates = rates_by(lambda f: [(f["l7"].get("application", f["l7"]["protocol"]), heading, side) for heading, side in
                                (("CLIENTS", "client"), ("SERVERS", "server"))])
    sums = {}
    for device in ("span0", "span1"):
        for p in tap.ntopctl("protocol", "show", "dev", device):
            if p.get("protocol"):
                sums.setdefault(p["protocol"], {"IN ALL": 0})["IN ALL"] += p["octets"]
    for name, entry in sums.items():
        # of what speaks now and then a second later there are other flows
        if sum(rates.get(name, {}).values()) > 20000:
            entry.update(rates[name])
    return sums


def networks():
    """What localnet show says; the rates are the sums of the flows'."""
    names = {n["name"]: f"{n['addr']}/{n['prefix']}" for n in tap.ntopctl("localnet", "show")}

    def sides(flow):
        a, b = flow["client"], flow["server"]
        if a["localnet"] == b["localnet"]:
            return
        for side, x in (("client", a), ("server", b)):
            if x["localnet"]:
                yield names[x["localnet"]], "SENT", side
                yield names[x["localnet"]], "RECEIVED", "server" if side == "client" else "client"
    rates = rates_by(sides)
    return {f"{n['addr']}/{n['prefix']}": {"IN ALL": sum(n[k]["octets"] for k in ("sent", "received", "internal")),
                                           **rates.get(f"{n['addr']}/{n['prefix']}", {})}
            for n in tap.ntopctl("localnet", "show")}


def figures():
    """What the screen says beside what ntopctl says then."""
    t = Viewer(200, 60).begin("-d 0.5")
    t.keys(*EXACT, *OCTETS)
    t.wait(r"in \d+ B/s")
    compare("overview: rates and totals", t, interfaces, lambda r: r["INTERFACE"])
    t.page(3)
    compare("hosts: rates and totals", t, hosts, lambda r: (r["DEV"], r["HOST"]))
    t.page(4)
    compare("flows: rates and totals", t, flows, lambda r: (r["DEV"], r["CLIENT"], r["SERVER"]))
    t.page(5)
    compare("protocols: rates and totals", t, protocols, lambda r: r["PROTOCOL"])
    t.page(6)
    compare("networks: rates and totals", t, networks, lambda r: r["NETWORK"])
    steadily(t)
    device(t.page(1))
    shares(t.page(5))
    talkers(t.page(2))
    t.keys("q")
    t.ended()


def steadily(t):
    """Twice a second is asked what the kernel counts once a second: it does not jump."""
    for number, pattern in ((5, "YouTube"), (6, "192.168.10.0/24")):
        t.page(number)
        until(lambda: not re.search(r" - ", t.text()), "rates")
        for _ in range(ROUNDS // 4):
            now, seen = t.text(), []
            for _ in range(9):
                now = t.changed(now)
                line = next((row for row in t.table(now.split("\n")) if pattern in row.values()), {})
                seen.append(tap.number(line.get("SERVERS" if number == 5 else "RECEIVED", "")) or 0)
            # the traffic itself keeps its rate within a tenth, if the machine lets it: rates that
            # jump never stand still
            if max(seen) < 1.35 * min(seen):
                break
        tap.ok(f"{PAGES[number - 1]}: rates at two refreshes a second", max(seen) < 1.35 * min(seen), seen)


def device(t):
    """The interface's total moves with the device's own counter: every frame is received."""
    def sample():
        """What it says next, and the device's count: at least, when that was not yet asked for,
        and at most, when it was there to be read."""
        before = t.text()
        low = received()
        # what comes first may have been asked for already
        now = t.changed(t.changed(before))
        row = next(r for r in t.table(now.split("\n")) if r["INTERFACE"] == "span0")
        return low, int(row["IN ALL"]), received()
    for _ in range(5):          # a screen may be half drawn
        low1, said1, high1 = sample()
        until(lambda least=high1 + 5 * (high1 - low1): received() > least, "some more megabytes")
        low2, said2, high2 = sample()
        if low2 - high1 <= said2 - said1 <= high2 - low1:
            break
    tap.ok("overview: the device counts as much", low2 - high1 <= said2 - said1 <= high2 - low1,
           (low1, said1, high1), (low2, said2, high2))


def received():
    """Octets that span0 received, by the kernel's own count."""
    return int(re.search(r"span0:\s*(\d+)", Path(f"/proc/{HOLDER}/net/dev").read_text(encoding="ascii"))[1])


def shares(t):
    """Shares are of what all protocols had."""
    t.pause()
    table = t.table()
    total = sum(int(r["IN ALL"]) for r in table)
    bad = [r for r in table if abs(float(r["SHARE"].rstrip("% ")) - 100 * int(r["IN ALL"]) / total) > 0.11]
    tap.equal("protocols: shares", [], bad)
    t.pause(False)


def talkers(t):
    """A pair's rates are the sum of its flows'."""
    def pairs():
        sums = {}
        for f in tap.ntopctl("flow", "show", "sort", "rate", "limit", "200"):
            a, b = f["client"], f["server"]
            for x, y in ((a, b), (b, a)):
                key = (f["interface"], x["addr"], y["addr"])
                entry = sums.setdefault(key, {"SENDS": 0, "SENDS2": 0, "IN ALL": 0})
                entry["SENDS"] += x["octets_per_second"]
                entry["SENDS2"] += y["octets_per_second"]
                entry["IN ALL"] += f["octets"]
        return sums
    compare("talkers: rates and totals are the sums of their flows'", t, pairs, lambda r: (r["DEV"], r["HOST"], r["HOST2"]))


# ---- names ----

MARKS = ("osc", "csi", "newline", "rlo", "zwj", "combining", "cjk", "invalid", "c1", "control", "quote")


def hostile():
    """Names from the wire."""
    for locale in ("C.UTF-8", "C"):
        t = Viewer(230, 60, locale=locale).begin("page flows -d 0.5")
        t.keys("\\")
        t.type("host 198.51.100.66")
        t.keys("Enter")
        t.wait("filter: host 198")
        # the filter is told at once, its records come with the next refresh
        tap.comes(f"{locale}: all names are there", lambda: all(f"{n}.example" in t.text() for n in MARKS), t)
        tap.equal(f"{locale}: the screen is sound", [], faults(t))
        columns_hold(t, locale)
        raw = t.raw()
        found = [m for m in (b"\x1b]0;", b"\x1b[2Jb", b"\x1b[31mb", "\u202e".encode(), "\u200d".encode(), "\u200b".encode(),
                             "\ufeff".encode(), b"\xc2\x9b", b"\x9b31", b"\x7f", b"\xff") if m in raw]
        tap.equal(f"{locale}: nothing of it reaches the terminal", [], found)
        tap.ok(f"{locale}: what can be shown is shown", ("中文网站漢字.cjk.example" in t.text()) == (locale != "C"), t.text())
        title = t.ask("display-message", "-p", "-t", t.pane, "#{pane_title}")[0]
        tap.ok(f"{locale}: the terminal's title is its own", "owned" not in title, title)
        flow_detail(t, locale)
        t.keys("q")
        t.ended()


def columns_hold(t, locale):
    """Behind names of whatever width the columns are where their headings are."""
    rows = t.cells()
    head = cells.text(rows[3])
    at = re.search(r"IN ALL", head)
    wrong = []
    for row in rows[4:4 + len(t.rows([cells.text(row).rstrip() for row in rows]))]:
        texts = [c.text for c in row] + [" "] * t.width
        if not texts[at.end() - 1].strip() or texts[at.end()].strip():
            wrong.append(cells.text(row))
    tap.ok(f"{locale}: columns are aligned", not wrong, head, *wrong)


def flow_detail(t, locale):
    """The same names where they are not cut."""
    for name in ("osc", "cjk", "long"):
        t.keys("/")
        t.type(f"{name}.example" if name != "long" else "wwww")
        t.keys("Enter")
        t.keys("Enter")
        t.wait("Esc goes back")
        tap.equal(f"{locale}: details of a flow with a name like {name}", [], faults(t))
        t.keys("Escape")
        t.wait("filter: host")


tap.perform(rig, looks, figures, hostile)
