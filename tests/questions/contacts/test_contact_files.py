"""Tests of a round on the command line, from a list to a plan."""

import io

import pandas as pd
import pytest
from planted_people import KEY, LISTS, name_people

from ecosystem.commands import main


def run_round(folder, monkeypatch):
    """Hash each list and all people in it where they are kept, and collect what is shared."""
    shared = folder / "shared"
    shared.mkdir()
    for name, people in (LISTS | {"all": name_people(range(90))}).items():
        people.to_csv(folder / f"{name}.csv", index=False)
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{KEY}\n"))
        assert main(["hash-contacts", str(folder / f"{name}.csv")]) == 0
        if name != "all":
            (folder / f"{name}-hashed.csv").rename(shared / f"{name}-hashed.csv")
    return shared


def test_a_round_from_lists_to_plans(tmp_path, monkeypatch, capsys):
    shared = run_round(tmp_path, monkeypatch)
    reference, out = str(tmp_path / "all-hashed.csv"), tmp_path / "plans"
    assert main(["contact-overlap", str(shared), "--reference", reference, "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "10 people are in touch with three or more organisations" in printed
    assert KEY not in printed
    counts = pd.read_csv(out / "overlap.csv", index_col=0)
    assert counts["people"].tolist() == [10, 60, 10, 10]
    own = pd.read_csv(out / "plan-ash.csv")
    assert set(own["caller"]) <= {"you", "another organisation"}
    assert len(own) == 40
    # Nobody is told who else calls, but for people with whom nobody is in touch.
    begin = pd.read_csv(out / "plan-reference.csv")
    assert len(begin) == 10
    assert set(begin["caller"]) <= set(LISTS)


def test_what_is_shared_holds_no_name_and_the_key_is_nowhere(tmp_path, monkeypatch):
    shared = run_round(tmp_path, monkeypatch)
    name = LISTS["ash"]["Name"].iloc[0]
    text = (shared / "ash-hashed.csv").read_text()
    assert name.split()[0] not in text
    for path in [*shared.iterdir(), *tmp_path.glob("*-hashed.csv"), *tmp_path.glob("*-keep.csv")]:
        assert KEY[:4] not in path.read_text()
    kept = pd.read_csv(tmp_path / "ash-keep.csv")
    assert sorted(kept["row in your file"]) == list(range(2, 42))


def test_what_stays_at_home_is_refused_in_the_folder(tmp_path, monkeypatch, capsys):
    shared = run_round(tmp_path, monkeypatch)
    (tmp_path / "ash-keep.csv").rename(shared / "ash-keep.csv")
    assert main(["contact-overlap", str(shared)]) == 2
    assert "ash-keep.csv stays with the organisation" in capsys.readouterr().err
    assert main(["contact-overlap", str(tmp_path / "none")]) == 2
    assert "no folder" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--out", "list.txt"], ["--capacity", "many"]])
def test_wrong_options_end_in_a_line(words, tmp_path, monkeypatch, capsys):
    LISTS["ash"].to_csv(tmp_path / "ash.csv", index=False)
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{KEY}\n"))
    command = "contact-overlap" if words[0] == "--capacity" else "hash-contacts"
    try:
        status = main([command, str(tmp_path / "ash.csv"), *words])
    except SystemExit as ended:
        status = ended.code
    assert status == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_key_is_drawn_and_printed_alone(capsys):
    assert main(["draw-key"]) == 0
    assert len(capsys.readouterr().out.strip()) == 24
