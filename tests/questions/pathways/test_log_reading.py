"""Tests of reading a log: frames, files of many kinds, and all that may be wrong."""

import openpyxl
import pandas as pd
import pytest
from referral_logs import FIVE, NAMES, hand_log, make

import ecosystem as eco


def test_a_log_may_be_a_file(tmp_path, hand):
    hand_log().to_csv(tmp_path / "log.csv", index=False)
    hand_log().to_excel(tmp_path / "log.xlsx", index=False)
    for name in ("log.csv", "log.xlsx"):
        read = eco.find_pathways(make(), log=tmp_path / name, as_of="2024-07-01")
        pd.testing.assert_frame_equal(read.table, hand.table)
    with pytest.raises(ValueError, match="is not there"):
        eco.find_pathways(make(), log=tmp_path / "no.csv")
    with pytest.raises(ValueError, match="neither a frame"):
        eco.find_pathways(make(), log=tmp_path / "log.txt")


def test_names_dates_with_times_and_other_spellings_read_the_same(hand):
    log = hand_log()
    log["to"] = log["to"].map(NAMES).str.upper()
    log["sent"] = log["sent"] + "T09:30:00Z"
    log["status"] = log["status"].str.replace("-", "_").str.upper()
    renamed = log.rename(
        columns={"from": "From ID", "case": "Case ID", "service_type": "Service type"}
    )
    read = eco.find_pathways(make(), log=renamed, as_of="01/07/2024")
    pd.testing.assert_frame_equal(read.table, hand.table)


def test_every_problem_of_a_log_is_told():
    log = hand_log()
    log.loc[0, "from"] = "fod"
    log.loc[1, "status"] = "acepted"
    log.loc[[2, 4], "sent"] = None
    log.loc[5, "responded"] = "soon"
    with pytest.raises(eco.DataError) as caught:
        eco.find_pathways(make(), log=log)
    problems = caught.value.problems
    assert list(problems["column"]) == ["from", "sent", "responded", "status"]
    assert "Did you mean 'food'?" in problems["suggestion"].iloc[0]
    assert "Did you mean 'accepted'?" in problems["suggestion"].iloc[3]
    assert "(in 2 rows)" in problems["message"].iloc[1]


def test_columns_about_clients_and_missing_columns_are_told():
    log = hand_log().drop(columns="status").assign(**{"Date of birth": "x"})
    with pytest.raises(eco.DataError) as caught:
        eco.find_pathways(make(), log=log)
    assert list(caught.value.problems["column"]) == ["Date of birth", "status"]


def test_a_column_that_is_there_twice_is_told():
    """Both headings stand for one column of a log, and which of them counts is not known."""
    log = hand_log().assign(**{"Case ID": "c9"})
    with pytest.raises(eco.DataError, match="Case ID: another column is read as case already"):
        eco.find_pathways(make(), log=log)


def test_rows_of_a_file_are_counted_as_a_spreadsheet_shows_them(tmp_path):
    log = hand_log()
    log.loc[2, "to"] = "nobody"
    log.to_csv(tmp_path / "log.csv", index=False)
    with pytest.raises(
        eco.DataError, match=r"log\.csv row 4, to: 'nobody' is not in organisations"
    ):
        eco.find_pathways(make(), log=tmp_path / "log.csv")


def test_a_wrong_day_is_told():
    with pytest.raises(ValueError, match="as_of 'someday' is not a date"):
        eco.find_pathways(make(), log=hand_log(), as_of="someday")


# --- files of many kinds ------------------------------------------------------------------------


@pytest.fixture
def accented():
    """The hand log with an organisation whose name has letters beyond ASCII, and its ecosystem."""
    e = make()
    names = e.organisations["name"].replace("Housing Trust", "Hébergement Żródło")
    e = e.replace(organisations=e.organisations.assign(name=names))
    return e, hand_log().replace({"to": {"housing": "Hébergement Żródło"}})


def _ask(log, e=FIVE):
    return eco.find_pathways(e, log=log, as_of="2024-07-01")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_a_log_is_read_in_any_encoding(tmp_path, hand, accented, encoding):
    e, log = accented
    (tmp_path / "log.csv").write_bytes(log.to_csv(index=False).encode(encoding))
    answer = _ask(tmp_path / "log.csv", e)
    pd.testing.assert_frame_equal(
        answer.table.drop(columns="name"), hand.table.drop(columns="name")
    )


def test_a_log_that_excel_saved_for_windows_is_read(tmp_path, hand):
    """Windows-1252 has é and ü; this was a decoding error."""
    e = FIVE.replace(
        organisations=FIVE.organisations.replace({"name": {"Housing Trust": "Hébergement Süd"}})
    )
    log = hand_log().replace({"to": {"housing": "Hébergement Süd"}})
    (tmp_path / "log.csv").write_bytes(log.to_csv(index=False).encode("cp1252"))
    assert _ask(tmp_path / "log.csv", e).summary.equals(hand.summary)


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_log_is_read_with_any_delimiter(tmp_path, hand, separator):
    hand_log().to_csv(tmp_path / "log.csv", index=False, sep=separator)
    pd.testing.assert_frame_equal(_ask(tmp_path / "log.csv").table, hand.table)


