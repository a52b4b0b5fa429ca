"""Collect what a problem in a file may say, and what it says to do, from where it is said."""

import ast
from collections.abc import Iterator
from pathlib import Path

import ecosystem as eco

_HOUSE = Path(eco.__file__).parent
_SEVERITIES = ("error", "warning", "note")
_VARIES = "…"
"""Stands for what differs from file to file: a name, a number, a list."""


def list_problems() -> dict[str, dict[str, str]]:
    """Return what to do by message, for each severity, both in the order of the alphabet."""
    found: dict[str, dict[str, str]] = {severity: {} for severity in _SEVERITIES}
    for path in sorted(_HOUSE.rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for severity, message, suggestion in _list_said(function):
                    found[severity].setdefault(message, suggestion)
    return {severity: dict(sorted(texts.items())) for severity, texts in found.items()}


def _list_said(function: ast.FunctionDef) -> Iterator[tuple[str, str, str]]:
    """List severity, message and suggestion of each problem that a function adds."""
    held = {
        node.targets[0].id: _read_text(node.value, {})
        for node in ast.walk(function)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for call in ast.walk(function):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
            continue
        if call.func.attr != "add" or len(call.args) < 2:
            continue
        severity, *said = (_read_text(argument, held) for argument in call.args)
        # Checks of whole tables name the table first. A sentence has a space and ends with a stop;
        # what to do begins with a capital letter, what is wrong does not.
        texts = [text for text in said if " " in text and text.rstrip("…").endswith((".", "?"))]
        if severity in _SEVERITIES and texts and not texts[0][0].isupper():
            yield severity, texts[0], texts[1] if len(texts) > 1 else ""


def _read_text(node: ast.expr, held: dict[str, str]) -> str:
    """Return a text as it stands in the code, with a mark for what varies."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else _VARIES
    if isinstance(node, ast.JoinedStr):
        parts = [one.value if isinstance(one, ast.Constant) else _VARIES for one in node.values]
        return "".join(str(part) for part in parts)
    if isinstance(node, ast.BinOp):
        return _read_text(node.left, held) + _read_text(node.right, held)
    if isinstance(node, ast.Name):
        return held.get(node.id, _VARIES)
    return _VARIES
