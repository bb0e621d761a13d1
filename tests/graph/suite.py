# SPDX-License-Identifier: GPL-2.0-or-later
"""All tests of histories: suite.py FOLDER."""
import sys

import colours
import numbers_told
import pages
import tap
from recordings import Store


def main():
    path = sys.argv[1]
    store = Store(path + "/numbers")
    for test in (numbers_told.constant, numbers_told.percentiles, numbers_told.gaps,
                 numbers_told.archives, numbers_told.stacks, numbers_told.late,
                 numbers_told.objects,
                 numbers_told.zones,
                 numbers_told.regions, numbers_told.slots, numbers_told.legend, colours.test):
        print(f"# {test.__name__}")
        test(store)
    for test in (pages.files, pages.hostile, pages.refusals, pages.companion, pages.cached,
                 pages.alike, pages.busy, pages.nothing, pages.late, pages.report):
        print(f"# {test.__name__}")
        test(path)
    tap.finish()


main()
