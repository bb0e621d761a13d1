# SPDX-License-Identifier: GPL-2.0-or-later
"""Files, names that mean harm, wrong words, rrdcached, the report."""
import fcntl
import os
import re
import shutil
import signal
import stat
import struct
import subprocess
import threading
import time
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

from recordings import LAYOUTS, Store, escape
from tap import NTOPCTL, ask, check, run, same

END = 1795564800
SPAN = ["from", f"@{END - 3600}", "to", f"@{END}"]
HOSTILE = ['a:b"<i>&', "x\\l%s\\", "${IFS};'`", "日本é"]


def record(store, name, shown=None):
    folder = store.interface(name, shown)
    store.record(folder + "/traffic.rrd", "interface", 10, range(END - 3600, END + 1, 10),
                 lambda t: {"rx_octets": 1000})
    return folder


def png_size(data):
    assert data[:8] == b"\x89PNG\r\n\x1a\n" and data[-8:-4] == b"IEND", data[:16]
    return struct.unpack(">II", data[16:24])


def files(path):
    store = Store(path + "/store")
    folder = record(store, "eth1")
    for name in ("TLS", "HTTP"):
        store.record(f"{folder}/protocol/{name}.rrd", "protocol", 60,
                     range(END - 3600, END + 1, 60), lambda t: {"sent_octets": 400})
    out = path + "/out"
    os.mkdir(out)
    where = ["dir", store.path, *SPAN]
    said = run("graph", "interface", "eth1", *where, out + "/a.png")
    same("a picture is written, silently", (said.returncode, said.stdout, said.stderr),
         (0, "", ""))
    with open(out + "/a.png", "rb") as f:
        width, height = png_size(f.read())
    check("its size", 800 <= width <= 1000 and 240 <= height <= 500, (width, height))
    same("its mode", stat.S_IMODE(os.stat(out + "/a.png").st_mode), 0o666 & ~umask())
    said = run("graph", "int", "eth1", "size", "1200x400", *where, "-", text=False)
    check("standard output, larger", png_size(said.stdout)[0] > 1200)
    light = run("gr", "prot", *where, "-", text=False).stdout
    dark = run("gr", "prot", "theme", "dark", *where, "-", text=False).stdout
    check("themes differ, and no name is needed of the only one",
          png_size(light) == png_size(dark) and light != dark)
    said = ask("graph", "protocols", "eth1", *where, out + "/b.svg")
    same("-j tells the numbers of the legend", said[0]["curves"][0]["octets_total"], 400 * 3600)
    same("and the file", said[0]["file"], out + "/b.svg")
    ElementTree.parse(out + "/b.svg")
    same("nothing else is left", sorted(os.listdir(out)), ["a.png", "b.svg"])
    said = run("-b", "-", input=2 * f"history dir \"{store.path}\"\n")
    same("in a batch", said.stdout.count("eth1"), 2)


def umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


def hostile(path):
    store = Store(path + "/wild: \\store")
    for name in HOSTILE:
        folder = record(store, name, name.replace("\\", "\\\\"))
        for inner in HOSTILE:
            store.record(f"{folder}/protocol/{escape(inner)}.rrd", "protocol", 60,
                         range(END - 3600, END + 1, 60), lambda t: {"sent_octets": 10})
        svg = run("graph", "protocols", "dev", name, "dir", store.path, *SPAN, "format", "svg",
                  "-").stdout
        root = ElementTree.fromstring(svg)
        desc = root.find("{http://www.w3.org/2000/svg}desc").text
        shown = [n.replace("\\", "\\\\") for n in HOSTILE]
        check(f"legend of {name}", all(any(line.startswith(n) for line in desc.splitlines())
                                       for n in shown), desc)
    same("no name is lost", [o["object"] for o in ask("history", "dir", store.path)],
         sorted(n.replace("\\", "\\\\") for n in HOSTILE))
    said = run("report", path + "/wild page", "dir", store.path)
    same("a report of them", (said.returncode, said.stderr), (0, ""))
    check_page(path + "/wild page", HOSTILE)
    with open(store.interface("evil") + "/object", "wb") as f:
        f.write(b"kind=interface\nname=e\x1b[31m\xff\n")
    shown = run("history", "dir", store.path).stdout
    check("no control characters", "\x1b" not in shown and "e\\x1b[31m\\xff" in shown, shown)


