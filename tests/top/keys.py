# SPDX-License-Identifier: GPL-2.0-or-later
"""keys: every key that the help box names does what it says; so does the mouse; and what was
chosen is chosen again next time."""
import os
import re
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import cells                                            # noqa: E402
import tap                                              # noqa: E402
from term import Failed, until                          # noqa: E402
from viewer import EXACT, HEAD, PAGES, Viewer           # noqa: E402

TRIED = set()       # keys as the help box calls them


def tried(*names):
    """The next lines try these keys."""
    TRIED.update(names)


def column(t, heading):
    """A column's figures, as numbers."""
    return [tap.number(row[heading]) for row in t.table()]


def pages():
    """Going from page to page."""
    t = Viewer(100, 30).begin("-d 0.5")
    tried("1-7", "Tab", "arrows")
    for n, page in reversed(list(enumerate(PAGES, 1))):
        t.keys(str(n))
        tap.comes(f"{n}: {page}", lambda p=page: t.open() == p, t)
    for key, want in (("Tab", "Talkers"), ("Right", "Hosts"), ("Left", "Talkers"), ("BTab", "Overview"),
                      ("BTab", "Health"), ("Tab", "Overview")):
        t.keys(key)
        tap.comes(f"{key}: {want}", lambda w=want: t.open() == w, t)
    tried("Enter", "Esc")
    for n, want in ((2, r"── Host (\S+)"), (3, r"── Host (\S+)"), (4, r"── (Flow) ")):
        t.page(n).pause()       # which line is the first one changes with the rates
        row = until(t.chosen, "a line") + " Flow"
        t.keys("Enter")
        tap.comes(f"Enter on {PAGES[n - 1]}: all about it", lambda w=want, r=row: re.search(w, t.text())[1] in r.split(), t)
        t.keys("Escape")
        tap.comes("Esc: back", lambda p=PAGES[n - 1]: "Esc goes back" not in t.text() and t.open() == p, t)
        t.pause(False)
    into(t)
    t.keys("q")
    t.ended()


def into(t):
    """Enter goes from what is large into what is in it."""
    t.page(1).keys("Down", "Enter")
    tap.comes("Enter on an interface: only that", lambda: "all pages show span1 only" in t.text(), t)
    t.page(3)
    tap.comes("hosts of that interface", lambda: len(t.rows()) < 28 and "kntop span1" in t.text(), t)
    t.page(1).keys("Enter")
    tap.comes("Enter again: all", lambda: "all interfaces" in t.text(), t)
    t.page(5).keys("/")
    t.type("YouTube")
    t.keys("Enter", "Enter")
    tap.comes("Enter on a protocol: its flows", lambda: t.open() == "Flows" and t.rows() and
          all("YouTube" in r for r in t.rows()), t)
    t.keys("Escape")
    tap.comes("Esc: without that filter", lambda: len(t.rows()) > 10, t)
    t.page(6).keys("Enter")
    tap.comes("Enter on a network: its hosts", lambda: t.open() == "Hosts" and
          all(r["HOST"].startswith("192.168.10.") for r in t.table()), t)
    t.keys("Escape")


def moving():
    """In a list."""
    t = Viewer(100, 30).begin("page hosts -d 60")
    tried("arrows", "PgUp", "PgDn", "Home", "End")
    until(t.rows, "rows")
    rows = t.steady()
    for keys, want in ((("Down",), 1), (("Down", "Down"), 3), (("Up",), 2), (("Up",) * 5, 0)):
        t.keys(*keys)
        tap.comes(f"{' '.join(keys)}: line {want}", lambda w=want: t.chosen() == rows[w], t)
    t.keys("NPage")
    tap.comes("PgDn: a screen", lambda: t.chosen() == rows[24], t)
    t.keys("NPage")
    tap.comes("PgDn: what is not there yet", lambda: re.search(r" 2\d-", t.lines()[2]) and t.chosen(), t)
    t.keys("End")
    tap.comes("End", lambda: t.rows() and t.chosen() == t.rows()[-1] and
          re.search(r"(\d+)-(\d+)( of \2)?$", t.lines()[2]), t)
    last = int(re.search(r"-(\d+)( of \d+)?$", t.lines()[2])[1])
    tap.near("End: as many hosts as there are", len(tap.ntopctl("host", "show")), last, 0.03, 4)
    t.keys("PPage")
    tap.comes("PgUp", lambda: t.chosen() != t.rows()[-1], t)
    t.keys("Home")
    tap.comes("Home", lambda: t.chosen() == t.rows()[0] and " 1-" in t.lines()[2], t)
    t.keys("q")
    t.ended()


