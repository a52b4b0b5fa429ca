"""Write the pages that are made from the code: tables, schemas, commands, glossary and reference.

`python docs/make_pages.py` writes them; the tests fail when one is not current.
"""

import inspect
import json
import sys
from pathlib import Path

import ecosystem as eco
from ecosystem.commands import COMMANDS, DESCRIPTION, Option
from ecosystem.data.columns import Column
from ecosystem.data.schema import make_schema
from ecosystem.data.shorthands import SERVICE_SHORTHANDS
from ecosystem.data.tables import TABLES
from ecosystem.data.text import LIST_MARK
from ecosystem.report.words import WORDS
from ecosystem.wording import start_sentence

_DOCS = Path(__file__).parent
sys.path.append(str(_DOCS))
from make_problems import list_problems  # noqa: E402 - they lie beside this file
from make_schemas import make_schemas  # noqa: E402

_TABLES = """\
Made from `ecosystem/data/tables.py`. Only `organisations` is needed. Ids are text. An empty cell
means not known, never zero. Columns beyond these are kept and never interpreted; columns of client
data are refused, contact details of staff are dropped. The same as a Frictionless Data Package:
{download}`schema.json`.

A list cell holds several values split by `|`. Rows may name organisations, services, areas and
groups by id or by name. Authorities of the United Kingdom need not be listed in `areas`."""
_STATUSES = """\
Every command ends with exit status 0 when all went well, 1 when the data have errors (nothing is
then written) and 2 when the command itself was wrong. `ecosystem` alone and `ecosystem --help` list
the commands, `ecosystem core --help` explains one, `ecosystem --version` tells the version."""
_REFERENCE = """\
Everything public. `Ecosystem` holds the data, functions ask questions of it, each answer is a
`Result`."""
_GLOSSARY = """\
Words of ours, in the plainest words there are. The report explains those that stand on a page with
the same sentences: both are made from `ecosystem/report/words.py`. Each method page has the exact
definition."""
_PROBLEMS = """\
What `ecosystem check` and `eco.check(path)` may say of a file; `…` stands for what differs from
file to file. Each is a row with its table, file, sheet, row as the spreadsheet shows it, column
and value. Errors must be mended, or set aside with `--go-on`; warnings and notes are worth
reading. How a name, a list or a remark was read is said in more words than these."""
_SEVERITIES = {"error": "Errors", "warning": "Warnings", "note": "Notes"}
_SCHEMAS = """\
What `answer.to_dict()` gives, as
[JSON Schema](https://json-schema.org) (draft 2020-12): made from the answers themselves, and tested
against every answer of the samples.

- `headline`, `notes`, `settings` and every frame of the answer are always there; a frame is a list
  of rows, and its first column is what the rows are about. `summary` is one object.
- An empty cell is `null`: not known, never nought.
- A column that is listed stays, with its meaning and its type. Columns may be added, so be lenient
  with those you do not know ([what stays as it is](embed.md#what-stays-as-it-is)).
- `write_result` is for people: what it hides reads "under 5", as text. In `to_dict()` of an answer
  about `e.select(visibility="public")` such a number is one and the same stand-in."""


def make_pages() -> dict[str, str]:
    """Return each made page's name in docs/ and its text."""
    return {
        "schema.json": json.dumps(make_schema(), indent=2, ensure_ascii=False) + "\n",
        "tables.md": _make_tables(),
        "commands.md": _make_commands(),
        "reference.md": _make_reference(),
        "glossary.md": _make_glossary(),
        "problems.md": _make_problems(),
        **_make_schemas(),
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
    parts = ["# The command line", DESCRIPTION]
    for command in COMMANDS:
        rows = [_option_row(option) for option in command.options]
        heading = ["| write | meaning |", "| --- | --- |"]
        parts += [
            f"## ecosystem {command.name}",
            f"{start_sentence(command.help)}.",
            "\n".join(heading + rows),
        ]
    parts.append(_STATUSES)
    return "\n\n".join(parts) + "\n"


def _option_row(option: Option) -> str:
    about = option.help % {"default": option.default}
    if option.choices:
        about += f"; one of {', '.join(str(choice) for choice in option.choices)}"
    return f"| `{option.name}` | {about} |"


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


def _make_glossary() -> str:
    """Return the words with what they mean, in the order of the alphabet."""
    words = sorted(WORDS, key=str.casefold)
    entries = [f"{word}\n: {start_sentence(WORDS[word])}." for word in words]
    return "\n\n".join(["# Glossary", _GLOSSARY, *entries]) + "\n"


def _make_problems() -> str:
    """Return the problems by severity, each with what to do."""
    parts = ["# Problems in a file", _PROBLEMS]
    for severity, texts in list_problems().items():
        rows = [f"| {_escape(text)} | {_escape(texts[text])} |" for text in texts]
        parts += [
            f"## {_SEVERITIES[severity]}",
            "\n".join(["| says | what to do |", "| --- | --- |", *rows]),
        ]
    return "\n\n".join(parts) + "\n"


def _escape(text: str) -> str:
    for mark in "\\|<*_#[]":
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", " ")


def _make_schemas() -> dict[str, str]:
    """Return the page of the schemas, and each schema."""
    schemas = make_schemas()
    rows = [
        f"| {schema['description']} | {{download}}`{name}.json <schemas/{name}.json>` |"
        for name, schema in schemas.items()
    ]
    page = ["# JSON Schemas", _SCHEMAS, "\n".join(["| answer | schema |", "| --- | --- |", *rows])]
    texts = {
        f"schemas/{name}.json": json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        for name, schema in schemas.items()
    }
    return {"schemas.md": "\n\n".join(page) + "\n"} | texts


def _indent(text: str) -> str:
    return text.replace("\n", "\n   ")


if __name__ == "__main__":
    for page, made in make_pages().items():
        (_DOCS / page).write_text(made, encoding="utf-8")
