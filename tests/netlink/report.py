# SPDX-License-Identifier: GPL-2.0-or-later
"""report: lines of a test's result; and the packages that a test needs."""
import importlib.util
import os
import subprocess


class Report:
    def __init__(self):
        self.count = {True: 0, False: 0}

    def line(self, name, problems):
        passed = not problems
        self.count[passed] += 1
        print(f"{'ok' if passed else 'not ok'} {sum(self.count.values())} - {name}")
        for p in problems:
            print(f"# {p}")

    def end(self):
        """Print the sum; the exit status."""
        print(f"{self.count[True]} passed, {self.count[False]} failed")
        return 1 if self.count[False] else 0


def need(**modules):
    """Install the Debian package of each Python module that is missing."""
    missing = [p for m, p in modules.items() if importlib.util.find_spec(m) is None]
    if missing:
        print("# installing", *missing, flush=True)
        subprocess.run(
            ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *missing],
            check=True,
            stdout=subprocess.DEVNULL,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        )
