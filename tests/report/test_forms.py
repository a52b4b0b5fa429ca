"""Forms to send round, and the replies that come back."""

import openpyxl
import pandas as pd
import pytest

import ecosystem as eco

ABOUT, OTHERS = "Your organisation", "Who you work with"


@pytest.fixture
def trio():
    """Ash, Birch and Cedar; Birch advice does not say whether it has a legal aid contract.

    Ash advice has none, so whether Leeds, with 100 people, is a gap hangs on Birch alone.
    """
    return eco.Ecosystem(
        organisations=pd.DataFrame(
            {"organisation_id": list("abc"), "name": ["Ash", "Birch", "Cedar"]}
        ),
        services=pd.DataFrame(
            {
                "service_id": ["sa", "sb"],
                "name": ["Ash advice", "Birch advice"],
                "service_type": "legal advice",
                "legal_aid": [True, None],
                "capacity": [10.0, 500.0],
            }
        ),
        providers=pd.DataFrame({"service_id": ["sa", "sb"], "organisation_id": ["a", "b"]}),
        areas=pd.DataFrame({"area_code": ["E08000035"], "name": ["Leeds"]}),
        catchments=pd.DataFrame({"service_id": ["sa", "sb"], "area_code": "E08000035"}),
        demand=pd.DataFrame(
            {"area_code": ["E08000035"], "service_type": "legal advice", "people": [100.0]}
        ),
    )


def _answer(path, others=(), about=()):
    """Fill in a form: cells by name of the other, or by a word in the question."""
    book = openpyxl.load_workbook(path)
    for sheet, answers in ((book[OTHERS], others), (book[ABOUT], about)):
        for words, *cells in answers:
            row = next(row for row in sheet.iter_rows(min_row=2) if words in row[0].value)
            for position, cell in enumerate(cells, 1):
                row[position].value = cell
    book.save(path)


def test_there_is_a_form_for_each_with_all_the_others(trio, tmp_path):
    folder = eco.write_forms(trio, tmp_path / "forms")
    assert sorted(path.name for path in folder.iterdir()) == [
        "ash.xlsx",
        "birch.xlsx",
        "cedar.xlsx",
    ]
    sheet = openpyxl.load_workbook(folder / "birch.xlsx")[OTHERS]
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["Ash", "Cedar"]


def test_whoever_can_settle_most_is_asked_for_it(trio, tmp_path):
    """Only Birch can say whether Birch advice has a contract; nobody else is asked."""
    folder = eco.write_forms(trio, tmp_path / "forms")
    asked = {
        path.stem: [row[0].value for row in openpyxl.load_workbook(path)[ABOUT].iter_rows(2)][1:]
        for path in folder.iterdir()
    }
    assert asked["ash"] == asked["cedar"] == []
    assert len(asked["birch"]) == 1
    assert asked["birch"][0].startswith("Birch advice: Legal aid. ")


def test_replies_become_ties_with_who_said_it(trio, tmp_path):
    """Ash: works with Birch weekly (4), with Cedar never, passes 12 people to Birch.

    Birch: works with Ash monthly (3), passes people to Cedar, and has no contract. Cedar does not
    reply. So two rows of one tie, two referrals, and one cell.
    """
    folder = eco.write_forms(trio, tmp_path / "forms")
    _answer(folder / "ash.xlsx", [("Birch", "weekly", "yes", 12), ("Cedar", "never")])
    _answer(
        folder / "birch.xlsx",
        [("Ash", "monthly", "no"), ("Cedar", None, "yes")],
        [("Legal aid", "no")],
    )
    e = eco.read_forms(folder, into=trio)
    ties = e.relationships.set_index("reported_by")
    assert ties["strength"].to_dict() == {"a": 4, "b": 3}
    assert set(ties["kind"]) == {"works with"}
    sent = e.referrals.set_index("reported_by")
    assert sent.loc["a", ["to_id", "sent"]].tolist() == ["b", 12]
    assert sent.loc["b", "to_id"] == "c"
    assert pd.isna(sent.loc["b", "sent"])
    assert e.organisations["answered"].tolist() == [True, True, False]
    assert e.services["legal_aid"].tolist() == [True, False]
    assert "1 organisation of 3 told nothing of the others: Cedar." in set(e.problems["message"])
    assert eco.find_core(e).table["reported"].tolist() == [True, True, False]


