# SPDX-License-Identifier: GPL-2.0-or-later
"""Checks, counted, and ntopctl run."""
import json
import os
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
NTOPCTL = os.environ.get("NTOPCTL", os.path.join(ROOT, "build/bin/ntopctl"))

passed = 0
failed = 0


def check(name, good, why=""):
    global passed, failed
    if good:
        passed += 1
    else:
        failed += 1
    print(("ok - " if good else "not ok - ") + name)
    if not good and why != "":
        print("\n".join("# " + line for line in str(why).splitlines()[:20]))


def same(name, got, wanted):
    check(name, got == wanted, f"wanted {wanted!r}\ngot    {got!r}")


def near(name, got, wanted, within=1e-6):
    check(name, got is not None and abs(got - wanted) <= within * max(1, abs(wanted)),
          f"wanted {wanted!r}\ngot    {got!r}")


def run(*words, zone="UTC", program=NTOPCTL, text=True, **more):
    env = {**os.environ, "TZ": zone, "LC_ALL": "C.UTF-8", **more.pop("env", {})}
    env.pop("RRDCACHED_ADDRESS", None)
    return subprocess.run([program, *map(str, words)], capture_output=True, text=text, env=env,
                          check=False, timeout=120, **more)


def ask(*words, **more):
    """What ntopctl -j answers."""
    said = run("-j", *words, **more)
    if said.returncode:
        raise RuntimeError(f"{words}: {said.stderr}")
    return json.loads(said.stdout)


def finish():
    print(f"{passed} passed, {failed} failed")
    raise SystemExit(1 if failed or not passed else 0)
