# SPDX-License-Identifier: GPL-2.0-or-later
"""batch: frames without a terminal, as text and as JSON."""
import json
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import cells                                            # noqa: E402
import tap                                              # noqa: E402
from viewer import HEAD, PAGES, split                   # noqa: E402

PLAIN = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}     # no TERM, no HOME


def top(*words, environment=None, options=("-n", "probe")):
    """Run it with no terminal anywhere; a session of its own has none to open either."""
    return subprocess.run(["ntopctl", *options, "top", *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, env={**PLAIN, **(environment or {})}, start_new_session=True,
                          timeout=300, check=False)


def text():
    """--once."""
    for page in PAGES:
        done = top("page", page.lower(), "--once", "-d", "0.3")
        said = done.stdout.decode()
        lines = said.split("\n")
        tap.equal(f"--once {page}: succeeds and says nothing else", (0, b""), (done.returncode, done.stderr))
        tap.ok(f"--once {page}: text of 80 columns, no escapes", len(lines) > 4 and page in lines[1] and
               all(cells.columns(line) <= 80 for line in lines) and all(c.isprintable() for c in said if c != "\n"), said)
    done = top("page", "flows", "--once", environment={"LC_ALL": "C", "COLUMNS": "150"})
    tap.ok("--once, locale C: ASCII", done.stdout.isascii() and max(map(len, done.stdout.split(b"\n"))) > 100, done.stdout[:500])
    done = top("page", "hosts", "--once", "limit", "7", "-d", "0.3")
    tap.equal("--once limit 7", 7, len([x for x in done.stdout.decode().split("\n")[HEAD + 1:] if x.strip()]))
    done = top("page", "hosts", "--count", "3", "-d", "0.2")
    frames = done.stdout.decode().count("1 Overview")
    tap.equal("--count 3: three frames", 3, frames)


def rates():
    """A frame's rates are the kernel's."""
    for _ in range(60):
        before = {h["addr"]: h for h in tap.ntopctl("host", "show", "dev", "span0", "sort", "rate", "limit", "20")}
        lines = top("dev", "span0", "page", "hosts", "--once", "-d", "0.1",
                    environment={"COLUMNS": "160"}).stdout.decode().split("\n")
        after = {h["addr"]: h for h in tap.ntopctl("host", "show", "dev", "span0", "sort", "rate", "limit", "20")}
        rows = split(lines[HEAD], [x for x in lines[HEAD + 1:] if x.strip()])[:6]
        wrong = [r for r in rows if not fits(r, before.get(r["HOST"]), after.get(r["HOST"]))]
        if rows and not wrong:
            break
    tap.ok("--once: rates are the kernel's", rows and not wrong, *wrong)


def fits(row, before, after):
    """One host."""
    if not before or not after:
        return False
    for heading, key in (("SENT", "sent_octets_per_second"), ("RECEIVED", "received_octets_per_second")):
        low, high = sorted((8 * before[key], 8 * after[key]))
        if not 0.95 * low - 8 <= tap.number(row[heading]) <= 1.05 * high + 8:
            return False
    return True


def objects():
    """-j: an object a refresh."""
    for page in PAGES:
        done = top("page", page.lower(), "--count", "2", "-d", "0.3", options=("-n", "probe", "-j"))
        lines = done.stdout.decode().strip().split("\n")
        both = [json.loads(line) for line in lines]
        tap.equal(f"-j {page}: two objects, a line each", (0, 2, b""), (done.returncode, len(both), done.stderr))
        tap.ok(f"-j {page}: page and time", all(o["page"].lower() == page.lower() for o in both) and
               both[1]["time"] > both[0]["time"] and abs(both[1]["time"] / 1e9 - time.time()) < 30, lines[0][:300])
        # which is what passed between the two, of which the machine may have stood still some time
        passed = both[1]["time"] - both[0]["time"]
        tap.ok(f"-j {page}: interval", 0.2e9 < both[1]["interval_ns"] < passed + 1e9, both[1]["interval_ns"], passed)
        noun = {"Networks": "localnets"}.get(page, page.lower())
        if page not in ("Overview", "Health"):
            tap.ok(f"-j {page}: records", len(both[1].get(noun, [])) >= 3, list(both[1]))
    flows = json.loads(top("page", "flows", "--once", "limit", "5", options=("-n", "probe", "-j")).stdout)["flows"]
    tap.equal("-j limit 5", 5, len(flows))
    mine = tap.ntopctl("flow", "show", "limit", "1")[0]
    tap.ok("-j flows: as flow show has them", set(mine) - {"l7"} <= set(flows[0]), set(mine) - set(flows[0]))
    rank = [f["octets_per_second"] for f in flows]
    tap.equal("-j flows: in order", sorted(rank, reverse=True), rank)


def refusals():
    """What cannot be."""
    done = top()
    tap.ok("without terminal, and nothing said: an error that helps", done.returncode != 0 and b"--once" in done.stderr, done.stderr)
    for words in (("page", "nonsense", "--once"), ("--count", "0"), ("--count", "-1"), ("-d", "nan", "--once"), ("-d", "0", "--once"),
                  ("-d", "1e9", "--once"), ("limit", "5"), ("dev",), ("nonsense",), ("--count",)):
        done = top(*words)
        tap.ok(f"refused: {' '.join(words)}", done.returncode != 0 and done.stderr.startswith(b"ntopctl: ") and
               done.stderr.count(b"\n") <= 2 and not done.stdout, done)
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(["ntopctl", "-n", "probe", "-j", "top", "--count", "100", "-d", "0.1"], stdin=subprocess.DEVNULL,
                          stdout=writer, stderr=subprocess.PIPE, env=PLAIN, timeout=300, check=False)
    os.close(writer)
    tap.ok("a reader who went away ends it", done.returncode != 0, done)


tap.perform(text, rates, objects, refusals)
