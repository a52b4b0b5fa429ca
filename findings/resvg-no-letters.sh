#!/usr/bin/env bash
# resvg leaves out all text in the face "sans-serif" where Arial is not among the fonts.
#
# Versions: resvg_py 0.5.0 (resvg), DejaVu Sans as matplotlib 3.10.7 carries it, Python 3.11
#
# What happens: browsers take "sans-serif" to be whichever such font there is. resvg takes it to
# be Arial, by name. With other fonts loaded, as on most Linux computers and in containers, the
# picture is drawn without any letter; nothing is raised and nothing is said. With the name of a
# font that is there beside it, the text is drawn.
#
# Why it hurts a map of a sector: the figure for a paper or a Word file has its marks and lines
# and no name. On the computer of whoever wrote the program, with Arial, it was complete.
#
# Output seen:
#   sans-serif: same picture as without any text: True
#   'DejaVu Sans', sans-serif: same picture as without any text: False
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
    matplotlib==3.10.7 resvg_py==0.5.0

venv/bin/python - <<'PYTHON'
import sys
from pathlib import Path

import resvg_py

[font] = Path(resvg_py.__file__).parent.parent.glob("matplotlib/mpl-data/fonts/ttf/DejaVuSans.ttf")


def draw(face, text):
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 40">'
        f'<text x="5" y="25" font-size="20" font-family="{face}">{text}</text></svg>'
    )
    return bytes(
        resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=[str(font)])
    )


is_empty = {face: draw(face, "Anna House") == draw(face, "") for face in
            ("sans-serif", "'DejaVu Sans', sans-serif")}
for face, same in is_empty.items():
    print(f"{face}: same picture as without any text: {same}")
sys.exit(0 if list(is_empty.values()) == [True, False] else "no longer as stated")
PYTHON