def test_where_two_disagree_is_listed(trio, tmp_path):
    folder = eco.write_forms(trio, tmp_path / "forms")
    _answer(folder / "ash.xlsx", [("Birch", "weekly"), ("Cedar", "don't know")])
    _answer(folder / "birch.xlsx", [("Ash", "never"), ("Cedar", "monthly")])
    _answer(folder / "cedar.xlsx", [("Ash", "daily"), ("Birch", "weekly")])
    e = eco.read_forms(folder, into=trio)
    said = [message for message in e.problems["message"] if "working together" in message]
    # Don't know contradicts nobody, and monthly and weekly are both a tie.
    assert said == ["'Ash: weekly; Birch: never' is what the two say of working together."]
    assert len(e.relationships) == 4


def test_a_new_reply_replaces_what_the_same_organisation_said_before(trio, tmp_path):
    before = trio.replace(
        relationships=pd.DataFrame(
            {
                "from_id": ["a", "c"],
                "to_id": ["c", "b"],
                "kind": "works with",
                "strength": [1.0, 2.0],
                "reported_by": ["a", "c"],
            }
        )
    )
    folder = eco.write_forms(before, tmp_path / "forms")
    _answer(folder / "ash.xlsx", [("Birch", "weekly"), ("Cedar", "never")])
    ties = eco.read_forms(folder, into=before).relationships
    assert set(zip(ties["reported_by"], ties["to_id"], strict=True)) == {("a", "b"), ("c", "b")}


def test_replies_alone_are_an_ecosystem(trio, tmp_path):
    folder = eco.write_forms(trio, tmp_path / "forms")
    _answer(folder / "ash.xlsx", [("Birch", "weekly")])
    e = eco.read_forms(folder)
    assert e.organisations["name"].tolist() == ["Ash", "Birch", "Cedar"]
    assert e.organisations["answered"].tolist() == [True, False, False]
    assert len(e.relationships) == 1


def test_a_form_whose_rows_were_sorted_is_of_the_same_organisation(trio, tmp_path):
    """The question about legal aid is moved above the row that says whose form it is."""
    folder = eco.write_forms(trio, tmp_path / "forms")
    _answer(folder / "birch.xlsx", [("Ash", "weekly")], [("Legal aid", "no")])
    book = openpyxl.load_workbook(folder / "birch.xlsx")
    first, second = ([cell.value for cell in row] for row in book[ABOUT].iter_rows(2, 3))
    for number, row in ((2, second), (3, first)):
        for position, value in enumerate(row, 1):
            book[ABOUT].cell(number, position).value = value
    book.save(folder / "birch.xlsx")
    names = eco.read_forms(folder).organisations.set_index("organisation_id")["name"]
    assert names["b"] == "Birch"


def test_other_workbooks_are_left_out_and_said(trio, tmp_path):
    folder = eco.write_forms(trio, tmp_path / "forms")
    openpyxl.Workbook().save(folder / "minutes.xlsx")
    problems = eco.read_forms(folder).problems
    assert "minutes.xlsx is no form and was left out." in set(problems["message"])


