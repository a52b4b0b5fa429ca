"""An export of Qualtrics: codes, words and ids above the answers, and a preview among them."""

import csv

import ecosystem as eco


def test_the_words_of_the_form_are_the_headings_and_a_preview_is_no_answer(tmp_path):
    """Ash says yes to Elm and no to Fir, Elm yes to Ash: two pairs, and nobody called test."""
    asked = "Who do you refer to? - "
    rows = [
        ["StartDate", "Status", "Finished", "Q1", "Q2_1", "Q2_2", "Q2_3"],
        ["Start Date", "Response Type", "Finished", "Which organisation do you work for?"]
        + [f"{asked}{name}" for name in ("Ash", "Elm", "Fir")],
        [f'{{"ImportId":"QID{number}"}}' for number in range(7)],
        ["2024-03-01", "IP Address", "True", "Ash", "", "Yes", "No"],
        ["2024-03-01", "Survey Preview", "False", "test", "Yes", "", ""],
        ["2024-03-02", "IP Address", "True", "Elm", "Yes", "", ""],
    ]
    with (tmp_path / "answers.csv").open("w", newline="") as out:
        csv.writer(out).writerows(rows)
    e = eco.read(tmp_path / "answers.csv")
    assert e.organisations["name"].tolist() == ["Ash", "Elm", "Fir"]
    assert e.referrals[["from_id", "to_id"]].to_numpy().tolist() == [["ash", "elm"], ["elm", "ash"]]
    said = e.problems["message"]
    assert said.str.contains("1 preview of the form left out.", regex=False).any()
    assert not said.str.contains("blank row").any()
