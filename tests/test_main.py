import json
import os
import subprocess
import sys
import webbrowser
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import ecosystem as eco
from ecosystem.commands import COMMANDS, main


@pytest.fixture
def folder():
    """The sample as a folder of CSV files."""
    return Path(__file__).parents[1] / "data/sample/west-midlands"


@pytest.fixture
def faulty(tmp_path):
    """A workbook with a referral to nobody."""
    path = tmp_path / "faulty.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "organisations"
    for row in (["organisation_id", "name"], ["a", "Ash"], ["b", "Birch"]):
        sheet.append(row)
    sheet = book.create_sheet("referrals")
    for row in (["from_id", "to_id"], ["a", "nobody"]):
        sheet.append(row)
    book.save(path)
    return path


def _run(*arguments):
    return main([str(argument) for argument in arguments])


def test_the_module_runs_as_a_program():
    done = subprocess.run(
        [sys.executable, "-m", "ecosystem", "--help"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert "ecosystem report my-sector.xlsx" in done.stdout


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_says_how_to_use_it(command, capsys):
    with pytest.raises(SystemExit) as ended:
        _run(command.name, "--help")
    assert ended.value.code == 0
    text = capsys.readouterr().out
    assert f"usage: ecosystem {command.name}" in text
    assert [option.name for option in command.options if option.name not in text] == []


def test_commands_and_their_options_are_named_once():
    names = [command.name for command in COMMANDS]
    assert len(set(names)) == len(names) == 27
    for command in COMMANDS:
        options = [option.name for option in command.options]
        assert len(set(options)) == len(options)


def test_without_a_command_the_help_is_shown_and_nothing_is_wrong(capsys):
    assert _run() == 0
    captured = capsys.readouterr()
    assert captured.err == ""
    for command in COMMANDS:
        assert command.help in captured.out


def test_the_version_is_told(capsys):
    assert _run("--version") == 0
    assert capsys.readouterr().out == f"ecosystem {eco.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "program", "words"),
    [
        ("chek", "ecosystem", "'chek' is no command. Did you mean 'check'?"),
        ("zzz", "ecosystem", "'zzz' is no command."),
        ("--quiet", "ecosystem", "There is no option --quiet."),
        ("core", "ecosystem core", "the following arguments are required: path."),
        ("core x y", "ecosystem core", "'y' is one word too many."),
        (
            "core x --otu=y",
            "ecosystem core",
            "There is no option --otu. Did you mean '--out'?",
        ),
        (
            "report x --audience publik",
            "ecosystem report",
            (
                "argument --audience: 'publik' is not one of the choices. Did you mean 'public'? "
                "Choose partners or public."
            ),
        ),
        (
            "gaps x y --level=9",
            "ecosystem gaps",
            "argument --level: '9' is not one of the choices. Choose 1, 2 or 3.",
        ),
        (
            "placements x y --count=z",
            "ecosystem placements",
            "argument --count: invalid int value: 'z'.",
        ),
    ],
)
def test_a_slip_in_the_command_is_one_line_and_exits_with_two(arguments, program, words, capsys):
    with pytest.raises(SystemExit) as ended:
        _run(*arguments.split())
    assert ended.value.code == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == f"{program}: {words} See {program} --help.\n"


def test_report_writes_the_page_and_says_where(folder, tmp_path, capsys):
    out = tmp_path / "away.html"
    assert _run("report", folder, "--out", out) == 0
    assert str(out) in capsys.readouterr().out
    assert out.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_report_counts_a_log_beside_the_data(folder, tmp_path):
    log = tmp_path / "log.csv"
    rows = [f"2025-05-{day:02},ACH,Borderlands,Seen,{day}" for day in range(1, 21)]
    log.write_text("\n".join(["Date,From,To,Outcome,Row", *rows]), encoding="utf-8")
    out = tmp_path / "away.html"
    assert _run("report", folder, "--log", log, "--out", out) == 0
    assert "The log that was read has 20 referrals" in out.read_text(encoding="utf-8")


def test_report_opens_the_page_when_asked(folder, tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr(webbrowser, "open", shown.append)
    out = tmp_path / "away.html"
    assert _run("report", folder, "--out", out, "--open") == 0
    assert shown == [out.resolve().as_uri()]


def test_report_on_faulty_data_writes_nothing_and_exits_with_one(faulty, tmp_path, capsys):
    out = tmp_path / "away.html"
    before = sorted(tmp_path.iterdir())
    assert _run("report", faulty, "--out", out) == 1
    assert sorted(tmp_path.iterdir()) == before
    text = capsys.readouterr().err
    assert "nobody" in text
    assert "Nothing was written." in text


def test_check_lists_what_is_wrong_and_where(faulty, folder, capsys):
    assert _run("check", faulty) == 1
    text = capsys.readouterr().out
    assert "1 error" in text
    assert "referrals row 2, to_id" in text
    assert _run("check", folder) == 0


@pytest.mark.parametrize(
    ("words", "written"),
    [
        (("template", "mine.xlsx"), "mine.xlsx"),
        (("tidy", "faulty.xlsx", "--out", "mine.xlsx"), "mine.xlsx"),
        (("forms", "faulty.xlsx", "--go-on"), "forms/ash.xlsx"),
        (("read-forms", "forms", "--out", "mine.xlsx"), "mine.xlsx"),
    ],
)
@pytest.mark.usefixtures("faulty")
def test_a_workbook_that_may_be_filled_in_is_not_replaced(
    words, written, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    assert _run("forms", "faulty.xlsx", "--go-on") == 0
    assert _run(*words, "--replace") == 0
    before = Path(written).read_bytes()
    assert _run(*words) == 2
    assert Path(written).read_bytes() == before
    said = capsys.readouterr().err
    assert f"{Path(written)} is there already, perhaps filled in." in said
    assert "--replace" in said


@pytest.mark.parametrize(
    ("arguments", "ask"),
    [
        (["core"], eco.find_core),
        (["duplication"], eco.find_duplication),
        (["matches"], eco.find_matches),
        (["representation"], eco.find_representation),
        (["gaps", "immigration advice"], lambda e: eco.find_gaps(e, "immigration advice")),
    ],
)
def test_a_question_prints_its_answer_and_writes_it(arguments, ask, folder, tmp_path, capsys):
    command, *rest = arguments
    answer = ask(eco.read(folder))
    assert _run(command, folder, *rest) == 0
    assert answer.headline in capsys.readouterr().out
    table, whole = tmp_path / "answer.csv", tmp_path / "answer.json"
    assert _run(command, folder, *rest, "--out", table) == 0
    assert _run(command, folder, *rest, "--out", whole) == 0
    assert len(pd.read_csv(table)) == len(answer.table)
    assert json.loads(whole.read_text(encoding="utf-8"))["headline"] == answer.headline


def test_options_of_gaps_reach_the_question(west_midlands, folder, capsys):
    asked = eco.find_gaps(
        west_midlands, "immigration advice", level=2, legal_aid=True, within_km=30
    )
    options = ["--level", 2, "--legal-aid", "--within-km", 30]
    assert _run("gaps", folder, "immigration advice", *options) == 0
    assert asked.headline in capsys.readouterr().out


def test_options_of_representation_reach_the_question(west_midlands, folder, capsys):
    asked = eco.find_representation(
        west_midlands, begins_in="advice", start="2024-03-05", term_years=1
    )
    options = ["--begins-in", "advice", "--start", "2024-03-05", "--term-years", 1]
    assert _run("representation", folder, *options) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert asked.headline in told
    assert asked.explain("E08000028") in told
    assert all(finding in told for finding in asked.findings)
    assert _run("representation", folder, "--begins-in", "advise") == 2
    assert "Did you mean 'advice'?" in capsys.readouterr().err


def test_matches_of_a_spreadsheet_are_explained(tmp_path, capsys):
    """Also known as: read from the sheet under that heading; the private row is not asked about."""
    sheet = tmp_path / "organisations.csv"
    sheet.write_text(
        "Name,Also known as,Postcode,Visibility\n"
        "Refuge Point,Oak House; Elm House,BS5 0AA,\n"
        "Elm House,,BS5 0AA,\n"
        "Elm House Ltd,,BS5 0AA,Private\n"
        "City Farm,,,\n",
        encoding="utf-8",
    )
    assert _run("matches", tmp_path) == 0
    text = " ".join(capsys.readouterr().out.split())
    assert "Of 3 organisations, 1 pair is taken to be the same" in text
    assert "Elm House and Refuge Point are taken to be the same; for it: the same other" in text
    assert _run("matches", tmp_path, "--visibility", "private") == 0
    assert "Of 4 organisations" in " ".join(capsys.readouterr().out.split())
    assert eco.read(tmp_path).problems.empty


def test_a_reader_who_stops_is_no_error(folder):
    command = [sys.executable, "-m", "ecosystem", "duplication", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == 0


def test_map_draws_ties_or_places(folder, tmp_path):
    ties, places = tmp_path / "ties.html", tmp_path / "places.html"
    assert _run("map", folder, "--out", ties) == 0
    assert _run("map", folder, "--out", places, "--service-type", "immigration advice") == 0
    assert "vis.Network" in ties.read_text(encoding="utf-8")
    assert "Where is there too little immigration advice?" in places.read_text(encoding="utf-8")


def test_visibility_decides_what_is_asked(west_midlands, tmp_path):
    relationships = west_midlands.relationships.assign(visibility="private")
    eco.write_tables(
        west_midlands.replace(relationships=relationships), tmp_path / "s", visibility="private"
    )
    public, private = tmp_path / "public.csv", tmp_path / "private.csv"
    assert _run("core", tmp_path / "s", "--out", public) == 0
    assert _run("core", tmp_path / "s", "--out", private, "--visibility", "private") == 0
    ties = [pd.read_csv(path)["ties_total"].sum() for path in (public, private)]
    assert ties[0] < ties[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["core", "nowhere.xlsx"], "nowhere.xlsx"),
        (["gaps", "{folder}", "legal advise"], "legal advise"),
        (["core", "{folder}", "--out", "answer.pdf"], "neither .csv nor .json"),
        (["report", "{folder}", "--out", "/no/such/folder/x.html"], "does not exist"),
        (["template", "mine.ods"], ".xlsx"),
    ],
)
def test_a_wrong_option_exits_with_two_and_says_what_to_do(arguments, words, folder, capsys):
    filled = [argument.format(folder=folder) for argument in arguments]
    assert _run(*filled) == 2
    captured = capsys.readouterr()
    assert words in captured.err
    assert "Traceback" not in captured.err


def test_an_answer_goes_on_without_what_cannot_be_read_when_asked(tmp_path, capsys):
    """One referral to nobody of two: refused with the way out, then left out and said."""
    folder = tmp_path / "sector"
    folder.mkdir()
    (folder / "organisations.csv").write_text("name\nAsh\nElm\n", encoding="utf-8")
    (folder / "referrals.csv").write_text("from,to\nAsh,Elm\nAsh,Nobody\n", encoding="utf-8")
    out = tmp_path / "away.html"
    assert _run("report", folder, "--out", out) == 1
    said = capsys.readouterr().err
    assert "Nothing was written. To go on without what cannot be read: ecosystem report" in said
    assert not out.exists()
    assert _run("report", folder, "--out", out, "--go-on") == 0
    sentence = "1 cell in 1 row could not be read; the answers are without it."
    assert sentence in capsys.readouterr().err
    assert sentence in out.read_text(encoding="utf-8")


def test_tidy_writes_beside_the_file_what_was_understood(faulty, capsys):
    """The referral to nobody is left out and asked about; the result reads without a fault."""
    assert _run("tidy", faulty) == 0
    beside = faulty.with_name("faulty-as-understood.xlsx")
    assert str(beside.resolve()) in capsys.readouterr().out
    assert _run("check", beside) == 0
    assert "1 error" not in capsys.readouterr().out


def test_forms_go_out_and_come_back(faulty, tmp_path, monkeypatch, capsys):
    """Two organisations: two forms; one replies that it works with the other weekly."""
    monkeypatch.chdir(tmp_path)
    assert _run("forms", faulty, "--go-on") == 0
    assert len(list(Path("forms").iterdir())) == 2
    form = openpyxl.load_workbook("forms/ash.xlsx")
    form["Who you work with"]["B2"] = "weekly"
    form.save("forms/ash.xlsx")
    capsys.readouterr()
    assert _run("read-forms", "forms") == 0
    printed = capsys.readouterr()
    assert "1 organisation of 2 told nothing of the others: Birch." in printed.err
    assert "with-replies.xlsx" in printed.out
    assert eco.read("with-replies.xlsx").relationships["strength"].tolist() == [4]


def test_what_a_sheet_was_taken_for_is_said_beside_the_report(tmp_path, capsys):
    path = tmp_path / "who.csv"
    path.write_text(
        "Organisation,What they do,Area covered\nAsh,food bank,Leeds\nElm,ESOL classes,York\n",
        encoding="utf-8",
    )
    assert _run("report", path, "--out", tmp_path / "away.html") == 0
    said = capsys.readouterr()
    assert "Sheet 'who': a directory, one row an organisation; 2 organisations, 2 services." in (
        said.err
    )
    assert "The report is in" in said.out


def test_a_missing_extra_is_said_in_a_line(folder, tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "docx", None)
    assert _run("report", folder, "--out", tmp_path / "away.docx") == 2
    captured = capsys.readouterr()
    assert "ecosystem report: A .docx needs the extra" in captured.err
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def turned(tmp_path):
    """A file in which a name has a character that turns the text after it round."""
    path = tmp_path / "ties.csv"
    path.write_text("From,To\nAsh \u202etsurT,B\u00e9ziers\n", encoding="utf-8")
    return path


def _run_apart(*arguments, **settings):
    command = [sys.executable, "-m", "ecosystem", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, **settings)


def test_letters_that_the_output_does_not_know_are_replaced(turned):
    done = _run_apart("core", turned, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"B?ziers" in done.stdout


def test_text_that_turns_round_shows_as_a_mark_on_the_screen(turned, capsys):
    assert _run("core", turned) == 0
    text = capsys.readouterr().out
    assert "Ash [U+202E]tsurT" in text
    assert "\u202e" not in text


def test_ctrl_c_ends_in_one_line(folder, tmp_path, monkeypatch, capsys):
    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(eco, "write_report", stop)
    assert _run("report", folder, "--out", tmp_path / "a.html") == 130
    assert capsys.readouterr().err == "\necosystem report: stopped.\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full disk to try")
def test_a_full_disk_ends_in_one_line(folder):
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "ecosystem", "core", str(folder)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert done.stderr == b"ecosystem core: the output: No space left on device.\n"


@pytest.mark.skipif(os.name != "posix", reason="needs a shell that closes streams")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&- <&-"])
def test_closed_outputs_are_no_error(closed, turned):
    line = f"'{sys.executable}' -m ecosystem core '{turned}' {closed}"
    done = subprocess.run(["sh", "-c", line], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_focus_reads_scores_and_says_who_could_visit_whom(folder, tmp_path, capsys):
    names = pd.read_csv(folder / "organisations.csv")["name"].tolist()[:3]
    scores = tmp_path / "scores.csv"
    rows = [f'"{name}",kind {row},{row + 1}' for row, name in enumerate(names)]
    scores.write_text("\n".join(["Organisation,Service type,Score", *rows]), encoding="utf-8")
    assert _run("focus", folder, "--scores", scores, "--capacity", 1) == 0
    said = capsys.readouterr().out
    assert "Each of the 3 service types can have a lead" in said
    assert said.count("could visit") == 3
    assert _run("focus", folder, "--scores", tmp_path / "none.csv") == 2
    assert "is not there. Check the path." in capsys.readouterr().err
    scores.write_text("Organisation,Service type,Score\n", encoding="utf-8")
    assert _run("focus", folder, "--scores", scores) == 2
    assert "holds no rows" in capsys.readouterr().err


def test_value_reads_outcomes_and_refuses_one_without_a_source(folder, tmp_path, capsys):
    outcomes = tmp_path / "outcomes.csv"
    head = "Outcome,Units,Unit,Unit value,Source\nHomes kept,26,families,4000,"
    outcomes.write_text(f"{head}Our council\n", encoding="utf-8")
    assert _run("value", folder, outcomes, "--months", 9) == 0
    assert "£104,000 over 9 months" in capsys.readouterr().out
    outcomes.write_text(f"{head}\n", encoding="utf-8")
    assert _run("value", folder, outcomes) == 2
    assert "says not where it comes from" in capsys.readouterr().err


def test_factors_are_said_a_line_each(folder, capsys):
    assert _run("factors", folder) == 0
    said = capsys.readouterr().out
    assert "of the 12 success factors" in said
    assert "Referral pathways:" in said


def test_profiles_are_a_page_for_each_organisation(faulty, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert _run("profiles", faulty, "--go-on") == 0
    assert "The profiles are in" in capsys.readouterr().out
    assert sorted(path.name for path in Path("profiles").iterdir()) == ["ash.html", "birch.html"]