def test_a_folder_without_forms_is_refused(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(eco.DataError, match="no form is in empty"):
        eco.read_forms(tmp_path / "empty")
    with pytest.raises(ValueError, match="is not there"):
        eco.read_forms(tmp_path / "nowhere")


def test_a_private_organisation_stands_in_no_form_for_partners(trio, tmp_path):
    organisations = trio.organisations.assign(visibility=["public", "public", "private"])
    folder = eco.write_forms(trio.replace(organisations=organisations), tmp_path / "forms")
    assert sorted(path.name for path in folder.iterdir()) == ["ash.xlsx", "birch.xlsx"]
    for path in folder.iterdir():
        book = openpyxl.load_workbook(path)
        cells = [str(cell.value) for sheet in book for row in sheet for cell in row]
        assert not any("Cedar" in cell or '"c"' in cell for cell in cells)


def test_two_organisations_of_one_name_have_a_form_each(tmp_path):
    e = eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ["a", "b"], "name": ["Ash!", "=ash"]})
    )
    folder = eco.write_forms(e, tmp_path / "forms")
    assert sorted(path.name for path in folder.iterdir()) == ["ash-1.xlsx", "ash-2.xlsx"]
    book = openpyxl.load_workbook(folder / "ash-1.xlsx")
    assert not any(cell.data_type == "f" for sheet in book for row in sheet for cell in row)


def test_an_answer_in_other_words_is_asked_about_and_makes_no_tie(trio, tmp_path):
    folder = eco.write_forms(trio, tmp_path / "forms")
    _answer(folder / "ash.xlsx", [("Birch", "when the moon is full"), ("Cedar", "weekly")])
    e = eco.read_forms(folder, into=trio)
    assert e.relationships["to_id"].tolist() == ["c"]
    asked = e.problems[e.problems["value"] == "when the moon is full"]
    assert asked["severity"].tolist() == ["warning"]


def test_an_answer_that_cannot_be_read_is_told_of_and_refuses_no_reply(trio, tmp_path):
    """Ash passes "approx 20" to Birch, which is 20, and "10-15" to Cedar, which is no one number.

    Birch passes "yes - loads" of people, 7, to Ash: the number says that it does. So three
    referrals, of 20, of nobody knows how many, and of 7; two answers are told of.
    """
    folder = eco.write_forms(trio, tmp_path / "forms")
    _answer(
        folder / "ash.xlsx",
        [("Birch", "weekly", "yes", "approx 20"), ("Cedar", "", "yes", "10-15")],
    )
    _answer(
        folder / "birch.xlsx",
        [("Ash", "weekly", "yes - loads", 7)],
        [("Birch advice", "not sure, ask again")],
    )
    e = eco.read_forms(folder, into=trio)
    sent = e.referrals.set_index(["from_id", "to_id"])["sent"]
    assert (sent["a", "b"], sent["b", "a"]) == (20, 7)
    assert pd.isna(sent["a", "c"])
    said = e.problems["message"].tolist()
    assert "'10-15' cannot be read; it counts as not known." in said
    assert (
        "'yes - loads' is no answer to whether people are passed on; the number beside it counts."
    ) in said
    assert "'not sure, ask again' cannot be read; it counts as not known." in said


def test_an_organisation_written_below_the_form_is_told_of(trio, tmp_path):
    folder = eco.write_forms(trio, tmp_path / "forms")
    book = openpyxl.load_workbook(folder / "ash.xlsx")
    book[OTHERS].append(["Dogwood", "weekly", "yes", 3])
    book.save(folder / "ash.xlsx")
    e = eco.read_forms(folder, into=trio)
    assert "Dogwood" not in set(e.organisations["name"])
    told = e.problems[e.problems["value"] == "Dogwood"]
    assert told["file"].tolist() == ["ash.xlsx"]


def test_whoever_told_of_its_services_alone_is_not_said_to_have_sent_nothing(trio, tmp_path):
    """Birch says whether it has a contract, and nothing of the others: that is a reply."""
    folder = eco.write_forms(trio, tmp_path / "forms")
    _answer(folder / "ash.xlsx", [("Birch", "weekly")])
    _answer(folder / "birch.xlsx", about=[("Legal aid", "no")])
    e = eco.read_forms(folder, into=trio)
    assert e.services["legal_aid"].tolist() == [True, False]
    assert "2 organisations of 3 told nothing of the others: Birch and Cedar." in set(
        e.problems["message"]
    )
