"""Write the pages that are made from the code: tables, schema, commands and reference.

`python docs/make_pages.py` writes them; the tests fail when one is not current.
"""

import argparse
import inspect
import json
from pathlib import Path

import ecosystem as eco
from ecosystem.__main__ import make_parser
from ecosystem.data.columns import Column
from ecosystem.data.schema import make_schema
from ecosystem.data.shorthands import SERVICE_SHORTHANDS
from ecosystem.data.tables import TABLES
from ecosystem.data.text import LIST_MARK

_DOCS = Path(__file__).parent
_TABLES = """\
Made from `ecosystem/data/tables.py`. Only `organisations` is needed. Ids are text. An empty cell
means not known, never zero. Columns beyond these are kept and never interpreted; columns of client
data are refused, contact details of staff are dropped. The same as a Frictionless Data Package:
{download}`schema.json`.

A list cell holds several values split by `|`. Rows may name organisations, services, areas and
groups by id or by name. Authorities of the United Kingdom need not be listed in `areas`."""
_STATUSES = """\
Every command ends with exit status 0 when all went well, 1 when the data have errors (nothing is
then written) and 2 when the command itself was wrong."""
_REFERENCE = """\
Everything public. `Ecosystem` holds the data, functions ask questions of it, each answer is a
`Result`."""


def make_pages() -> dict[str, str]:
    """Return each made page's name in docs/ and its text."""
    return {
        "schema.json": json.dumps(make_schema(), indent=2, ensure_ascii=False) + "\n",
        "tables.md": _make_tables(),
        "commands.md": _make_commands(),
        "reference.md": _make_reference(),
    }


def _make_tables() -> str:
    parts = ["# The tables", _TABLES]
    for table in TABLES.values():
        parts.append(f"## {table.name}")
        key = ", ".join(f"`{name}`" for name in table.key)
        parts.append(f"One row is {table.row}." + (f" Rows differ in {key}." if key else ""))
        rows = [_column_row(column) for column in table.columns]
        if table.name == "services":
            rows += [
                _column_row(one.column, f" Fills {one.table}; files only.")
                for one in SERVICE_SHORTHANDS
            ]
        heading = [
            "| column | heading in the template | holds | meaning |",
            "| --- | --- | --- | --- |",
        ]
        parts.append("\n".join(heading + rows))
    return "\n\n".join(parts) + "\n"


def _column_row(column: Column, more: str = "") -> str:
    name = f"`{column.name}`" + (" \\*" if column.required else "")
    holds = column.kind
    if column.choices:
        holds = "one of: " + ", ".join(column.choices)
    elif column.links_to:
        holds = f"link to {column.links_to}"
    if column.kind == "list" and not column.links_to:
        holds = f"list, split by \\{LIST_MARK}"
    if column.low is not None:
        upper = f" to {column.high:g}" if column.high is not None else " or more"
        holds += f", {column.low:g}{upper}"
    return f"| {name} | {column.title} | {holds} | {column.about}{more} |"


def _make_commands() -> str:
    parser = make_parser()
    parts = ["# The command line", str(parser.description)]
    # argparse has no public way to list its commands, and its help differs between versions.
    actions = parser._subparsers._group_actions  # noqa: SLF001
    commands = actions[0]
    helps = {action.dest: action.help for action in commands._choices_actions}  # noqa: SLF001
    for name, command in commands.choices.items():
        listed = command._actions[1:]  # noqa: SLF001
        rows = [_option_row(action) for action in listed]
        heading = ["| write | meaning |", "| --- | --- |"]
        parts += [
            f"## ecosystem {name}",
            f"{helps[name][0].upper()}{helps[name][1:]}.",
            "\n".join(heading + rows),
        ]
    parts.append(_STATUSES)
    return "\n\n".join(parts) + "\n"


def _option_row(action: argparse.Action) -> str:
    about = str(action.help or "") % {"default": action.default}
    if action.choices:
        about += f"; one of {', '.join(str(choice) for choice in action.choices)}"
    return f"| `{' '.join(action.option_strings) or action.dest}` | {about} |"


def _make_reference() -> str:
    parts = ["# Reference", _REFERENCE]
    for name in eco.__all__:
        thing = getattr(eco, name)
        if isinstance(thing, str):
            parts.append(f"## {name}\n\nThe version that is installed, as text.")
            continue
        kind = "autofunction" if inspect.isfunction(thing) else "autoclass"
        members = "" if kind == "autofunction" else "\n:members:"
        target = f"{thing.__module__}.{thing.__qualname__}"
        parts.append(f"## {name}\n\n```{{eval-rst}}\n.. {kind}:: {target}{_indent(members)}\n```")
    return "\n\n".join(parts) + "\n"


def _indent(text: str) -> str:
    return text.replace("\n", "\n   ")


if __name__ == "__main__":
    for page, made in make_pages().items():
        (_DOCS / page).write_text(made, encoding="utf-8")
