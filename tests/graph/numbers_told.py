# SPDX-License-Identifier: GPL-2.0-or-later
"""Known rates are recorded; ntopctl history must tell them, and graph the same."""
import re
import time
import xml.etree.ElementTree as ElementTree

from recordings import DAY, Store
from tap import ask, check, near, run, same

NS = 1000000000
END = 1795564800  # 2026-11-25 00:00 UTC
assert END % DAY == 0


def at(t):
    return f"@{t}"


def curve(chart, name):
    return next(c for c in chart["curves"] if c["name"] == name)


def constant(store):
    """An hour of 1 Mbit/s in, a tenth out."""
    path = store.interface("even") + "/traffic.rrd"
    store.record(path, "interface", 10, range(END - 3600, END + 1, 10), lambda t: {
        "rx_octets": 125000, "tx_octets": 12500, "rx_packets": 100, "tx_packets": 40,
        "flows": 7, "flows_new": 2, "hosts": 3, "non_ip": 5, "table_full": 1,
        "local_remote": 12000, "remote_local": 120000})
    where = ["dir", store.path, "from", at(END - 3600), "to", at(END)]
    chart = ask("history", "interface", "even", *where)[0]
    rx, tx = curve(chart, "received"), curve(chart, "sent")
    same("intervals", chart["step_seconds"], 10)
    same("when they begin", chart["times"], [(END - 3600 + 10 * i) * NS for i in range(360)])
    same("values", rx["octets_per_second"], [125000] * 360)
    same("the other way", set(tx["octets_per_second"]), {12500})
    same("total", rx["octets_total"], 125000 * 3600)
    for key in "last", "average", "maximum", "percentile_95":
        near(key, rx[key + "_octets_per_second"], 125000)
    same("all is known", (rx["known_seconds"], chart["unknown_seconds"]), (3600, 0))
    odd = ask("history", "interface", "even", "dir", store.path, "from", at(END - 3333),
              "to", at(END - 1111))[0]
    same("total between records", curve(odd, "received")["octets_total"], 125000 * 2222)
    packets = ask("history", "interface", "even", "packets", *where)[0]
    same("packets", curve(packets, "sent")["packets_total"], 40 * 3600)
    flows = curve(ask("history", "interface", "even", "flows", *where)[0], "live flows")
    same("a value of the moment", set(flows["flows"]), {7})
    same("has no total", [k for k in flows if "total" in k], [])
    new = curve(ask("history", "interface", "even", "new", *where)[0], "new flows")
    same("new flows", new["flows_total"], 7200)
    drops = ask("history", "interface", "even", "drops", *where)[0]
    same("packets in no flow", [c["packets_total"] for c in drops["curves"]],
         [18000, 0, 0, 0, 0, 3600, 0, 0])
    local = ask("history", "interface", "even", "locality", *where)[0]
    same("what is left of all", curve(local, "in no flow")["octets_total"], 5500 * 3600)
    coarse = ask("history", "interface", "even", *where, "step", 1200)[0]
    same("longer steps", curve(coarse, "received")["octets_per_second"], [125000] * 3)
    newest = ask("history", "interface", "even", *where, "limit", 3)[0]
    same("the newest", newest["times"], [(END - s) * NS for s in (30, 20, 10)])
    same("the total is of all", curve(newest, "received")["octets_total"], 125000 * 3600)


def percentiles(store):
    for high, wanted in ((5, 1000), (6, 9000)):
        name = f"burst{high}"
        store.record(store.interface(name) + "/traffic.rrd", "interface", 10,
                     range(END - 1000, END + 1, 10),
                     lambda t, high=high: {"rx_octets": 9000 if t > END - 10 * high else 1000})
        chart = ask("history", "interface", name, "dir", store.path, "from", at(END - 1000),
                    "to", at(END))[0]
        rx = curve(chart, "received")
        near(f"{high} of 100 are higher", rx["percentile_95_octets_per_second"], wanted)
        near("and the maximum", rx["maximum_octets_per_second"], 9000)
        near("and the average", rx["average_octets_per_second"], 1000 + 8000 * high / 100)