def details():
    """What is longer than the screen."""
    t = Viewer(80, 24).begin("page health -d 0.5")
    t.wait("more: Down")
    t.keys("Down", "Down")
    tap.comes("Down: further down", lambda: "Lost, refused" not in t.text(), t)
    t.keys("End")
    tap.comes("End: the end", lambda: "worker 0" in t.text() and "more: Down" not in t.text(), t)
    t.keys("Home")
    tap.comes("Home: the beginning", lambda: "Lost, refused" in t.text(), t)
    t.keys("NPage")
    tap.comes("PgDn: a screen", lambda: "Lost, refused" not in t.text(), t)
    t.keys("q")
    t.ended()


def search():
    """/ and N."""
    t = Viewer(150, 30).begin("page flows -d 60")
    tried("F3", "/", "N")
    until(t.rows, "rows")
    for key in ("/", "F3"):
        t.keys("Home", key)
        t.wait("^Search:")
        t.type("faceboo")
        t.keys("Enter")
        tap.comes(f"{key}: found", lambda: "www.facebook.com" in (t.chosen() or ""), t)
    t.keys("Home", "/")
    t.type("TLS.")
    t.keys("Enter")
    first = until(t.chosen, "a line")
    t.keys("N")
    tap.comes("N: the next", lambda: t.chosen() != first and "TLS." in t.chosen(), t)
    t.keys("/")
    t.type("not there at all")
    t.keys("Enter")
    tap.comes("/: not found", lambda: "nothing here shows 'not there at all'" in t.text(), t)
    t.keys("/")
    t.type("198.51.100.66")
    t.keys("Enter")
    tap.comes("/: what is not on the screen", lambda: "198.51.100.66" in (t.chosen() or ""), t)
    t.keys("/")
    t.type("abc")
    t.keys("C-u")
    t.type("x中é")
    t.keys("BSpace")
    tap.comes("a line that is edited", lambda: t.lines()[-1] == "Search: x中", t)
    t.keys("Escape")
    tap.comes("Esc: no search", lambda: t.lines()[-1].startswith("F1Help"), t)
    t.keys("q")
    t.ended()


def filters():
    """The grammar of flow show."""
    t = Viewer(150, 30).begin("page flows -d 0.5")
    tried("F4", "\\")
    for key, words, holds in (("\\", "port 443 remote", lambda r: r["SERVER"].endswith(":443")),
                              ("F4", "l4 udp min-rate 100k", lambda r: tap.number(r["SENT"]) + tap.number(r["RECEIVED"]) > 9e4),
                              ("F4", "l7 DNS", lambda r: r["PROTOCOL"].startswith("DNS"))):
        t.keys(key, "C-u")
        t.type(words)
        t.keys("Enter")
        tap.comes(f"{key} {words}", lambda w=words, h=holds: f"filter: {w}" in t.text() and t.rows() and all(map(h, t.table())), t)
    t.keys("F4", "C-u")
    t.type("prot 443")
    t.keys("Enter")
    tap.comes("a filter that is wrong says so, and stays", lambda: re.search(r"filter: .*prot", t.lines()[2]) and
          t.lines()[-1].endswith("prot 443"), t)
    t.keys("Escape", "Escape")
    tap.comes("Esc: all", lambda: "filter" not in t.lines()[-1] and len(t.rows()) > 20, t)
    t.page(3).keys("\\")
    t.type("net servers")
    t.keys("Enter")
    tap.comes("hosts have theirs", lambda: t.rows() and all(r["HOST"].startswith("10.20.") for r in t.table()), t)
    t.keys("q")
    t.ended()


