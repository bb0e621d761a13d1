# SPDX-License-Identifier: GPL-2.0-or-later
"""Can curves be told apart, also by the colour-blind, and seen on their background?"""
import os
import re

from tap import ROOT, check

# Machado, Oliveira and Fernandes 2009, severity 1.
EYES = {
    "all colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((.152286, 1.052583, -.204868), (.114503, .786281, .099216),
               (-.003882, -.048116, 1.051998)),
    "no green": ((.367322, .860646, -.227968), (.280085, .672501, .047413),
                 (-.011820, .042940, .968881)),
    "no blue": ((1.255528, -.076749, -.178779), (-.078411, .930809, .147602),
                (.004733, .691367, .303900)),
}


def linear(text):
    values = [int(text[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    return [v / 12.92 if v <= .04045 else ((v + .055) / 1.055) ** 2.4 for v in values]


def seen(rgb, eye):
    return [min(1, max(0, sum(m * v for m, v in zip(row, rgb)))) for row in EYES[eye]]


def lab(rgb):
    xyz = [sum(m * v for m, v in zip(row, rgb)) / w for row, w in (
        ((.4124, .3576, .1805), .9505), ((.2126, .7152, .0722), 1),
        ((.0193, .1192, .9505), 1.089))]
    x, y, z = [v ** (1 / 3) if v > .008856 else 7.787 * v + 16 / 116 for v in xyz]
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(a, b, eye):
    return sum((x - y) ** 2 for x, y in zip(*(lab(seen(linear(c), eye)) for c in (a, b)))) ** .5


def contrast(a, b):
    light = [.2126 * r + .7152 * g + .0722 * b for r, g, b in map(linear, (a, b))]
    return (max(light) + .05) / (min(light) + .05)


def themes():
    with open(os.path.join(ROOT, "tools/graph/theme.c"), encoding="utf-8") as f:
        text = f.read()
    for name, body in re.findall(r"struct theme (light|dark) = \{(.*?)\n\};", text, re.S):
        one = dict(re.findall(r'\.(\w+) = "(\w{6})"', body))
        one["curves"] = re.findall(r'"(\w{6})"', body.split(".curves")[1])
        yield name, one


def test(_):
    for name, t in themes():
        bands = t["curves"] + [t["rest"]]
        check(f"{name}: all are there", len(bands) == 13 and len(set(bands)) == 13, bands)
        for eye in EYES:
            near = [(a, b, round(distance(a, b, eye))) for a, b in
                    list(zip(bands, bands[1:])) + [(c, t["rest"]) for c in bands[:-1]] +
                    [(c, t["gap"]) for c in bands] if distance(a, b, eye) < 12]
            check(f"{name}, {eye}: neighbours, the rest and gaps differ", not near, near)
            some = [(a, b) for i, a in enumerate(bands[:8]) for b in bands[:i]
                    if distance(a, b, eye) < 10]
            check(f"{name}, {eye}: any two of the first eight differ", not some, some)
            two = distance(*t["curves"][:2], eye)
            check(f"{name}, {eye}: both directions differ well", two > 40, two)
        pale = [(c, round(contrast(c, t["canvas"]), 2)) for c in t["curves"]
                if contrast(c, t["canvas"]) < 1.2]
        check(f"{name}: curves are seen", not pale, pale)
        check(f"{name}: text is read", contrast(t["font"], t["back"]) > 7)