def gaps(store):
    """Ten minutes without a record; the first one behind them has no rate either."""
    begin, end = END - 2400, END - 1800
    store.record(store.interface("gap") + "/traffic.rrd", "interface", 10,
                 range(END - 3600, END + 1, 10),
                 lambda t: None if begin < t <= end else {"rx_octets": 5000})
    where = ["dir", store.path, "from", at(END - 3600), "to", at(END)]
    chart = ask("history", "interface", "gap", *where)[0]
    rx = curve(chart, "received")
    unknown = [t // NS for t, v in zip(chart["times"], rx["octets_per_second"]) if v is None]
    same("a gap has no values", unknown, list(range(begin, end + 10, 10)))
    same("how much it is", (chart["unknown_seconds"], rx["known_seconds"]), (610, 2990))
    same("nothing is made up", rx["octets_total"], 5000 * 2990)
    near("the average is of what is known", rx["average_octets_per_second"], 5000)
    text = run("history", "interface", "gap", *where).stdout
    check("text says so", "unknown: 10 min 10 s (16.9 %), in no number" in text, text)
    check("a row of it", re.search(r"23:25 +- +- +0 %", text), text)
    day = ["history", "interface", "gap", "dir", store.path, "from", at(END - DAY), "to", at(END)]
    same("a table begins with what is recorded",
         re.findall(r"^2026-11-2\d \d\d:\d\d(?= {2,}[-\d])", run(*day).stdout, re.M),
         ["2026-11-24 23:00", "2026-11-24 23:30"])
    same("JSON with the span", ask(*day)[0]["times"][0], (END - DAY) * NS)
    late = ask("history", "interface", "gap", "dir", store.path, "from", at(END - 100),
               "to", at(END + 900))[0]
    same("what is to come is unknown", late["unknown_seconds"], 900)
    same("and nothing is now", curve(late, "received")["last_octets_per_second"], None)


def archives(store):
    """Two days and an odd part of one, with a spike: each archive tells the same."""
    begin, end, spike = END - 2 * DAY, END + 20000, END - DAY - 40000
    store.record(store.interface("long") + "/traffic.rrd", "interface", 10,
                 range(begin, end + 1, 10),
                 lambda t: {"rx_octets": 1000000 if t == spike else 4000})
    total = 4000 * (end - begin) + 996000 * 10
    for name, days, step in (("week", 7, 60), ("quarter", 90, 3600), ("year", 365, DAY)):
        chart = ask("history", "interface", "long", "dir", store.path, "from",
                    at(end - days * DAY), "to", at(end))[0]
        rx = curve(chart, "received")
        same(f"{name}: step", chart["step_seconds"], step)
        near(f"{name}: total", rx["octets_total"], total)
        same(f"{name}: known", rx["known_seconds"], end - begin)
        near(f"{name}: maximum of 10 s", rx["maximum_octets_per_second"], 1000000)
        same(f"{name}: what the maximum is of", chart["maximum_of_seconds"], 10)
        word = ask("history", "interface", "long", "dir", store.path,
                   f"{at(end - days * DAY)}..{at(end)}")[0]
        same(f"{name}: both ends in one word", curve(word, "received"), rx)
    # A report takes minutes, and a record may come while a graph is drawn.
    since = end - DAY - 1200
    chart = ask("history", "interface", "long", "dir", store.path, "from", at(since),
                "to", at(since + DAY))[0]
    same("a day of a moment ago: step", chart["step_seconds"], 10)
    same("a day of a moment ago: known", curve(chart, "received")["known_seconds"], DAY)
    near("a day of a moment ago: total", curve(chart, "received")["octets_total"],
         4000 * DAY + (996000 * 10 if spike > since else 0))
    listed = [o for o in ask("history", "dir", store.path) if o["object"] == "long"][0]
    same("first and last", (listed["first"], listed["last"]), (begin * NS, end * NS))


def stacks(store):
    """Protocols and the rest are the interface, at any depth."""
    folder = store.interface("stack")
    times = range(END - 7200, END + 1, 60)
    store.record(folder + "/traffic.rrd", "interface", 10, range(END - 7200, END + 1, 10),
                 lambda t: {"rx_octets": 50000, "tx_octets": 10000, "rx_packets": 90,
                            "flows_new": 4})
    for name, rate in (("TLS", 30000), ("DNS", 1000), ("HTTP", 20000), ("Never", 0)):
        store.record(f"{folder}/protocol/{name}.rrd", "protocol", 60, times,
                     lambda t, rate=rate: {"sent_octets": rate * .25,
                                           "received_octets": rate * .75, "flows": 1})
    # It came only half-way.
    store.record(f"{folder}/category/Web.rrd", "protocol", 60, times[60:],
                 lambda t: {"sent_octets": 12000, "received_octets": 18000})
    where = ["dir", store.path, "from", at(END - 7200), "to", at(END)]
    for top, names in ((2, ["TLS", "HTTP", "other", "all"]),
                       (9, ["TLS", "HTTP", "DNS", "other", "all"])):
        chart = ask("history", "protocols", "stack", "top", top, *where)[0]
        same(f"the top {top}", [c["name"] for c in chart["curves"]], names)
        totals = [c["octets_total"] for c in chart["curves"]]
        same("add up", sum(totals[:-1]), totals[-1])
        same("to the interface", totals[-1], 60000 * 7200)
        same("at each moment", {sum(v) for v in zip(*[c["octets_per_second"]
                                                     for c in chart["curves"][:-1]])}, {60000})
    # The last minute of them is not over: what came in it is not other.
    until = ["dir", store.path, "from", at(END - 3600), "to", at(END + 60)]
    store.write(folder + "/traffic.rrd", "interface",
                [(END + t, {"rx_octets": 50000 * (7200 + t), "tx_octets": 10000 * (7200 + t)})
                 for t in range(10, 51, 10)])
    chart = ask("history", "protocols", "stack", "step", 60, *until)[0]
    same("the stack ends with what is known", [c["octets_per_second"][-2:]
                                               for c in chart["curves"]],
         [[30000, None], [20000, None], [1000, None], [9000, None], [60000, None]])
    same("what is not told apart is unknown", chart["unknown_seconds"], 60)
    later = ["dir", store.path, "from", at(END - 3600), "to", at(END + 600)]
    store.write(folder + "/traffic.rrd", "interface",
                [(END + t, {"rx_octets": 50000 * (7200 + t), "tx_octets": 10000 * (7200 + t)})
                 for t in range(60, 601, 10)])
    chart = ask("history", "protocols", "stack", *later)[0]
    same("nobody tells them apart any more: all is other",
         [c["octets_total"] for c in chart["curves"]][-2:],
         [9000 * 3600 + 60000 * 600, 60000 * 4200])
    web = ask("history", "categories", "dev", "stack", *where)[0]
    same("a part that came late", [c["octets_total"] for c in web["curves"]],
         [30000 * 3600, 60000 * 7200 - 30000 * 3600, 60000 * 7200])
    flows = ask("history", "protocols", "stack", "flows", *where)[0]
    same("flows of protocols", curve(flows, "other")["flows_total"], 0)


def within(name, chart):
    """No interval has parts above the whole, and where that is unknown so are they."""
    values = [c["octets_per_second"] for c in chart["curves"]]
    over = [(i, v) for i, v in enumerate(zip(*values))
            if v[-1] is not None and sum(p or 0 for p in v[:-1]) > v[-1] + .01]
    same(name + ": no part above the whole", over, [])
    same(name + ": nothing where the whole is unknown",
         [v for v in zip(*values) if v[-1] is None and any(p is not None for p in v)], [])
    totals = [c["octets_total"] for c in chart["curves"]]
    near(name + ": they add up", sum(totals[:-1]), totals[-1])


def late(store):
    """What is counted later than it came stands where there was room before."""
    folder = store.interface("late")
    times = range(END - 7200, END + 1, 60)

    def whole(t):
        if END - 2400 < t <= END - 1800:
            return None
        rate = 60000 if t <= END - 3600 else 1000
        return {"rx_octets": rate, "local_remote": rate if t <= END - 3600 + 10 else 1000}

    store.record(folder + "/traffic.rrd", "interface", 10, range(END - 7200, END + 1, 10), whole)
    # A flow of half an hour that was recognized at its end, ten minutes after its last packet.
    counted = {"TLS": lambda t: 600000 if t == END - 3000 else 10000 if t <= END - 3600 else 100,
               "HTTP": lambda t: 15000 if t <= END - 3600 else 0,
               "DNS": lambda t: 800}
    for name, rate in counted.items():
        store.record(f"{folder}/protocol/{name}.rrd", "protocol", 60, times,
                     lambda t, rate=rate: {"sent_octets": rate(t)})
    where = ["dir", store.path, "from", at(END - 7200), "to", at(END)]
    for top in (1, 9):
        chart = ask("history", "protocols", "late", "step", 60, "top", top, *where)[0]
        within(f"top {top}", chart)
    known = [t for t in times[1:] if not END - 2400 < t <= END - 1800]
    # Some of what was measured is of no step that is known wholly.
    for name, rate in counted.items():
        near(f"{name}: all of it", curve(chart, name)["octets_total"],
             sum(60 * rate(t) for t in known), 2e-3)
    before = curve(chart, "TLS")["octets_per_second"][:60]
    check("before it was counted", sum(before) * 60 > 10000 * 3600 + 500000 * 60, sum(before))
    check("where there was room, the nearest first", before[0] == 10000 and before[-1] > 44000,
          before)
    same("what was counted in time stays", set(curve(chart, "HTTP")["octets_per_second"][1:60]),
         {15000})
    chart = ask("history", "interface", "late", "locality", "step", 10, *where)[0]
    within("a second late", chart)
    said = run("graph", "protocols", "late", *where, store.path + "/late.svg")
    same("drawn", (said.returncode, said.stderr), (0, ""))


def objects(store):
    """Hosts, networks, the module."""
    times = range(END - 7200, END + 1, 300)
    rates = {"sent_octets": 300, "received_octets": 900, "tcp_sent": 200, "tcp_received": 800,
             "udp_sent": 100, "udp_received": 100}
    for address, dev, vlan in (("2001:db8::1", "a", ""), ("2001:db8::1", "b", ""),
                               ("10.0.0.1", "a", "7"), ("10.0.0.1", "a", "8")):
        store.record(store.host(address, dev, vlan) + "/traffic.rrd", "host", 300, times,
                     lambda t: rates)
    store.record(store.network("10.0.0.0/8", "büro") + "/traffic.rrd", "network", 60,
                 range(END - 7200, END + 1, 60),
                 lambda t: {"sent_octets": 10, "received_octets": 20, "internal_octets": 5,
                            "hosts": 2})
    store.record(store.module() + "/traffic.rrd", "module", 10, range(END - 7200, END + 1, 10),
                 lambda t: {"flows": 50, "hosts": 9, "bytes": 5000, "dpi_skipped": 3})
    where = ["dir", store.path, "from", at(END - 7200), "to", at(END)]
    host = ask("history", "host", "2001:0db8:0::1", "dev", "b", *where)[0]
    same("a host, however it is written", curve(host, "sent")["octets_total"], 300 * 7200)
    same("its steps", host["step_seconds"], 300)
    l4 = ask("history", "host", "10.0.0.1", "vlan", 7, "l4", *where)[0]
    same("its IP protocols", [c["octets_total"] // 7200 for c in l4["curves"]],
         [1000, 200, 0, 0])
    said = run("history", "host", "10.0.0.1", *where)
    check("two of them", said.returncode == 1 and "VLAN 7 or 10.0.0.1 on a, VLAN 8? (say which: "
          "dev NAME, vlan ID)" in said.stderr, said.stderr)
    named = store.host("10.0.0.9", "a", more=[("name", "printer.lan"), ("name_source", "dns"),
                                              ("of_a_newer_ntopd", "x")])
    store.record(named + "/traffic.rrd", "host", 300, times, lambda t: rates)
    printer = ask("history", "host", "printer.lan", "dev", "a", *where)[0]
    same("a host that has a name", (printer["object"], printer["title"]),
         ("10.0.0.9", "10.0.0.9 (printer.lan) on a: traffic"))
    for name in "10.0.0.0/8", "büro":
        net = ask("history", "network", name, *where)[0]
        same(f"network {name}", [c["octets_total"] for c in net["curves"]],
             [20 * 7200, 10 * 7200, 5 * 7200])
    module = ask("history", "module", "memory", *where)[0]
    same("the module", set(curve(module, "memory")["octets"]), {5000})
    losses = ask("history", "module", "losses", *where)[0]
    same("its losses", curve(losses, "dpi skipped")["events_total"], 3 * 7200)


def zones(store):
    """Days of 25 and of 23 hours, and times that are there twice, or not at all."""
    berlin = {"zone": "Europe/Berlin"}
    for name, begin in (("autumn", 1792886400), ("spring", 1774742400)):
        store.record(store.interface(name) + "/traffic.rrd", "interface", 10,
                     range(begin - 7200, begin + DAY + 7200, 10),
                     lambda t: {"rx_octets": 1000})
    for name, day, after, hours in (("autumn", "2026-10-25", "2026-10-26", 25),
                                    ("spring", "2026-03-29", "2026-03-30", 23)):
        chart = ask("history", "interface", name, "dir", store.path, "from", day, "to", after,
                    **berlin)[0]
        same(f"{name}: hours of the day", (chart["to"] - chart["from"]) / NS / 3600, hours)
        same(f"{name}: total", curve(chart, "received")["octets_total"], 1000 * 3600 * hours)
        text = run("history", "interface", name, "dir", store.path, "from", day, "to", after,
                   "step", 3600, **berlin).stdout
        zones_named = re.findall(r"02:00 (CES?T)", text)
        same(f"{name}: two o'clock", zones_named, ["CEST", "CET"] if hours == 25 else [])
        check(f"{name}: both zones are named", "CEST (UTC+02:00)" in text and
              "CET (UTC+01:00)" in text, text[:200])
    said = run("history", "interface", "spring", "dir", store.path, "from", "2026-03-29T02:30",
               **berlin)
    check("a time that never was", said.returncode == 1 and "does not exist here" in said.stderr,
          said.stderr)
    chart = ask("history", "interface", "autumn", "dir", store.path, "from",
                "2026-10-25T02:30+02:00", "to", "2026-10-25T02:30+01:00", **berlin)[0]
    same("a time that was twice", (chart["to"] - chart["from"]) / NS, 3600)


def legend(store):
    """The legend has the numbers of the history, and the picture is one."""
    where = ["dir", store.path, "from", at(END - 3600), "to", at(END)]
    svg = run("graph", "interface", "even", *where, "format", "svg", "-").stdout
    root = ElementTree.fromstring(svg)
    names = {"s": "http://www.w3.org/2000/svg"}
    desc = root.find("s:desc", names).text
    same("title", root.find("s:title", names).text, "even: traffic")
    row = next(line.split() for line in desc.splitlines() if line.startswith("received"))
    same("legend", row, ["received"] + ["1.000", "Mbit/s"] * 4 + ["450.0", "MB"])
    check("time zone", "2026-11-24 23:00 to 2026-11-25 00:00 UTC (UTC+00:00)" in desc, desc)
    check("interval", "95 % of 10-second averages" in desc, desc)
    raw = run("--raw", "graph", "interface", "even", *where, "format", "svg", "-").stdout
    check("exact", "1000000.000 bit/s" in raw and "450000000 B" in raw, raw[:300])
    gap = run("graph", "interface", "gap", *where, "format", "svg", "-").stdout
    check("a gap is told", "unknown: 10 min 10 s (16.9 %)" in gap)
    # E2E5E9 as cairo writes it
    grey = "rgb(88.627451%,89.803922%,91.372549%)"
    same("and is grey", (grey in gap, grey in svg), (True, False))
    for n in range(30):         # until the record under way is the next one still
        now = int(time.time())
        store.record(store.interface(f"live{n}") + "/traffic.rrd", "interface", 10,
                     range(now - 1200, now, 10), lambda t: {"rx_octets": 1000})
        text = run("graph", "interface", f"live{n}", "dir", store.path, "last", "15m", "format",
                   "svg", "-").stdout
        if time.time() < now + 10:
            break
    check("the record under way is no gap", "unknown" not in text, text[:600])
    store.record(store.interface("short") + "/traffic.rrd", "interface", 10,
                 range(END - 600, END + 1, 10),
                 lambda t: None if t == END - 300 else {"rx_octets": 1000})
    short = run("history", "interface", "short", "dir", store.path, "from", at(END - 600), "to",
                at(END)).stdout
    check("a gap of one record is told", "unknown: 20 s (3.33 %)" in short, short)
    check("now", re.search(r"\bnow +average.*\nreceived +8\.000 kbit/s", text), text[:400])


def regions(store):
    """Countries and ASes: each way adds up to all of it, shown or not."""
    times = range(END - 7200, END + 1, 60)
    for make, rows in (
            (store.country, (("US", "United <b>\x1b[31m", 5000, 100), ("DE", "Germany", 300, 9000),
                             ("none", "", 4000, 200))),
            (store.asn, (("15169", "GOOGLE", 5000, 100), ("64500", "\"<i>", 300, 9000),
                         ("none", "", 700, 20), ("other", "", 90000, 80)))):
        for code, name, sent, received in rows:
            store.record(make(code, name) + "/traffic.rrd", "region", 60, times,
                         lambda t, s=sent, r=received: {"sent_octets": s, "received_octets": r,
                                                        "hosts": s // 100})
    where = ["dir", store.path, "from", at(END - 7200), "to", at(END)]
    chart = ask("history", "countries", "top", 2, *where)[0]
    same("countries", [(c["name"], c["octets_total"] / 7200) for c in chart["curves"]],
         [("US United <b>\\x1b[31m", 5000), ("no known country", 4000), ("other", 300),
          ("all", 9300)])
    chart = ask("history", "ases", *where)[0]
    same("other ASes are never ranked",
         [(c["name"], c["octets_total"] / 7200) for c in chart["curves"]],
         [("AS15169 GOOGLE", 5000), ("no known AS", 700), ('AS64500 "<i>', 300),
          ("other", 90000), ("all", 96000)])
    for words in (["country", "us"], ["as", "AS15169"], ["as", "google"]):
        one = ask("history", *words, *where)[0]
        same(" ".join(words), [c["octets_total"] / 7200 for c in one["curves"]], [100, 5000])
    hosts = ask("history", "countries", "hosts", *where)[0]
    same("hosts of all countries", set(curve(hosts, "all")["hosts"]), {93})
    svg = run("graph", "ases", "top", 1, *where, "format", "svg", "-")
    check("drawn", svg.returncode == 0 and "AS15169 GOOGLE" in svg.stdout, svg.stderr)
    listed = [(o["kind"], o["object"], o["name"]) for o in ask("history", "dir", store.path)]
    check("listed", ("country", "DE", "Germany") in listed and ("as", "other", None) in listed and
          "countries" not in [k for k, _, _ in listed], listed)


def slots(store):
    """A slot that changed hands is the first protocol's, then the other's."""
    begin, change = END - 14 * DAY, END - DAY
    folder = store.host("10.7.7.7", "slots")
    times = range(begin, END + 1, 300)
    store.record(folder + "/traffic.rrd", "host", 300, times,
                 lambda t: {"sent_octets": 3000, "received_octets": 4000})

    def rates(t):
        first = {"p0_sent": 100, "p0_received": 200} if t <= begin + 2 * DAY else {}
        second = {"p0_sent": 1000, "p0_received": 1500} if t > change else {}
        return {"p1_sent": 20, "p1_received": 30, "p0_sent": 0, "p0_received": 0, **first,
                **second}
    store.record(folder + "/protocols.rrd", "slot", 300, times, rates)
    text = (f"# slots\nfirst {begin * NS}\np0 {begin * NS} 0 0 Old <b>\x1b[1m\n"
            f"p1 {begin * NS} 0 0 TLS\np0 {change * NS} -500 -50 DNS\nzoo of a newer one\n")
    with open(folder + "/protocols", "w", encoding="utf-8") as f:
        f.write(text)
    where = ["dir", store.path, "to", at(END), "from"]
    chart = ask("history", "host", "10.7.7.7", "protocols", *where, at(begin))[0]
    wanted = {"DNS": 2500 * DAY, "TLS": 50 * 14 * DAY, "Old <b>\\x1b[1m": 300 * 2 * DAY,
              "all": 7000 * 14 * DAY}
    wanted["other"] = wanted["all"] - sum(v for k, v in wanted.items() if k != "all")
    got = {c["name"]: c["octets_total"] for c in chart["curves"]}
    same("the protocols", set(got), set(wanted))
    for name, value in wanted.items():
        near(f"octets of {name}", got.get(name), value, 1e-4)
    day = ask("history", "host", "10.7.7.7", "protocols", *where, at(change + 3600))[0]
    same("of late", [(c["name"], c["octets_total"] / (DAY - 3600)) for c in day["curves"]],
         [("DNS", 2500), ("TLS", 50), ("other", 4450), ("all", 7000)])
    svg = run("graph", "host", "10.7.7.7", "protocols", *where, at(begin), "format", "svg", "-")
    check("drawn", svg.returncode == 0 and "DNS" in svg.stdout, svg.stderr)
    for bad in ("p0 x 0 0 DNS\n", "p9 1 0 0 DNS\n", "p0 1 0 0 \n", "p0 1 0 0 DNS"):
        with open(folder + "/protocols", "w", encoding="utf-8") as f:
            f.write("# slots\n" + bad)
        said = run("history", "host", "10.7.7.7", "protocols", "dir", store.path)
        check(f"malformed: {bad!r}", said.returncode == 2 and
              "line 2 of the file protocols says nothing of a slot" in said.stderr, said.stderr)