def order():
    """What a list is ordered by."""
    t = Viewer(150, 30).begin("page hosts -d 0.2")
    tried("F6", ">", "I", "r", "o")
    t.keys(">")
    t.wait("Sort by")
    t.keys("Down", "Enter")
    tap.comes("> octets: the largest first", lambda: t.lines()[2].startswith(" by octets") and falling(column(t, "IN ALL")), t)
    t.keys("F6", "Home", "Enter")
    tap.comes("F6 rate", lambda: t.lines()[2].startswith(" by rate"), t)
    t.page(5)
    t.keys("I")
    tap.comes("I: the least first", lambda: "inverted" in t.lines()[2] and
          falling([a + b for a, b in zip(column(t, "CLIENTS"), column(t, "SERVERS"))][::-1], 0.02), t)
    t.keys("I")
    tap.comes("I: again", lambda: "inverted" not in t.lines()[2], t)
    t.page(3).keys("r")
    tap.comes("r: totals, and in their order", lambda: t.lines()[2].startswith(" by octets, bit ") and
          falling([a + b for a, b in zip(column(t, "SENT"), column(t, "RECEIVED"))], 0.01), t)
    t.keys("r")
    tap.comes("r: rates", lambda: "bit/s" in t.lines()[2], t)
    freeze(t)
    t.keys("q")
    t.ended()


def falling(figures, slack=0.006):
    """Each at most the one before it, as figures of three digits are."""
    return len(figures) > 3 and all(b <= a * (1 + slack) + 1 for a, b in zip(figures, figures[1:]))


def freeze(t):
    """o: lines stay where they are while their figures move."""
    t.keys("o")
    t.wait("FROZEN")
    names, before, moved = [r["HOST"] for r in t.table()], t.text(), 0
    for _ in range(6):
        now = t.changed(before)
        moved += t.rows(now.split("\n")) != t.rows(before.split("\n"))
        before = now
        if [r["HOST"] for r in t.table(now.split("\n"))] != names:
            moved = -100
    tap.ok("o: the order is frozen, figures are not", moved > 0, moved)
    t.keys("o")
    tap.comes("o: free again", lambda: "FROZEN" not in t.text(), t)


def columns():
    """F2, C."""
    t = Viewer(150, 30).begin("page hosts -d 0.5")
    tried("F2", "C")
    t.keys("F2")
    t.wait("Columns")
    t.keys("Down", "Space", "Escape")
    tap.comes("F2: a column less", lambda: t.rows() and not re.search(r"\bDEV\b", t.lines()[HEAD]), t)
    t.keys("C")
    t.wait(r"\[ \] DEV")
    t.keys("Down", "Enter", "Escape")
    tap.comes("C: and back", lambda: re.search(r"\bDEV\b", t.lines()[HEAD]), t)
    t.keys("q")
    t.ended()


def groups():
    """t: flows by what they have in common."""
    t = Viewer(150, 30).begin("page flows -d 0.2")
    tried("F5", "t")
    t.keys("t")
    tap.comes("t: by host", lambda: "HOST" in t.lines()[HEAD] and "by host" in t.lines()[2], t)
    t.keys("Enter")
    tap.comes("Enter: that host's flows", lambda: re.search(r"filter: host (\S+)", t.text()) and
          all(re.search(r"filter: host (\S+)", t.text())[1] in r for r in t.rows()), t)
    t.keys("Escape", "t", "t")
    tap.comes("t: by network", lambda: t.lines()[HEAD].startswith("NETWORK") and "office" in t.text(), t)
    t.keys("F5")
    tap.comes("F5: by protocol", lambda: t.lines()[HEAD].startswith("PROTOCOL") and "SHARE" in t.lines()[HEAD], t)
    t.keys("F5")
    tap.comes("F5: one by one", lambda: "CLIENT" in t.lines()[HEAD] and "SERVER" in t.lines()[HEAD], t)
    t.keys("q")
    t.ended()


