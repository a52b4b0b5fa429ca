"""The code of a page of the documentation, run from top to bottom in one state."""

import doctest
import importlib.util
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"
_BLOCK = re.compile(
    r"^(?:<!-- (?P<mark>[\w ]+) -->\n)?```(?P<kind>python|pycon)\n(?P<code>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def list_blocks(text):
    """Return the kind, the code and the mark above each block of Python."""
    return [(hit["kind"], hit["code"], hit["mark"] or "") for hit in _BLOCK.finditer(text)]


def run_page(path, names=()):
    """Run a page's blocks, but those that need what is not installed; return the names they leave.

    Blocks of prompts are held to what the page says they print.
    """
    held = dict(names)
    for number, (kind, written, mark) in enumerate(list_blocks(path.read_text(encoding="utf-8"))):
        needed = mark.removeprefix("needs ").split() if mark.startswith("needs ") else []
        if mark == "recipe" or any(importlib.util.find_spec(name) is None for name in needed):
            continue
        where = f"{path.name}, block {number + 1}"
        code = written.replace('"docs/', f'"{DOCS.as_posix()}/')
        if kind == "python":
            exec(compile(code, where, "exec"), held)  # noqa: S102 - what the page says is tested
        else:
            _run_prompts(code, held, where)
    return held


def _run_prompts(code, held, where):
    test = doctest.DocTestParser().get_doctest(code, held, where, where, 0)
    said = []
    doctest.DocTestRunner(optionflags=_FLAGS).run(test, out=said.append, clear_globs=False)
    # The runner works on a copy of the names.
    held.update(test.globs)
    if said:
        pytest.fail("".join(said))
