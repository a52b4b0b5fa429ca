"""Sheets as people fill them in by hand, for tests."""

import ecosystem as eco


def read_bytes(tmp_path, raw, name="organisations.csv"):
    (tmp_path / name).write_bytes(raw)
    return eco.read(tmp_path / name)


def write_texts(folder, **sheets):
    folder.mkdir()
    for name, text in sheets.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def say_of(e, column):
    found = e.problems[e.problems["column"] == column]
    return " / ".join(found["message"] + " " + found["suggestion"])


ORGANISATIONS = 'Name\nACH\nBristol City Council\n"Refugee Action, Bristol"\n'
