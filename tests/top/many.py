# SPDX-License-Identifier: GPL-2.0-or-later
"""many: with 100,000 live flows a refresh asks the kernel for what the screen shows. Prints
what it costs."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import measure                                          # noqa: E402
import tap                                              # noqa: E402
from term import until                                  # noqa: E402
from viewer import PAGES, Viewer                        # noqa: E402

FLOWS = int(os.environ.get("MANY_FLOWS", "100000"))
MEMORY = 20 << 20
REFRESHES = 4
# Beside lines of lists: interfaces, totals, networks, the classifier, histories of an
# interface and of what has few kinds; whatever there is of it, it does not grow with flows.
BESIDE = 24


def cost(t, netlink, name, room):
    """What the next refreshes take; room: lines for records on the screen. Talkers come with a
    record of what all of them had."""
    pid = t.pid()
    netlink.reset(pid)
    # a key may still be on its way
    until(lambda: spent(netlink, pid, 2), "refreshes")
    netlink.reset(pid)
    before = measure.cpu(pid)
    refreshes = until(lambda: spent(netlink, pid, REFRESHES), "some refreshes")
    used = (measure.cpu(pid) - before) / refreshes
    records = sum(netlink.records.values()) / refreshes
    print(f"# {name}: {records:.0f} records, {netlink.octets / refreshes:.0f} octets, {sum(netlink.requests.values()) / refreshes:.1f}"
          f" requests, {used / 1e6:.1f} ms of CPU a refresh; at most {measure.memory(pid) / 2 ** 20:.1f} MB", flush=True)
    lists = {k: n / refreshes for k, n in netlink.records.items() if k in ("flow_get", "host_get", "talker_get")}
    tap.ok(f"{name}: lists are as long as the screen has lines ({lists})", all(n <= room + (k == "talker_get") for k, n in lists.items()), lists)
    tap.ok(f"{name}: at most {room + BESIDE} records in all", records <= room + BESIDE, dict(netlink.records))


def spent(netlink, _pid, wanted):
    """Refreshes so far, once they are enough: each asks for the totals once."""
    netlink.read()
    return netlink.requests["stats_get"] if netlink.requests["stats_get"] >= wanted else 0


def screens(netlink):
    """All pages, in two sizes."""
    for width, height in ((80, 24), (200, 60)):
        t = Viewer(width, height).begin("-d 0.2", space=None)
        for n, page in enumerate(PAGES, 1):
            t.keys(str(n))
            until(lambda p=page: t.open() == p, page)
            cost(t, netlink, f"{width}x{height} {page}", height - 5)
        t.page(3).keys("Enter")
        t.wait("Esc goes back")
        cost(t, netlink, f"{width}x{height} a host", height)
        t.keys("Escape", "4")
        until(t.rows, "flows")
        t.keys("Enter")
        t.wait("Esc goes back")
        cost(t, netlink, f"{width}x{height} a flow", height)
        pid = t.pid()
        tap.ok(f"{width}x{height}: less than 20 MB in all ({measure.memory(pid) / 2 ** 20:.1f})", measure.memory(pid) < MEMORY)
        t.keys("q")
        tap.equal("the end", (0, []), (t.ended(), t.restored()))


def far(netlink):
    """End: as far as one can scroll. That is more, and still bounded."""
    t = Viewer(80, 24).begin("page flows -d 0.2", space=None)
    until(t.rows, "flows")
    t.keys("End")
    t.wait(r"-4096 of \d+|-4096")
    pid = t.pid()
    netlink.reset(pid)
    until(lambda: spent(netlink, pid, 2), "refreshes")
    tap.ok("End: no more than 4096 lines", netlink.records["flow_get"] <= 4096 * netlink.requests["flow_get"], dict(netlink.records))
    tap.ok(f"End: less than 20 MB ({measure.memory(pid) / 2 ** 20:.1f})", measure.memory(pid) < MEMORY)
    t.keys("Home")
    cost(t, netlink, "Home: as before", 19)
    t.keys("q")
    t.ended()


def main():
    """See the top."""
    # an interface's count is a second old
    until(lambda: tap.ntopctl("interface", "show", space=None)[0]["flows"] == FLOWS, "the flows")
    with measure.Netlink() as netlink:
        screens(netlink)
        far(netlink)
    tap.equal("flows are live, still", FLOWS, tap.ntopctl("interface", "show", space=None)[0]["flows"])


tap.perform(main)
