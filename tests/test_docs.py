"""The documentation tells the truth: names, columns, commands, made pages and README lines."""

import ast
import importlib.util
import re
from pathlib import Path

import pytest

import ecosystem as eco
from ecosystem.commands import COMMANDS
from ecosystem.data.tables import TABLES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _make_pages():
    spec = importlib.util.spec_from_file_location("make_pages", ROOT / "docs" / "make_pages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.make_pages()


@pytest.mark.parametrize("name", ["schema.json", "tables.md", "commands.md", "reference.md"])
def test_made_pages_are_current(name):
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == _make_pages()[name]


def test_every_public_name_is_in_the_reference():
    reference = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\w+)$", reference, re.MULTILINE) == eco.__all__


def test_every_column_is_in_the_tables_page():
    page = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    for table in TABLES.values():
        section = page.split(f"## {table.name}\n")[1].split("\n## ")[0]
        assert [name for name in table.names if f"| `{name}`" not in section] == []


def test_every_question_has_a_method_page_and_a_changelog_entry():
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    for name in eco.__all__:
        assert name in changes or name in {"DataError", "Result", "__version__"}, name
        if name.startswith("find_"):
            home = getattr(eco, name).__module__.split(".")[2]
            page = ROOT / "docs" / "methods" / f"{home}.md"
            assert page.exists(), page.name
            assert name in page.read_text(encoding="utf-8")


def test_the_python_of_the_readme_is_the_five_lines_and_runs(tmp_path, monkeypatch):
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL).group(1)
    assert len(ast.parse(code).body) == 6
    code = code.replace("data/sample", (ROOT / "data" / "sample").as_posix())
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - our own lines
    assert {file.name for file in tmp_path.iterdir()} == {"network.html", "away-day.html"}


def test_the_commands_of_the_readme_exist():
    named = re.findall(r"bin/ecosystem (\w+)", README)
    assert named
    assert set(named) <= {command.name for command in COMMANDS}


def test_links_of_the_readme_lead_somewhere():
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
