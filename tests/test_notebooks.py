"""The notebooks: short, without output, one a question and one a sample, each with a way on."""

import ast
import json
import re
from pathlib import Path

import pytest

import ecosystem as eco

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "notebooks"
NOTEBOOKS = sorted(FOLDER.rglob("*.ipynb"))
SAMPLES = sorted(path.name for path in (ROOT / "data" / "sample").iterdir() if path.is_dir())
QUESTIONS = [name for name in eco.__all__ if name.startswith("find_")]


def _read(path):
    """Return the cells of a notebook: kind and text."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [(cell["cell_type"], "".join(cell["source"])) for cell in cells]


def _read_code(path):
    return "\n".join(text for kind, text in _read(path) if kind == "code")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebooks_are_short_carry_no_output_and_end_with_a_way_on(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert len(cells) <= 20
    for cell in cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
    kind, text = _read(path)[-1]
    assert kind == "markdown"
    assert text.startswith("## Try next\n\n- ")


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_has_a_notebook(name):
    path = FOLDER / "questions" / f"{name.removeprefix('find_').replace('_', '-')}.ipynb"
    assert f"eco.{name}(" in _read_code(path)


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_sample_has_a_story(sample):
    """The second snapshot of a sample is told in the story of the first."""
    path = FOLDER / "stories" / f"{sample.removesuffix('-after')}.ipynb"
    code = _read_code(path)
    assert f'"{sample}"' in code
    assert "eco.read_sample(" in code


@pytest.mark.parametrize("path", sorted(FOLDER.glob("stories/*.ipynb")), ids=lambda path: path.stem)
def test_what_a_story_comes_to_is_computed(path):
    """Every number of the last sentence is filled in; typed are only limits that were asked."""
    cells = _read(path)
    place = next(n for n, (_, text) in enumerate(cells) if text == "## What it comes to")
    code = cells[place + 1][1]
    parts = [
        part
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.JoinedStr)
        for part in node.values
    ]
    filled = [part for part in parts if isinstance(part, ast.FormattedValue)]
    # How a number is written is an f-string of its own, and no part of the sentence.
    forms = {id(inner) for part in filled if part.format_spec for inner in part.format_spec.values}
    words = [part for part in parts if isinstance(part, ast.Constant) and id(part) not in forms]
    assert len(filled) > 2
    asked = {"legal-aid-2015": ["150", "20"]}
    assert re.findall(r"\d+", " ".join(part.value for part in words)) == asked.get(path.stem, [])


def test_the_list_of_notebooks_names_each_and_no_other():
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    named = re.findall(r"\]\(([^)]+\.ipynb)\)", text)
    assert sorted(named) == [path.relative_to(FOLDER).as_posix() for path in NOTEBOOKS]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_links_of_notebooks_lead_somewhere(path):
    for kind, text in _read(path):
        for target in re.findall(r"\]\(([^)#:]+)\)", text) if kind == "markdown" else []:
            assert (path.parent / target).exists(), target
