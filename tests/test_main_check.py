"""What `ecosystem check` prints: one line a cause, and the list it writes."""

import ecosystem as eco
from ecosystem.commands import main
from ecosystem.errors import Problem, make_problems


def _run(*arguments):
    return main([str(argument) for argument in arguments])


def test_check_says_how_many_of_what_it_tells_are_alike(tmp_path, capsys):
    """Three services are of no organisation that is listed: two of Elm, one of Oak. One line."""
    (tmp_path / "organisations.csv").write_text(
        "organisation_id,name\no1,Ash Advice\n", encoding="utf-8"
    )
    (tmp_path / "services.csv").write_text(
        "service_id,name,organisation_id,service_type\n"
        "s1,Food,elm,food\ns2,Homes,elm,housing\ns3,Clinic,oak,health\ns4,Class,o1,ESOL\n",
        encoding="utf-8",
    )
    assert _run("check", tmp_path) == 1
    text = capsys.readouterr().out
    assert "3 errors, told in 1 line" in text


def test_check_says_one_line_a_cause(tmp_path, capsys):
    """25 referrals to nobody are one line, and so are 25 roles that are none."""
    folder = tmp_path / "sector"
    folder.mkdir()
    (folder / "organisations.csv").write_text("organisation_id,name\na,Ash\n", encoding="utf-8")
    lines = "".join(f"a,nobody-{number}\n" for number in range(25))
    (folder / "referrals.csv").write_text(f"from_id,to_id\n{lines}", encoding="utf-8")
    assert _run("check", folder) == 1
    text = capsys.readouterr().out
    assert "25 errors" in text
    assert "referrals.csv rows 2, 3, 4, 5, 6, 7 and 19 more, to_id: 'nobody-0' is not in" in text
    assert text.count("is not in organisations") == 1

    lines = "".join(f"o{number},O{number},{'x' * number}@\n" for number in range(1, 26))
    (folder / "organisations.csv").write_text(
        "organisation_id,name,stated_role\n" + lines, encoding="utf-8"
    )
    (folder / "referrals.csv").unlink()
    assert _run("check", folder) == 1
    text = capsys.readouterr().out
    assert "25 errors" in text
    assert text.count("is not one of the choices") == 1


def test_check_lists_a_screenful_of_causes_and_counts_the_rest(capsys, monkeypatch):
    """25 columns with a fault each: 20 lines are listed, 5 are counted."""
    faults = [
        Problem(severity="error", file="my.csv", row=2, column=f"c{number}", message="is wrong.")
        for number in range(25)
    ]
    monkeypatch.setattr(eco, "check", lambda _: make_problems(faults), raising=False)
    assert _run("check", "my.csv") == 1
    text = capsys.readouterr().out
    assert text.count("is wrong.") == 20
    assert "… and 5 more; --out writes them all." in text


def test_check_writes_its_list_of_a_file_in_which_nothing_is_found(tmp_path, capsys):
    (tmp_path / "people.csv").write_text("what\nx\n", encoding="utf-8")
    out = tmp_path / "list.xlsx"
    assert _run("check", tmp_path / "people.csv", "--out", out) == 1
    assert str(out) in capsys.readouterr().out
    assert out.exists()