def units():
    """B and u: the same figures in other words."""
    t = Viewer(150, 30).begin("page hosts -d 0.5")
    tried("B", "u", "Space", "P")
    t.keys(*EXACT)
    tap.comes("u: all digits", lambda: re.fullmatch(r"\d{6,}", t.table()[0]["RECEIVED"]), t)
    t.pause()
    bits = column(t, "IN ALL")
    t.keys("B")
    tap.comes("B: octets, an eighth", lambda: [8 * o for o in column(t, "IN ALL")] == bits, t)
    octets = column(t, "IN ALL")
    want = {(h["interface"], h["addr"]): h["sent"]["packets"] + h["received"]["packets"] for h in tap.ntopctl("host", "show")}
    t.keys("B")
    tap.comes("B: packets", lambda: "pkt" in t.lines()[2] and column(t, "IN ALL")[0] != octets[0], t)
    row = t.table()[0]
    tap.ok("B: as many as were there a moment ago", 0 < float(row["IN ALL"]) <= want[row["DEV"], row["HOST"]], row, want)
    t.keys("B", "u")
    tap.comes("u: k, M", lambda: [b * 0.995 <= k <= b * 1.005 for k, b in zip(column(t, "IN ALL"), bits)].count(False) == 0 and
          t.table()[0]["IN ALL"].endswith("M"), t)
    t.keys("B", "u")
    tap.comes("u: Ki, Mi", lambda: all(abs(k - o) <= 0.006 * o for k, o in zip(column(t, "IN ALL"), octets)) and
          t.table()[0]["IN ALL"].endswith("Mi"), t)
    t.pause(False)
    pausing(t)
    t.keys("q")
    t.ended()


def pausing(t):
    """Nothing moves."""
    t.keys("Space")
    t.wait("PAUSED")
    before = t.text()
    t.keys("Down")
    tap.comes("Space: lines can be chosen meanwhile", lambda: t.chosen() == t.rows()[1], t)
    t.keys("Up")
    subprocess.run(["sleep", "1.6"], check=True)
    tap.same("Space: nothing moves, for three refreshes", before, t.text())
    t.keys("Space")
    tap.comes("Space: goes on", lambda: "PAUSED" not in t.text() and t.text() != before, t)


def graphs():
    """g. What passed before one looked is there, too: the kernel remembers."""
    age = (time.time_ns() - tap.ntopctl("interface", "show")[0]["since"]) / 1e9
    t = Viewer(100, 30).begin("-d 60")
    tap.comes("a graph from before the start", lambda: len(re.findall("█", t.lines()[-5])) > min(age, 60) / 60 * 90 * 0.8 - 4, t)
    tap.ok(f"the office was open for some time ({age:.0f} s)", age > 20)
    t.keys("q")
    t.ended()
    t.begin("-d 0.5")
    tried("g")
    for want in ("10 min", "1 h", "1 min"):
        t.keys("g")
        tap.comes(f"g: {want}", lambda w=want: f"last {w}" in t.text() and f"{w} ago" in t.text(), t)
    t.keys("q")
    t.ended()


def names():
    """n and p: names for addresses and ports."""
    hosts = f"{os.environ['WORK']}/hosts"
    Path(hosts).write_text("192.168.10.11 pc11.office.example\n203.0.113.10 \x1b[2Jvideo.example\n", encoding="ascii")
    subprocess.run(["mount", "--bind", hosts, "/etc/hosts"], check=True)
    known = f"{os.environ['WORK']}/names"
    t = Viewer(150, 30, KNTOP_NAMES=known).begin("page flows -d 0.5")
    tried("n", "p")
    t.keys("p")
    tap.comes("p: ports by name", lambda: ":https" in t.text(), t)
    t.keys("p")
    tap.comes("p: by number", lambda: ":https" not in t.text(), t)
    t.keys("n")
    tap.comes("n: hosts by name", lambda: "pc11.office.example:" in t.text(), t)
    Path(known).write_text(f"192.168.10.11\tdhcp\t{int(time.time())}\tann\\x1b[2J\n", encoding="ascii")
    tap.comes("n: the name that ntopd has found out", lambda: "ann\\x1b[2J:" in t.text(), t)
    t.keys("n")
    tap.comes("n: by address", lambda: "ann" not in t.text(), t)
    t.keys("q")
    t.ended()
    subprocess.run(["umount", "/etc/hosts"], check=True)


