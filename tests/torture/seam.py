# SPDX-License-Identifier: GPL-2.0-or-later
"""seam: between the core and a classifier, by one that counts what it is shown."""
import time
from pathlib import Path

from rig import (ACK, SYN, Wire, between, cable, config, ctl, holds, ok, run, same, tcp, udp, until)
from storm import Crowd, Storm


def dummy(name):
    return int(Path("/sys/module/kntop_dummy/parameters", name).read_text())


def arrived(wire):
    """Waits until all is counted: the kernel may leave arriving packets to a thread."""
    until(lambda: ctl("interface", "show", "v0")[0]["received"]["packets"] >= wire.packets)


def skipped():
    return [x for x in ctl("stats")[0]["losses"] if x["loss"] == "dpi_skipped"][0]["count"]


def labels():
    """How flows of v0 are known, and how many are so."""
    counts = {}
    for flow in ctl("flow", "show", "dev", "v0"):
        l7 = flow.get("l7") or {"confidence": "none"}
        key = l7["confidence"] + (" undecided" if l7.get("undecided") else "")
        counts[key] = counts.get(key, 0) + 1
    return counts


def shows(wire):
    """It is shown what it wants, until it has enough."""
    run("modprobe", "kntop_dummy", "enough=5")
    same("stats names it", "dummy", ctl("stats")[0]["classifier"])
    ok("a second one is refused", run("modprobe", "kntop_dummy", check=False).returncode == 0)
    for port in range(100, 300):
        wire.send(*[udp(port, 53)] * 7, tcp(port, 80, SYN), tcp(port, 80, ACK, 2))
    arrived(wire)
    same("shown: 5 packets of 200 flows, 2 of 200 others", 200 * 5 + 200 * 2, dummy("shown"))
    same("something kept for each flow", 400, dummy("kept"))
    same("decided: those of which it has seen enough", 200, dummy("decided"))
    same("nobody asked for it", 0, dummy("finished"))
    got = ctl("interface", "show", "v0")[0]["received"]
    same("accounting is untouched", (wire.packets, wire.octets), (got["packets"], got["octets"]))
    run("ntopctl", "flow", "reset")
    same("flows that end undecided are asked for", 200, dummy("finished"))
    same("and decided", 400, dummy("decided"))
    wire.send(*[udp(port, 54) for port in range(100, 150)])
    arrived(wire)
    same("50 more kept", 450, dummy("kept"))
    run("rmmod", "kntop_dummy")
    same("stats names none", None, ctl("stats")[0]["classifier"])
    same("what it kept is given up", 0, sum(n for k, n in labels().items() if "undecided" in k))


def skips(wire):
    """What it could not take is counted; flows from before it came are not shown."""
    run("modprobe", "kntop_dummy", "skip=3")
    before = skipped()
    wire.send(*[udp(port, 54) for port in range(100, 150)])
    arrived(wire)
    same("flows from before are not shown", 0, dummy("shown"))
    wire.send(*[udp(port, 55) for port in range(100, 190)])
    arrived(wire)
    same("new ones are", 90, dummy("shown"))
    same("what it could not take is counted", 30, skipped() - before)
    run("rmmod", "kntop_dummy")


def waits(wire):
    """Flows that end before their verdict wait for it, and have one record each."""
    run("ntopctl", "flow", "reset")
    config(timeout_udp_single=1)
    since = ctl("stats")[0]["ended_next"]
    run("modprobe", "kntop_dummy", "enough=2", "late=2000")
    wire.send(*[udp(port, 56) for port in range(100, 300)])
    early, looks = [], 0
    for _ in range(300):
        records = ctl("stats")[0]["ended_next"] - since
        decided = dummy("decided")
        looks += decided < dummy("finished")
        early += [(records, decided)] * (records > decided)
        if records == 200:
            break
        time.sleep(0.1)
    same("the flows waited for their verdicts", True, looks > 0)
    same("no record before its verdict", [], early)
    same("each flow has its record", (200, 200), (dummy("decided"), dummy("finished")))
    same("with its packet", [1] * 200, [e["packets"] for e in ctl("ended", "show", "since", since)])
    same("the sum rule holds", ["holds"], [v for i, v in holds() if i == "v0"])
    wire.send(*[udp(port, 57) for port in range(100, 200)])
    arrived(wire)
    run("ntopctl", "flow", "reset")
    same("reset waits for verdicts", 300, dummy("decided"))
    wire.send(*[udp(port, 58) for port in range(100, 200)])
    arrived(wire)
    run("rmmod", "kntop_dummy")
    run("ntopctl", "flow", "reset")
    same("flows that waited when it left have their records, too", 400,
         ctl("stats")[0]["ended_next"] - since)
    config(timeout_udp_single=600)


def leaves(rounds):
    """It comes and goes at full rate."""
    with Storm("v1"), Crowd():
        for n in range(rounds(8)):
            run("modprobe", "kntop_dummy", f"enough={1 + n}", f"skip={n % 3 * 7}",
                f"late={n % 2 * 30}")
            time.sleep(0.1)
            # only of new flows, for which there may be no room yet
            until(lambda: dummy("shown"))
            if n % 3 == 0:
                run("ntopctl", "flow", "reset")
            if n % 4 == 1:
                config(flows_max=64)
            between("packets were shown", 1, 10**9, dummy("shown"))
            run("rmmod", "kntop_dummy")
            config(flows_max=4096)


def namespaces(rounds):
    """It leaves while namespaces go with flows that it keeps something for."""
    for n in range(rounds(4)):
        run("modprobe", "kntop_dummy", "enough=1000000", f"late={n % 2 * 20}")
        run("ip", "netns", "add", "doomed")
        cable("x1", "x0", "doomed")
        run("ntopctl", "-n", "doomed", "interface", "add", "x0")
        Wire("x1").send(*[udp(port, 53) for port in range(1, 500)])
        between("flows are kept", 1, 499, until(lambda: dummy("kept")))
        run("ip", "netns", "del", "doomed")
        run("rmmod", "kntop_dummy")