def test_a_title_above_the_headings_is_passed_over_and_rows_are_counted_from_the_top(
    tmp_path, hand
):
    """A title, a blank line and the headings: the first referral stands in row 4."""
    text = hand_log().to_csv(index=False)
    path = tmp_path / "log.csv"
    path.write_text(f"Referrals of 2024\n\n{text}", encoding="utf-8")
    pd.testing.assert_frame_equal(_ask(path).table, hand.table)
    path.write_text(f"Referrals of 2024\n\n{text.replace('c1,food', 'c1,fod')}", encoding="utf-8")
    with pytest.raises(eco.DataError, match=r"log\.csv row 4, from: 'fod' is not in"):
        _ask(path)


def _write_sheets(path, **sheets):
    """Write rows of cells as the sheets of a workbook."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([None if pd.isna(cell) else cell for cell in row])
    book.save(path)


def test_the_log_may_stand_on_another_sheet_than_the_first(tmp_path, hand):
    """The first sheet explains, the second has a few columns of a log, the third has all."""
    log = hand_log()
    rows = [["Log"], [], list(log), *log.to_numpy().tolist()]
    path = tmp_path / "log.xlsx"
    _write_sheets(path, Help=[["How to"]], Cases=[["case", "status"], ["c1", "open"]], Log=rows)
    pd.testing.assert_frame_equal(_ask(path).table, hand.table)
    rows[5][1] = "fod"
    _write_sheets(path, Help=[["How to"]], Log=rows)
    with pytest.raises(eco.DataError, match=r"log\.xlsx, Log row 6, from: 'fod' is not in"):
        _ask(path)


def test_days_and_numbers_of_a_workbook_read_as_they_are_shown(tmp_path, hand):
    log = hand_log()
    for name in ("sent", "responded", "closed"):
        log[name] = pd.to_datetime(log[name])
    log["case"] = log["case"].str[1:].astype(int)
    _write_sheets(tmp_path / "log.xlsx", Log=[list(log), *log.astype(object).to_numpy().tolist()])
    pd.testing.assert_frame_equal(_ask(tmp_path / "log.xlsx").table, hand.table)


def test_words_for_nothing_in_a_workbook_are_nothing(tmp_path, hand):
    """No service type is called N/A: the journeys are those of a log that has none."""
    log = hand_log().assign(
        service_type="N/A", responded=lambda rows: rows["responded"].fillna("NA")
    )
    _write_sheets(tmp_path / "log.xlsx", Log=[list(log), *log.to_numpy().tolist()])
    answer = _ask(tmp_path / "log.xlsx")
    assert answer.pairs["service_type"].isna().all()
    assert answer.summary.equals(hand.summary)


def test_a_cell_that_shows_an_error_is_told_where_the_log_needs_it(tmp_path):
    """Read as empty, an answer would count as none; in another column it is nobody's business."""
    log = hand_log().assign(remark="#REF!")
    path = tmp_path / "log.csv"
    log.to_csv(path, index=False)
    assert _ask(path).summary["referrals"] == 13
    log.loc[1, "responded"] = "#N/A"
    log.to_csv(path, index=False)
    with pytest.raises(eco.DataError, match=r"log\.csv row 3, responded: the cell shows #N/A"):
        _ask(path)


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("log.csv", b"", "the column from is missing"),
        ("log.csv", b"\x89PNG\r\n\x1a\n\0\0\0", "this is not a text file"),
        ("log.csv", b'case,from\nc1,"food\nc2,law\n', "opened and not closed"),
        ("log.xlsx", b"PK\x03\x04 and nothing more", "the file is damaged"),
        ("log.xlsx", b"case,from,to,sent,status\n", "this is a text file, not a workbook"),
    ],
)
def test_a_file_that_cannot_be_read_ends_in_one_error(tmp_path, name, raw, said):
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(eco.DataError, match=said) as caught:
        _ask(tmp_path / name)
    assert set(caught.value.problems["file"]) == {name}