def refusals(path):
    store = path + "/store"
    wrong = [
        (1, "graph: of what, and into which file? (see: ntopctl graph --help)", "graph"),
        (1, "'1d' is not - and does not end in .png or .svg", "graph", "interface", "eth1",
         "last", "1d"),
        (1, "unknown word 'intrface' (did you mean: interface)", "graph", "intrface", "x.png"),
        (1, "interface NAME is missing", "graph", "interface", "x.png"),
        (1, "nothing is recorded of interface 'eth9'", "graph", "interface", "eth9", "dir",
         store, "x.png"),
        (1, "nothing is recorded of host '10.9.9.9'", "history", "host", "10.9.9.9", "dir",
         store),
        (1, "last: '1x' is no time (15m, 6h, 1d, 2w, 1M or 1y)", "history", "module", "last",
         "1x"),
        (1, "from: '2026-02-30' is no date", "history", "module", "from", "2026-02-30"),
        (1, "is no span of time", "history", "module", "from", "2026-02-03", "to",
         "2026-02-02"),
        (1, "top N: '13' is not a number from 1 to 12", "history", "protocols", "top", "13"),
        (1, "step 7 is no multiple of 10, which is what there is", "history", "interface",
         "eth1", "dir", store, *SPAN, "step", "7"),
        (1, "too many intervals", "history", "interface", "eth1", "dir", store, *SPAN[:2], "to",
         "9999-12-31"),
        (1, "size: '9x9' is no size", "graph", "module", "size", "9x9", "x.png"),
        (1, "'drops' ", "history", "module", "drops"),
        (1, "rrdcached: 'tcp' is no address (unix:PATH)", "history", "rrdcached", "tcp"),
        (2, "/nowhere: No such file or directory (does ntopd record there? word: dir DIR)",
         "history", "dir", "/nowhere"),
        (2, "cannot write /nowhere/x.png: No such file or directory", "graph", "interface",
         "eth1", "dir", store, *SPAN, "/nowhere/x.png"),
        (1, "report DIR: the folder to write to is missing", "report"),
        (2, "nothing is recorded in", "report", path + "/page", "dir", path + "/out"),
    ]
    for status, why, *words in wrong:
        said = run(*words)
        first = said.stderr.splitlines()[0] if said.stderr else ""
        check(f"refused: {' '.join(words[:4])}", said.returncode == status and why in first and
              first.startswith("ntopctl: ") and said.stdout == "",
              f"{said.returncode}: {said.stderr}")
    broken = Store(store).interface("broken")
    with open(broken + "/traffic.rrd", "w", encoding="utf-8") as f:
        f.write("no recording")
    said = run("history", "interface", "broken", "dir", store)
    check("a broken file", said.returncode == 2 and "broken/traffic.rrd" in said.stderr,
          said.stderr)
    shutil.rmtree(broken)


def companion(path):
    """ntopctl finds the other program where it is installed, and says when it is not."""
    root = path + "/usr"
    os.makedirs(root + "/sbin")
    os.makedirs(root + "/libexec/kntop")
    shutil.copy(NTOPCTL, root + "/sbin")
    said = run("graph", "x.png", program=root + "/sbin/ntopctl")
    check("not installed", said.returncode == 2 and said.stderr.startswith(
        "ntopctl: graph: ntopctl-graph is not installed: ") and
        "(install the package ntopd)" in said.stderr, said.stderr)
    said = run("h", "s", "limit", "x")
    check("a short h is host, as it was", "limit N: 'x'" in said.stderr, said.stderr)
    said = run("graph", "--help", program=root + "/sbin/ntopctl")
    check("help does not need it", said.returncode == 0 and "Kinds:" in said.stdout)
    shutil.copy(NTOPCTL + "-graph", root + "/libexec/kntop")
    said = run("history", "dir", path + "/store", program=root + "/sbin/ntopctl")
    check("installed", said.returncode == 0 and "eth1" in said.stdout, said.stderr)


