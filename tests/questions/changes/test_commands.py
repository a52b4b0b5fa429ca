"""The commands about ties and changes, from files to the screen."""

import pytest

from ecosystem.commands import main


@pytest.fixture
def files(tmp_path):
    """Last year's and this year's folder: Birch was trained, and Elm is new."""
    services = "service_id,name,service_type,level,organisation\ns,Advice,advice,{},Birch\n"
    for year, level, more in (("last", 1, ""), ("this", 2, "Elm,faith\n")):
        folder = tmp_path / year
        folder.mkdir()
        (folder / "organisations.csv").write_text(
            f"name,sector\nAsh,voluntary\nBirch,statutory\n{more}", encoding="utf-8"
        )
        (folder / "services.csv").write_text(services.format(level), encoding="utf-8")
        (folder / "relationships.csv").write_text(
            "from_id,to_id,kind\nAsh,Birch,trusts\n", encoding="utf-8"
        )
    return tmp_path / "last", tmp_path / "this"


def run(*arguments):
    return main([str(argument) for argument in arguments])


def test_what_changed_is_printed_and_written(files, tmp_path, capsys):
    assert run("changes", *files) == 0
    told = capsys.readouterr().out
    assert told.startswith("1 organisation joined and 1 entry of a service reads otherwise.\n")
    assert "Elm is running now, and was not listed before." in told
    assert "Advice: level was 1, and is 2." in told
    assert run("changes", *files, "--out", tmp_path / "changes.csv") == 0
    assert "level" in (tmp_path / "changes.csv").read_text(encoding="utf-8")


def test_who_talks_to_whom_is_printed(files, capsys):
    assert run("ties", files[1], "--by", "sector") == 0
    told = capsys.readouterr().out
    assert told.startswith("Ties stay within sectors no more and no less than chance explains: 0")
    assert "Only one voluntary organisation is on record" in told
    with pytest.raises(SystemExit):
        run("ties", files[1], "--by", "sectors")
    assert "Did you mean 'sector'" in capsys.readouterr().err


def test_a_report_tells_what_changed_since_a_former_file(files, tmp_path):
    page = tmp_path / "away.html"
    assert run("report", files[1], "--before", files[0], "--out", page) == 0
    assert "Elm is running now, and was not listed before." in page.read_text(encoding="utf-8")