def choices():
    """d, l, c, +, -."""
    t = Viewer(150, 30).begin("page hosts -d 1")
    tried("d", "l", "c", "+", "-")
    for want, head in (("only span0", "kntop span0"), ("only span1", "kntop span1"), ("all interfaces", "kntop  in")):
        t.keys("d")
        tap.comes(f"d: {want}", lambda w=want, h=head: w in t.text() and h in t.text(), t)
    t.keys("l")
    tap.comes("l: local", lambda: "local hosts" in t.lines()[2] and all(r["NETWORK"] != "remote" for r in t.table()), t)
    t.keys("l")
    tap.comes("l: remote", lambda: "remote hosts" in t.lines()[2] and all(r["NETWORK"] == "remote" for r in t.table()), t)
    t.keys("l")
    tap.comes("l: all", lambda: len({r["NETWORK"] for r in t.table()}) > 2, t)
    t.page(5).keys("c")
    tap.comes("c: categories", lambda: "categories" in t.lines()[2] and re.search("^Media ", t.text(), re.M), t)
    t.keys("c")
    tap.comes("c: protocols", lambda: re.search("^YouTube ", t.text(), re.M), t)
    for key, want in (("+", "0.5 s"), ("+", "0.2 s"), ("-", "0.5 s"), ("-", "1 s"), ("-", "2 s")):
        t.keys(key)
        tap.comes(f"{key}: {want}", lambda w=want: f"a refresh every {w}" in t.text(), t)
    t.keys("q")
    t.ended()


def ends():
    """Help, and the end."""
    t = Viewer(100, 30)
    tried("q", "F10", "^C", "^L")       # ^L: pages.py
    for key in ("F1", "?", "h"):
        t.begin("-d 0.5")
        t.keys(key)
        t.wait("── Keys")
        t.steady()
        box = t.text()
        t.keys("Escape")
        tap.comes(f"{key}: help, and away again", lambda: "── Keys" not in t.text(), t)
        t.keys({"F1": "q", "?": "F10", "h": "C-c"}[key])
        tap.equal("its end", (0, []), (t.ended(), t.restored()))
    lines = box.split("\n")
    first = next(i for i, line in enumerate(lines) if "1-7" in line)
    words = set()
    for line in lines[first:next(i for i, line in enumerate(lines) if "IN arrived" in line)]:
        # keys and what they do, in turns
        parts = re.split(r"\s{2,}", line[lines[first].index("1-7"):][:74].strip())
        words.update(key for part in parts[::2] for key in re.split("[ ,]+", part) if key)
    tap.equal("every key of the help box was tried", [], sorted(words - TRIED - {"F1"}))
    tap.ok("the help box names many keys", len(words) > 35, sorted(words))


def heading(t, name, order):
    """Click on a heading until it orders: columns move while the screen is drawn anew."""
    t.click(name)
    try:
        return until(lambda: t.lines()[2].startswith(order), "", 5)
    except Failed:
        return False


