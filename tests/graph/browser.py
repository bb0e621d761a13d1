# SPDX-License-Identifier: GPL-2.0-or-later
"""A report as Chromium shows it: browser.py PAGE-FOLDER [SCREENSHOT-FOLDER]."""
import html
import json
import os
import re
import subprocess
import sys
import tempfile

from tap import check, finish, same

# Runs in a frame's parent, as a window cannot be made as narrow as a phone.
PROBE = """<!DOCTYPE html><meta charset="utf-8"><body style="margin:0">
<iframe id="f" src="probe-page.html" style="border:0;width:%dpx;height:3000px"></iframe>
<script>
onload = () => {
  const d = document.getElementById('f').contentDocument, images = [...d.images];
  const width = d.documentElement.clientWidth;
  const wide = [...d.querySelectorAll('*')].filter(e => {
    const r = e.getBoundingClientRect();
    return r.width && (r.right > width + 1 || r.left < -1 || e.scrollWidth > e.clientWidth + 1 &&
      getComputedStyle(e).overflow != 'hidden' &&
      !['I', 'SPAN', 'B', 'A', 'IMG', 'SOURCE', 'PICTURE'].includes(e.tagName));
  });
  const result = {width: width, images: images.length,
    broken: images.filter(i => !i.naturalWidth).map(i => i.src),
    dark: images.filter(i => i.currentSrc.includes('-dark.png')).length,
    scroll: d.documentElement.scrollWidth,
    wide: wide.slice(0, 5).map(e => e.outerHTML.slice(0, 150))};
  document.body.innerHTML = '<pre id="result"></pre>';
  document.getElementById('result').textContent = JSON.stringify(result);
};
</script>"""


def chromium(profile, page, *words):
    said = subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
         "--allow-file-access-from-files", "--user-data-dir=" + profile,
         "--virtual-time-budget=20000", *words, "file://" + page],
        capture_output=True, text=True, timeout=300, check=False)
    return said.stdout


def probe(folder, profile, width, dark):
    page, inner = (os.path.join(folder, n) for n in ("probe.html", "probe-page.html"))
    with open(page, "w", encoding="utf-8") as f:
        f.write(PROBE % width)
    # Pictures that are loaded late would not be waited for.
    with open(folder + "/index.html", encoding="utf-8") as f, \
            open(inner, "w", encoding="utf-8") as to:
        to.write(f.read().replace(' loading="lazy"', ""))
    try:
        text = chromium(profile, page, "--dump-dom", "--window-size=1400,3000",
                        "--blink-settings=preferredColorScheme=" + ("0" if dark else "1"))
    finally:
        os.unlink(page)
        os.unlink(inner)
    found = re.search(r'<pre id="result">({.*?})</pre>', text, re.S)
    if not found:
        check(f"{width} px: the page is shown", False, text[-2000:])
        return
    result = json.loads(html.unescape(found[1]))
    name = f"{width} px, {'dark' if dark else 'light'}"
    same(f"{name}: so wide", result["width"], width)
    check(f"{name}: pictures", result["images"] > 0, result)
    same(f"{name}: none is broken", result["broken"], [])
    same(f"{name}: all in its theme", result["dark"], result["images"] if dark else 0)
    same(f"{name}: nothing overflows", (result["scroll"], result["wide"]), (width, []))


def main():
    folder = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as profile:
        for width in 390, 1280:
            for dark in False, True:
                probe(folder, profile, width, dark)
        if len(sys.argv) > 2:
            chromium(profile, folder + "/index.html", "--window-size=1280,680",
                     "--screenshot=" + os.path.abspath(sys.argv[2]) + "/graph-report.png",
                     "--blink-settings=preferredColorScheme=1")
    finish()


main()