def test_a_workbook_without_a_sheet_to_see_is_told(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Log (ignore)"
    book.save(tmp_path / "log.xlsx")
    with pytest.raises(eco.DataError, match="the column from is missing"):
        _ask(tmp_path / "log.xlsx")


def test_rows_of_a_frame_are_counted_from_nought():
    log = hand_log()
    log.loc[2, "to"] = "nobody"
    with pytest.raises(eco.DataError, match=r"log row 2, to: 'nobody'"):
        _ask(log)


# --- words of daily life, and rows exported twice -------------------------------------------------


def _make_small_log(statuses):
    """Return a log of one case a status, sent on a day each and answered four days later."""
    days = pd.date_range("2024-01-01", periods=len(statuses))
    return pd.DataFrame(
        {
            "case": [f"c-{number}" for number in range(len(statuses))],
            "from": "food",
            "to": "law",
            "sent": days,
            "status": statuses,
            "responded": days + pd.Timedelta(days=4),
        }
    )


@pytest.mark.parametrize("word", ["Declined", "refused", "turned down", "Not accepted."])
def test_declined_is_rejected_and_said(word):
    """Of twelve referrals all were answered, and none of these accepted."""
    answer = _ask(_make_small_log([word] * 12))
    assert answer.summary[["answered", "accepted"]].tolist() == [12, 0]
    assert f"Status '{word}' is read as rejected, in 12 rows." in answer.notes


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("closed", "Write 'completed' if they were helped"),
        ("DNA", "Write 'failed' if it ended there"),
        ("did not attend", "Write 'failed' if it ended there"),
        ("Seen", "Write 'completed' if that was the end"),
        ("waiting", "Write 'requested' if there is no answer yet"),
        ("full", "Write 'rejected' if they were turned away"),
        ("declind", "Did you mean 'declined'?"),
    ],
)
def test_a_word_that_may_mean_two_things_is_asked_about(word, said):
    with pytest.raises(eco.DataError) as caught:
        _ask(_make_small_log([word]))
    assert said in caught.value.problems["suggestion"].iloc[0]


@pytest.mark.parametrize("word", ["unaccepted", "incomplete", "relieved", "denied", "unready"])
def test_no_word_is_suggested_that_may_mean_the_opposite(word):
    with pytest.raises(eco.DataError) as caught:
        _ask(_make_small_log([word]))
    assert "Did you mean" not in caught.value.problems["suggestion"].iloc[0]


def test_rows_exported_twice_count_once_and_are_said():
    """Twelve referrals, each there twice; two rows that differ in a remark are two."""
    log = _make_small_log(["accepted"] * 12)
    answer = _ask(pd.concat([log, log]))
    assert answer.summary["referrals"] == 12
    assert any(note.startswith("12 rows left out: equal to an earlier") for note in answer.notes)
    told_apart = pd.concat([log.assign(remark="first"), log.assign(remark=["first"] * 11 + ["b"])])
    assert _ask(told_apart).summary["referrals"] == 13
    assert not any("equal to an earlier" in note for note in _ask(log).notes)


def test_no_wait_is_said_where_no_day_of_an_answer_is_recorded():
    """Six were answered, on no known day, and six wait: 'more than half wait' would be untrue."""
    log = _make_small_log(["accepted"] * 6 + ["requested"] * 6).drop(columns="responded")
    answer = _ask(log)
    assert answer.table[["median_wait_days", "longest_wait_days"]].isna().all(axis=None)
    assert not any(
        "unanswered" in sentence for sentence in (*answer.findings, answer.explain("law"))
    )


def test_a_wait_says_of_how_many_it_is_known():
    """Of twenty answered referrals twelve have a day, all four days after they were sent."""
    log = _make_small_log(["accepted"] * 20)
    log.loc[12:, "responded"] = None
    assert "Of the 12 of 20 whose wait is known, half are answered within 4 days." in (
        _ask(log).findings
    )


def test_no_middle_wait_is_given_of_one_or_two_referrals():
    answer = _ask(_make_small_log(["accepted"] * 2))
    assert answer.table["median_wait_days"].isna().all()
    assert _ask(_make_small_log(["accepted"] * 5)).table.loc["law", "median_wait_days"] == 4


def test_a_log_that_records_no_ends_but_refusals_says_nothing_of_how_referrals_end():
    """Six refused, six taken on without an end: the sender may have heard of all of these."""
    answer = _ask(_make_small_log(["rejected"] * 6 + ["accepted"] * 6))
    assert pd.isna(answer.summary["closed"])
    assert "learned" not in answer.headline


def test_a_log_without_cases_answers_pairs_and_no_journeys():
    """Twelve referrals: who was sent on or back cannot be told, who answered can."""
    log = _make_small_log(["accepted"] * 6 + ["rejected"] * 6).drop(columns="case")
    answer = _ask(log)
    assert answer.summary["referrals"] == 12
    assert answer.summary["accepted"] == 6
    unlinked = ["cases", "bounces", "loops", "retries", "dead_ends", "passed_on_cases", "door_low"]
    assert answer.summary[unlinked].isna().all()
    assert answer.table[["bounces", "dead_ends"]].isna().all(axis=None)
    assert answer.journeys.empty
    assert answer.doors.empty
    assert answer.steps["cases"].isna().all()
    assert any("Which referrals are of one person is not recorded" in n for n in answer.notes)
    assert not any("nothing after that" in sentence for sentence in answer.findings)


def test_a_log_goes_by_the_words_that_people_write():
    log = _make_small_log(["accepted"] * 6 + ["rejected"] * 6)
    words = {"from": "Referred by", "to": "Agency", "sent": "Date", "status": "Outcome"}
    assert _ask(log.rename(columns=words)).table.equals(_ask(log).table)
    # A column that has the name goes before one that only means it.
    both = log.assign(date="2020-01-01", outcome="rejected")
    assert _ask(both).table.equals(_ask(log).table)