def mouse():
    """In both ways a terminal may tell of it."""
    for term in ("xterm-256color", "tmux-256color"):
        t = Viewer(150, 30, term).begin("-d 0.5")
        t.click(r"3 Hosts")
        tap.comes(f"{term}: a tab", lambda: t.open() == "Hosts" and t.rows(), t)
        tap.comes(f"{term}: a heading orders", lambda: heading(t, "IN ALL", " by octets"), t)
        t.keys("P")
        t.wait("PAUSED")
        rows = t.steady()
        t.mouse(10, HEAD + 1 + 7)
        tap.comes(f"{term}: a line", lambda r=rows: t.chosen() == r[7], t)
        t.mouse(10, HEAD + 1 + 7, 65)
        tap.comes(f"{term}: the wheel", lambda r=rows: t.chosen() == r[10], t)
        t.mouse(10, HEAD + 1 + 7, 64)
        tap.comes(f"{term}: the wheel back", lambda r=rows: t.chosen() == r[7], t)
        t.mouse(10, HEAD + 1 + 7)
        tap.comes(f"{term}: the chosen line again: Enter", lambda: "── Host" in t.text(), t)
        t.keys("Escape")
        t.click("F1(Help)", group=1)
        tap.comes(f"{term}: the last line: help", lambda: "── Keys" in t.text(), t)
        t.keys("Escape")
        t.click("F6(Sort)", group=1)
        t.wait("Sort by")
        t.click("packets")
        tap.comes(f"{term}: a menu's line", lambda: t.lines()[2].startswith(" by packets"), t)
        t.click("F10(Quit)", group=1)
        tap.equal(f"{term}: the last line: quit, and no mouse any more", (0, []), (t.ended(), t.restored()))


def memory():
    """What was chosen is chosen again."""
    t = Viewer(150, 30).begin("-d 0.5")
    t.page(3).keys("B", "u", "F2", "Down", "Space", "Escape", ">", "Down", "Down", "Enter")
    tap.comes("chosen", lambda: t.lines()[2].startswith(" by packets"), t)
    t.keys("g", "q")
    t.ended()
    config = Path(t.environment["XDG_CONFIG_HOME"])
    tap.ok("what was chosen is in $XDG_CONFIG_HOME/kntop", [str(p) for p in config.rglob("*") if p.is_file()] and
           all("/kntop/" in str(p) for p in config.rglob("*") if p.is_file()), list(config.rglob("*")))
    t.begin()
    tap.comes("the page", lambda: t.open() == "Hosts", t)
    tap.comes("the order", lambda: t.lines()[2].startswith(" by packets"), t)
    tap.comes("the unit", lambda: ", B" in t.lines()[2] and "Mi" in t.text(), t)
    tap.ok("the columns", not re.search(r"\bDEV\b", t.lines()[HEAD]), t.lines()[HEAD])
    t.page(1)
    tap.comes("the graph", lambda: "last 10 min" in t.text(), t)
    t.keys("q")
    t.ended()
    for name, content in (("nonsense", b"page 99\nlist hosts 200 9 -1\n\xff\0delay_ms 0\nspan 77\nscale x\n" * 50), ("nothing", b"")):
        (config / "kntop/top").write_bytes(content)
        t.begin()
        tap.comes(f"a file with {name} in it harms nobody", lambda: "INTERFACE" in t.text() or t.rows(), t)
        t.keys("q")
        tap.equal(f"a file with {name} in it: the end", (0, []), (t.ended(), t.restored()))


def colours():
    """As the terminal can, and as one wants."""
    for term, extra, want in (("xterm-256color", {}, {"palette"}), ("screen", {}, {"basic"}), ("vt100", {}, set()),
                              ("xterm-256color", {"NO_COLOR": "1"}, set())):
        t = Viewer(100, 30, term).begin("page talkers -d 0.5", **extra)
        until(t.rows, "rows")
        used = {c for row in t.cells() for cell in row for c in (cell.style.fg, cell.style.bg) if c is not None}
        kinds = {"palette" if isinstance(c, int) and c > 15 else "basic" if isinstance(c, int) else "rgb" for c in used}
        tap.equal(f"colours: {term} {extra}", want, kinds)
        tap.ok(f"colours: {term} {extra}: the selected line is seen", t.chosen())
        t.keys("q")
        t.ended()
    t = Viewer(100, 30, "dumb")
    t.run("ntopctl -n probe top")
    tap.equal("a terminal that can do nothing", (1, True), (min(t.ended(), 1), "--once" in t.text()))


if __name__ == "__main__":
    only = sys.argv[1:]
    tests = (pages, moving, details, search, filters, order, columns, groups, units, graphs, names, choices, ends, mouse, memory,
             colours)
    tap.perform(*(x for x in tests if not only or x.__name__ in only))
