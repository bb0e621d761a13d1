# SPDX-License-Identifier: GPL-2.0-or-later
"""Recordings as ntopd makes them, with known rates, written by rrdtool."""
import os
import re
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def layouts():
    """Sources of each kind of file: [(name, is it a total)], from ntopd's own table."""
    with open(os.path.join(ROOT, "tools/ntopd/layout.c"), encoding="utf-8") as f:
        text = f.read()
    found = {}
    for kind, body in re.findall(r"layout_source (\w+)\[\] = \{(.*?)\n\};", text, re.S):
        found[kind] = [(name, total == "true")
                       for name, total in re.findall(r'\{ "(\w+)", (true|false) \}', body)]
    return found


LAYOUTS = layouts()
DAY = 86400


def archives(step):
    """As layout_arguments() has them, for a year."""
    args = []
    for i, (seconds, span) in enumerate(
            [(step, DAY + 3600), (60, 30 * DAY + 3600), (3600, 100 * DAY), (DAY, 366 * DAY)]):
        if i and seconds <= step:
            continue
        for how in ["AVERAGE"] + (["MAX"] if i else []):
            args.append(f"RRA:{how}:0.5:{seconds // step}:{span // seconds}")
    return args


def escape(name):
    """As place_escape() does."""
    return "".join(chr(c) if (chr(c).isalnum() and c < 128) or chr(c) in "_-" or
                   (chr(c) == "." and i) else f"%{c:02X}"
                   for i, c in enumerate(name.encode())) or "%"


class Store:
    """A folder of recordings."""

    def __init__(self, path):
        self.path = path
        self.tool = None

    def folder(self, name, about):
        path = os.path.join(self.path, name)
        os.makedirs(path, exist_ok=True)
        with open(os.path.join(path, "object"), "w", encoding="utf-8") as f:
            f.write("".join(f"{k}={v}\n" for k, v in about))
        return path

    def interface(self, name, shown=None):
        return self.folder("interface/" + escape(name),
                           [("kind", "interface"), ("name", shown or name)])

    def network(self, network, name):
        address, prefix = network.split("/")
        return self.folder("network/" + address.replace(":", "-") + "_" + prefix,
                           [("kind", "network"), ("network", network), ("name", name)])

    def host(self, address, interface, vlan="", more=()):
        safe = address.replace(":", "-") + "@" + escape(interface) + ("@" + vlan if vlan else "")
        return self.folder("host/00/" + safe,
                           [("kind", "host"), ("address", address), ("interface", interface),
                            ("vlan", vlan), *more])

    def country(self, code, name=""):
        return self.folder("country/" + code,
                           [("kind", "country"), ("code", code), ("name", name)])

    def asn(self, number, name=""):
        return self.folder(f"as/{number}", [("kind", "as"), ("number", number), ("name", name)])

    def module(self):
        return self.folder("module", [("kind", "module")])

    def create(self, path, kind, step, start, heartbeat=None):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        sources = [f"DS:{n}:{'DERIVE' if total else 'GAUGE'}:{heartbeat or 3 * step}:0:U"
                   for n, total in LAYOUTS[kind]]
        subprocess.run(["rrdtool", "create", path, "--step", str(step), "--start", str(start)] +
                       sources + archives(step), check=True)

    def write(self, path, kind, rows):
        """Rows are (time, {source: total or value}), or (time, None) for unknown."""
        names = [n for n, _ in LAYOUTS[kind]]
        words = [":".join([str(t)] + (["U"] * len(names) if values is None else
                                      [str(values.get(n, 0)) for n in names]))
                 for t, values in rows]
        # A line of rrdtool's input may be long, but is not endless.
        text = "".join(f'update "{path}" {" ".join(words[i:i + 200])}\n'
                       for i in range(0, len(words), 200))
        said = subprocess.run(["rrdtool", "-"], input=text, capture_output=True, text=True,
                              check=False)
        if "ERROR" in said.stdout + said.stderr:
            raise RuntimeError(said.stdout[-500:] + said.stderr)

    def record(self, path, kind, step, times, rates, heartbeat=None):
        """Rows from rates: rates(time) gives {source: per second, or value}, or None.

        A rate is that of the time since the row before; so totals are exact.
        """
        totals = {n for n, total in LAYOUTS[kind] if total}
        self.create(path, kind, step, times[0] - 1, heartbeat)
        counts = {}
        rows = []
        last = None
        for t in times:
            r = rates(t)
            if r is None:
                rows.append((t, None))
            else:
                for n in totals & set(r):
                    counts[n] = counts.get(n, 0) + (r[n] * (t - last) if last else 0)
                rows.append((t, {n: int(counts[n]) if n in totals else r[n] for n in r}))
            last = t
        self.write(path, kind, rows)
