"""The page as a folder for any web space, answered by Python in the reader's own browser."""

from __future__ import annotations

import json
from pathlib import Path

from .actions import read_static

_POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; "
    "style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)
_PARTS = ("page.css", "page.js", "ask.js", "worker.js", "frame.html")


def assemble_page(folder: str | Path) -> Path:
    """Write the page into a folder that holds a Pyodide release and wheels, and return its address.

    What the folder holds is listed for the page in `folder.json`: packages of the release, by their
    lock file, and wheels beside them. How to fill it is told in the documentation, under "In the
    browser alone".

    Parameters
    ----------
    folder
        Where `pyodide.mjs` and `pyodide-lock.json` lie.

    Raises
    ------
    ValueError
        If they do not.
    """
    folder = Path(folder)
    if not (folder / "pyodide.mjs").is_file() or not (folder / "pyodide-lock.json").is_file():
        msg = f"folder {str(folder)!r} holds no Pyodide release: no pyodide.mjs and its lock file."
        raise ValueError(msg)
    lock = json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))
    released = {one["file_name"]: name for name, one in lock["packages"].items()}
    there = sorted(path.name for path in folder.iterdir())
    listed = {
        "packages": [released[name] for name in there if name in released],
        "wheels": [name for name in there if name.endswith(".whl") and name not in released],
    }
    (folder / "folder.json").write_text(json.dumps(listed, indent=1), encoding="utf-8")
    for name in _PARTS:
        (folder / name).write_text(read_static(name), encoding="utf-8")
    page = folder / "index.html"
    page.write_text(_fill(read_static("page.html")), encoding="utf-8")
    return page


def _fill(text: str) -> str:
    """Return the page as it stands in a folder: asked by messages, its parts beside it."""
    policy = f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    filled = text.replace("{{tab}}", "").replace("{{worker}}", "worker.js")
    filled = filled.replace('<meta charset="utf-8">', f'<meta charset="utf-8">\n{policy}')
    return filled.replace("static/", "")
