"""Fail if a page of the built documentation would fetch anything from elsewhere.

`python docs/check_site.py build/docs` looks at every page and style sheet. Links to other sites are
fine: they are followed by whoever clicks.
"""

import re
import sys
from pathlib import Path

_FETCHED = re.compile(
    r"<(?:script|img|iframe|source|video|audio|embed)\b[^>]*\bsrc\s*=\s*[\"']?((?:https?:)?//[^\"'\s>]+)"
    r"|<link\b[^>]*\bhref\s*=\s*[\"']?((?:https?:)?//[^\"'\s>]+)"
    r"|(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\"')\s]+)",
    re.IGNORECASE,
)


def list_fetched(folder: Path) -> list[str]:
    """Return what the pages and style sheets of a folder would fetch from elsewhere."""
    files = [path for ending in ("*.html", "*.css") for path in sorted(folder.rglob(ending))]
    if not files:
        return [f"{folder}: there is no page here"]
    return [
        f"{path.relative_to(folder)}: {next(filter(None, hit))}"
        for path in files
        for hit in _FETCHED.findall(path.read_text(encoding="utf-8"))
    ]


if __name__ == "__main__":
    found = list_fetched(Path(sys.argv[1]))
    if found:
        sys.exit("\n".join(["The pages would fetch from elsewhere:", *found]))
