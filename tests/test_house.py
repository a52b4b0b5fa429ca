"""The house: its doors, its limits, and what may stand in which room."""

import ast
import io
import re
import tokenize
import tomllib
from pathlib import Path

import networkx as nx

import ecosystem as eco

HOUSE = Path(eco.__file__).parent
ROOT = HOUSE.parent
FILES = sorted(path for path in HOUSE.rglob("*.py") if "__pycache__" not in path.parts)
DOORS = {
    "__init__.py",
    "__main__.py",
    "access",
    "app",
    "commands",
    "data",
    "disclosure.py",
    "errors.py",
    "formats",
    "geo.py",
    "graph",
    "maps",
    "options.py",
    "pages",
    "py.typed",
    "questions",
    "report",
    "result.py",
    "scale",
    "wording.py",
}


def _name(path):
    """Return the dotted name of a module; a package is called by its folder."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {_name(path): path for path in FILES}


def _room(name):
    """Return the room a module lies in: a folder or file at the top, or one question."""
    parts = name.split(".")
    return ".".join(parts[: 3 if parts[1:2] == ["questions"] else 2])


def _list_imports(name):
    """Return the modules of the house that a module imports, for typing too."""
    path = MODULES[name]
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join([*above, node.module] if node.module else above)
            base = base if node.level else node.module or ""
            for alias in node.names:
                inner = f"{base}.{alias.name}"
                if inner in MODULES:
                    yield inner
                elif base in MODULES:
                    yield base


def _list_docstrings(tree):
    """Return the texts that stand alone: docstrings, and what is said below a constant."""
    blocks = [node.body for node in ast.walk(tree) if isinstance(getattr(node, "body", None), list)]
    return [
        statement.value
        for block in blocks
        for statement in block
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    ]


def _count_code(path):
    """Return the numbers of the lines that are neither blank, comment nor docstring."""
    text = path.read_text(encoding="utf-8")
    skipped = set()
    for docstring in _list_docstrings(ast.parse(text)):
        skipped |= set(range(docstring.lineno, docstring.end_lineno + 1))
    layout = {tokenize.NL, tokenize.NEWLINE, tokenize.COMMENT, tokenize.INDENT, tokenize.DEDENT}
    lines = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in layout | {tokenize.ENDMARKER}:
            lines |= set(range(token.start[0], token.end[0] + 1))
    return lines - skipped


def _measure_depth(node, depth=0):
    """Return how deep blocks stand in one another."""
    blocks = (ast.If, ast.For, ast.While, ast.With, ast.Try)
    inner = [
        _measure_depth(child, depth + isinstance(child, blocks))
        for child in ast.iter_child_nodes(node)
    ]
    return max([depth, *inner])


def test_the_doors_are_those_of_the_design():
    found = {path.name for path in HOUSE.iterdir()} - {"__pycache__", "sample"}
    assert found == DOORS


def test_every_question_has_its_doors():
    doors = ("question", "answer", "frames", "notes")
    rooms = [path.parent for path in HOUSE.glob("questions/*/__init__.py")]
    missing = [
        f"{room.name}/{door}.py"
        for room in rooms
        for door in doors
        if not (room / f"{door}.py").exists()
    ]
    assert rooms
    assert missing == []


def test_files_and_functions_stay_small():
    large = []
    for path in FILES:
        code = _count_code(path)
        if len(code) > 350:
            large.append(f"{_name(path)}: {len(code)} lines of code")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                lines = len(code & set(range(node.lineno, node.end_lineno + 1)))
                depth = _measure_depth(node)
                if lines > 50 or depth > 4:
                    large.append(f"{_name(path)}.{node.name}: {lines} lines, {depth} deep")
    assert large == []


def test_no_test_file_is_longer_than_can_be_read():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / "tests").rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 500
    }
    assert long == {}


def test_nothing_imports_in_a_circle_not_even_for_typing():
    arrows = nx.DiGraph((name, to) for name in MODULES for to in _list_imports(name))
    assert len(arrows) > 100
    assert list(nx.simple_cycles(arrows)) == []


def test_other_rooms_are_entered_by_their_door():
    strangers = [
        f"{name} imports {to}"
        for name in MODULES
        for to in _list_imports(name)
        if _room(to) not in {_room(name), to} and _room(name) != "ecosystem"
    ]
    assert strangers == []


def test_only_disclosure_knows_which_numbers_are_small():
    """No literal of the rule stands elsewhere: neither its words nor the numbers behind them.

    Docstrings, and messages about what users wrote, may name it.
    """
    people = re.compile("people|unserved|deficit|demand|sent|served|covered")
    literals = []
    for path in FILES:
        if path.name == "disclosure.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {id(docstring) for docstring in _list_docstrings(tree)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and id(node) not in docstrings:
                is_rule = node.value in {"under 5", "Under 5", 4.5}
            elif isinstance(node, ast.Compare) and people.search(ast.unparse(node)):
                sides = [node.left, *node.comparators]
                is_rule = any(
                    isinstance(side, ast.Constant) and side.value in {4, 5} for side in sides
                )
            else:
                continue
            if is_rule:
                literals.append(f"{_name(path)}, line {node.lineno}")
    assert literals == []


def test_the_oldest_versions_that_are_tried_are_the_oldest_that_are_allowed():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    groups = project["optional-dependencies"].values()
    limits = [*project["dependencies"], *(limit for extra in groups for limit in extra)]
    allowed = {limit.replace(">=", "==") for limit in limits}
    listed = (ROOT / ".ci" / "oldest.txt").read_text(encoding="utf-8").splitlines()
    tried = {re.sub(r"(\.0)+$", "", line) for line in listed if not line.startswith("#")}
    assert tried == {re.sub(r"(\.0)+$", "", limit) for limit in allowed}


def test_the_citation_names_the_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {project['version']}\n" in citation