def cached(path):
    store = Store(path + "/store")
    folder = store.interface("cached")
    file, socket = folder + "/traffic.rrd", path + "/rrdcached.sock"
    store.record(file, "interface", 10, range(END - 3600, END - 1800, 10),
                 lambda t: {"rx_octets": 1000})
    daemon = subprocess.Popen(["rrdcached", "-g", "-l", "unix:" + socket, "-w", "3600",
                               "-f", "7200", "-p", path + "/pid"],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(1200):
            if subprocess.run(["rrdtool", "flushcached", "--daemon", "unix:" + socket, file],
                              capture_output=True, check=False).returncode == 0:
                break
            time.sleep(0.05)
        names = len(LAYOUTS["interface"])
        rows = [":".join([str(t), str((t - END + 3600) * 1000)] + ["0"] * (names - 1))
                for t in range(END - 1800, END + 1, 10)]
        for i in range(0, len(rows), 20):
            subprocess.run(["rrdtool", "update", "--daemon", "unix:" + socket, file,
                            *rows[i:i + 20]], check=True, stdout=subprocess.DEVNULL)
        where = ["history", "interface", "cached", "dir", store.path, *SPAN]
        before = ask(*where)[0]["unknown_seconds"]
        after = ask(*where, "rrdcached", "unix:" + socket)[0]
        check("values wait in rrdcached", before >= 1800, before)
        same("they are written first", (after["unknown_seconds"],
                                        after["curves"][0]["octets_total"]), (0, 3600000))
    finally:
        daemon.send_signal(signal.SIGTERM)
        daemon.wait()
    said = run(*where, "rrdcached", "unix:" + socket)
    check("it is away", said.returncode == 2, said.stderr)
    said = run("history", "dir", store.path, "rrdcached", "unix:" + socket)
    check("also for the list", said.returncode == 2 and said.stderr.startswith("ntopctl: "),
          said.stderr)


def busy(path):
    """ntopd writes at the very moment: the file is locked, and soon it is not."""
    store = Store(path + "/store")
    file = record(store, "busy") + "/traffic.rrd"
    where = ["interface", "busy", "dir", store.path, *SPAN]
    for words in (["history", *where], ["graph", *where, path + "/busy.png"]):
        with open(file, "r+b") as held:
            fcntl.lockf(held, fcntl.LOCK_EX)
            timer = threading.Timer(0.3, fcntl.lockf, (held, fcntl.LOCK_UN))
            timer.start()
            said = run(*words)
            timer.join()
        same(words[0] + " while it is written", (said.returncode, said.stderr), (0, ""))


def late(path):
    """ntopd writes after the archive was chosen, which goes back a day to the second."""
    shim = path + "/late_row.so"
    subprocess.run(["cc", "-D_GNU_SOURCE", "-shared", "-fPIC", "-o", shim,
                    os.path.dirname(os.path.abspath(__file__)) + "/late_row.c"], check=True)
    store = Store(path + "/store")
    folder = store.interface("late")
    store.record(folder + "/traffic.rrd", "interface", 1, range(END - 7200, END + 1),
                 lambda t: {"rx_octets": 1000})
    # there may be blanks in the path, of which preloading takes none
    env = {"LD_LIBRARY_PATH": path, "LD_PRELOAD": "late_row.so", "LATE_ROW": str(END)}
    chart = ask("history", "interface", "late", "dir", store.path, "from", f"@{END - 86400}",
                "to", f"@{END}", env=env)[0]
    same("what was chosen is read, as far as it is left",
         (chart["step_seconds"], chart["curves"][0]["octets_total"]), (1, 7200000))
    drawn = run("graph", "interface", "late", "dir", store.path, "from", f"@{END - 86380}",
                "to", f"@{END + 20}", path + "/late.png", env={**env, "LATE_ROW": str(END + 20)})
    same("and drawn", (drawn.returncode, drawn.stderr), (0, ""))


def nothing(path):
    empty = path + "/empty"
    os.mkdir(empty)
    said = run("history", "dir", empty)
    check("nothing is recorded yet: it says so", said.returncode == 0 and not said.stdout and
          said.stderr.startswith(f"ntopctl: history: nothing is recorded in {empty} yet"),
          said.stderr)
    said = run("-j", "history", "dir", empty)
    same("but not to a program", (said.returncode, said.stdout, said.stderr), (0, "[]\n", ""))


class Page(HTMLParser):
    """What a page refers to, and what it says."""

    def __init__(self):
        super().__init__()
        self.files, self.ids, self.links, self.tags, self.text = [], [], [], [], ""

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append(tag)
        self.files += [attrs[a] for a in ("src", "srcset") if a in attrs]
        if "id" in attrs:
            self.ids.append(attrs["id"])
        if tag == "a":
            self.links.append(attrs["href"])

    def handle_data(self, data):
        self.text += data


def check_page(folder, names):
    with open(folder + "/index.html", encoding="utf-8") as f:
        text = f.read()
    page = Page()
    page.feed(text)
    check("pictures are there", page.files and all(
        os.path.getsize(os.path.join(folder, name)) > 100 for name in page.files), page.files[:5])
    same("every picture is shown", len(set(page.files)),
         len(os.listdir(folder + "/kntop-img")))
    for name in page.files[:8]:
        with open(os.path.join(folder, name), "rb") as f:
            png_size(f.read())
    same("links lead somewhere", {"#" + i for i in page.ids}, set(page.links))
    check("nothing from elsewhere", "http:" not in text and "https:" not in text and
          not set(page.tags) & {"script", "link", "iframe", "object"}, sorted(set(page.tags)))
    same("no tags from names", [t for t in page.tags if t not in KNOWN_TAGS], [])
    check("names are as they are", all(n.replace("\\", "\\\\") in page.text for n in names),
          names)


KNOWN_TAGS = {"html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "h3", "p",
              "nav", "dl", "dt", "dd", "a", "main", "section", "span", "div", "figure",
              "figcaption", "b", "picture", "source", "img", "table", "thead", "tbody", "tr",
              "th", "td", "i", "footer"}


def alike(path):
    """Objects whose names differ only in what joins their parts; a file among folders."""
    now = int(time.time())
    store = Store(path + "/alike-store")
    for dev, vlan in (("eth1-5", ""), ("eth1", "5")):
        store.record(store.host("10.0.0.1", dev, vlan) + "/traffic.rrd", "host", 300,
                     range(now - 7200, now, 300), lambda t: {"sent_octets": 9})
    for name in ("host/README", "host/00/README", "interface"):
        with open(f"{store.path}/{name}", "w", encoding="utf-8"):
            pass
    listed = ask("history", "dir", store.path)
    same("files among the folders hide none", sorted((o["interface"], o["vlan"]) for o in listed),
         [("eth1", "5"), ("eth1-5", None)])
    page = path + "/alike"
    said = run("report", page, "dir", store.path)
    same("a report of them", (said.returncode, said.stderr), (0, ""))
    with open(page + "/index.html", encoding="utf-8") as f:
        ids = re.findall(r'<section id="([^"]*)"', f.read())
    same("two sections with names of their own", (len(ids), len(set(ids))), (2, 2))
    pictures = os.listdir(page + "/kntop-img")
    same("and pictures of their own", [sum(n.startswith(i + "-host-bits-") for n in pictures)
                                       for i in ids], [8, 8])


def report(path):
    now = int(time.time())
    store = Store(path + "/page-store")
    folder = store.interface("eth1")
    store.record(folder + "/traffic.rrd", "interface", 10, range(now - 3600, now, 10),
                 lambda t: {"rx_octets": 1000, "tx_octets": 500})
    for i in range(1, 5):
        store.record(store.host(f"10.0.0.{i}", "eth1") + "/traffic.rrd", "host", 300,
                     range(now - 7200, now, 300), lambda t, i=i: {"sent_octets": i})
    store.record(store.country("US", "<i>United") + "/traffic.rrd", "region", 60,
                 range(now - 3600, now, 60), lambda t: {"sent_octets": 5})
    store.record(store.asn("15169", "<i>GOOGLE") + "/traffic.rrd", "region", 60,
                 range(now - 3600, now, 60), lambda t: {"sent_octets": 5})
    busy = store.host("10.0.0.4", "eth1")
    store.record(busy + "/protocols.rrd", "slot", 300, range(now - 7200, now, 300),
                 lambda t: {"p0_sent": 1})
    with open(busy + "/protocols", "w", encoding="utf-8") as f:
        f.write(f"p0 {(now - 9000) * 10 ** 9} 0 0 <i>TLS\n")
    page = path + "/page"
    said = run("report", page, "dir", store.path, "hosts", "2")
    same("a report", (said.returncode, said.stdout, said.stderr), (0, "", ""))
    check_page(page, ["eth1", "US <i>United", "AS15169 <i>GOOGLE", "<i>TLS"])
    with open(page + "/index.html", encoding="utf-8") as f:
        text = f.read()
    same("the busiest hosts, and no others", [f"10.0.0.{i} on eth1</a>" in text
                                              for i in range(1, 5)], [False, False, True, True])
    stale, other = page + "/kntop-img/host-gone-bits-day-light.png", page + "/kntop-img/mine.png"
    for name in stale, other:
        with open(name, "w", encoding="utf-8"):
            pass
        os.utime(name, (now - 200000, now - 200000))
    before = os.stat(page + "/index.html").st_ino
    run("report", page, "dir", store.path, "hosts", "1")
    check("written anew, not over", os.stat(page + "/index.html").st_ino != before)
    same("what is no longer shown goes, what is not ours stays",
         (os.path.exists(stale), os.path.exists(other)), (False, True))
    os.unlink(other)
    left = [n for _, _, names in os.walk(page) for n in names
            if not n.endswith((".png", "index.html"))]
    same("nothing half-written", left, [])
    with open(folder + "/traffic.rrd", "w", encoding="utf-8") as f:
        f.write("broken")
    said = run("report", page, "dir", store.path)
    with open(page + "/index.html", encoding="utf-8") as f:
        text = f.read()
    check("what cannot be read is told, the rest is there", said.returncode == 2 and
          "eth1/traffic.rrd" in said.stderr and "cannot be drawn" in text and
          "10.0.0.4 on eth1" in text, said.stderr[:300])
