"""Columns beside what they do are read where they are clear, and asked about where they are not."""

import pytest
from directories import find_said, list_reached, list_services, read_directory, write_directory

import ecosystem as eco


def test_levels_legal_aid_places_and_answers(tmp_path):
    """A level is of immigration advice, legal aid of legal services, places of one service."""
    e = read_directory(
        tmp_path,
        [
            ["Agency", "Services", "OISC level", "Legal aid", "Places", "Taking referrals?"],
            ["A", "Immigration advice; food", "L2", "yes", 40, "Y"],
            ["B", "Immigration advice", "registered", None, 60, "N"],
            ["C", "ESOL", None, "no", None, "not sure"],
        ],
    )
    columns = ("level", "legal_aid", "capacity", "accepting_referrals")
    assert list_services(e, *columns) == [
        ("A", "Immigration advice", "immigration advice", 2, True, None, "yes"),
        ("A", "food", "food", None, None, None, "yes"),
        ("B", "Immigration advice", "immigration advice", None, None, 60, "no"),
        ("C", "ESOL", "ESOL", None, False, None, None),
    ]
    assert find_said(e, "without a level")["value"] == "registered"
    assert find_said(e, "several services together")["value"] == "40"


def test_a_waiting_list_column(tmp_path):
    e = read_directory(
        tmp_path,
        [
            ["Organisation", "What they do", "Waiting list"],
            ["A", "ESOL", "yes"],
            ["B", "ESOL", "3 months"],
            ["C", "ESOL", "no"],
        ],
    )
    taken = {row[0]: row[3] for row in list_services(e, "accepting_referrals")}
    assert taken == {"A": "waiting list", "B": "waiting list", "C": None}


def test_a_remark_about_one_service_is_not_about_the_others(tmp_path):
    e = read_directory(
        tmp_path,
        [
            ["Organisation", "What they do", "Notes"],
            ["A", "ESOL, food bank", "ESOL full until May"],
            ["B", "counselling (waiting list), befriending", "by appointment, or just turn up"],
        ],
    )
    assert list_services(e, "access", "accepting_referrals") == [
        ("A", "ESOL", "ESOL", None, "no"),
        ("A", "food bank", "food", None, None),
        ("B", "befriending", "befriending", None, None),
        ("B", "counselling (waiting list)", "wellbeing", None, "waiting list"),
    ]
    assert find_said(e, "two ways to get in")["row"] == 3


def test_rows_of_one_service_that_say_two_things(tmp_path):
    """Areas and languages add up; what differs otherwise is not known."""
    e = read_directory(
        tmp_path,
        [
            ["Organisation", "Service", "Area", "Languages", "Access", "Website", "Days"],
            ["A", "ESOL", "Derby", "Arabic", "drop in", "a.example", "Mon"],
            ["a", "ESOL", "Derby, Nottingham", "Arabic", "appointment", "b.example", "Tue"],
        ],
    )
    assert list_services(e, "access", "languages") == [("A", "ESOL", "ESOL", None, "Arabic")]
    assert list_reached(e, "ESOL") == ["Derby", "Nottingham"]
    assert e.services["Days"].tolist() == ["Mon; Tue"]
    assert find_said(e, "two things, read as not known")["row"] == 3
    assert find_said(e, "two things of it")["value"] == "b.example"
    assert e.organisations["website"].tolist() == ["a.example"]


def test_services_of_one_name_under_two_titles_are_two(tmp_path):
    e = read_directory(
        tmp_path,
        [
            ["Organisation", "What they do", "Area"],
            ["HOUSING"],
            ["A", "Outreach", "Derby"],
            ["HEALTH"],
            ["A", "Outreach", "Derby"],
        ],
    )
    assert list_services(e) == [("A", "Outreach", "housing"), ("A", "Outreach (health)", "health")]


@pytest.mark.parametrize(
    ("title", "service_type"),
    [("HOUSING", "housing"), ("ADVICE AND LEGAL", "advice and legal"), ("Misc:", "Misc")],
)
def test_what_no_word_explains_has_the_type_of_its_title(tmp_path, title, service_type):
    e = read_directory(
        tmp_path,
        [["Organisation", "What they do", "Area"], [title], ["A", "Outreach", "Derby"]],
    )
    assert list_services(e) == [("A", "Outreach", service_type)]
    assert find_said(e, "section or sheet")["severity"] == "warning"


def test_a_named_service_is_not_parted_and_what_it_does_tells_its_type(tmp_path):
    e = read_directory(
        tmp_path,
        [
            ["Organisation", "Project name", "What it does", "Category", "Town"],
            ["A", "Bread, Salt and Light", "weekly food parcels", "Crisis", "Derby"],
            ["A", "New Start", "all sorts", "Housing", "Nottingham"],
        ],
    )
    assert list_services(e) == [
        ("A", "Bread, Salt and Light", "food"),
        ("A", "New Start", "housing"),
    ]
    assert len(e.sites) == 2


def test_names_of_services_beside_their_organisations(tmp_path):
    e = read_directory(
        tmp_path, [["Name", "Organisation", "Hours"], ["Food bank", "A", "Mon"], ["ESOL", "B", ""]]
    )
    assert list_services(e) == [("A", "Food bank", "food"), ("B", "ESOL", "ESOL")]


def test_names_are_one_in_other_spellings_and_without_addresses(tmp_path):
    e = read_directory(
        tmp_path,
        [
            ["Organisation", "What they do"],
            ["St. Mark's Church", "food"],
            ["The St Marks church*", "ESOL"],
            ["Open Door (01332 000000)", "advice"],
            ["Open Door\nSt. Mark's Church", "clothes"],
            ["?", "hosting"],
        ],
    )
    assert list_services(e) == [
        ("Open Door", "advice", "advice"),
        ("Open Door and St. Mark's Church", "clothes", "clothing"),
        ("St. Mark's Church", "ESOL", "ESOL"),
        ("St. Mark's Church", "food", "food"),
    ]
    assert find_said(e, "spelling differs")["row"] == 3
    assert find_said(e, "several organisations")["row"] == 5
    assert find_said(e, "without the name")["row"] == 6


def test_what_is_known_of_organisations_goes_to_them(tmp_path):
    e = read_directory(
        tmp_path,
        [
            ["Organisation", "Main activities", "Area", "Areas covered", "Type", "Charity no"],
            ["A", "Hosting", "Walsall", "Walsall, Dudley", "Charity", "1012345"],
            ["B", "Resettlement", "Dudley", "Dudley", "Council", None],
        ],
    )
    organisations = e.organisations.set_index("name")
    assert organisations["sector"].tolist() == ["voluntary", "statutory"]
    assert organisations["area_code"].notna().all()
    assert organisations.loc["A", "charity_number"] == "1012345"
    assert list_reached(e, "Hosting") == ["Dudley", "Walsall"]


def test_headings_of_ours_whose_cells_are_free_words_are_kept_as_given(tmp_path):
    e = read_directory(
        tmp_path,
        [
            ["Organisation", "What they do", "Status", "Id", "How to refer"],
            ["A", "ESOL", "checked by phone", "7", "e-mail a@example.org or drop by"],
            ["B", "food", "temporarily closed", "7", "agency referral"],
        ],
    )
    rows = e.services.set_index("name")
    assert rows.loc["ESOL", "Status (as given)"] == "checked by phone"
    assert rows["status"].dropna().tolist() == ["temporarily closed"]
    assert rows.loc["food", "access"] == "agency referral"
    assert "@" not in e.services.to_csv()


def test_organisations_listed_on_a_sheet_of_ours_are_not_listed_again(tmp_path):
    path = write_directory(
        tmp_path / "x.xlsx",
        {
            "Organisations": [["Name", "Sector"], ["Alpha Trust", "faith"], ["Beta", None]],
            "Who does what": [["Organisation", "What they do"], ["alpha trust", "food"]],
        },
    )
    e = eco.read(path)
    assert sorted(e.organisations["name"]) == ["Alpha Trust", "Beta"]
    assert list_services(e) == [("Alpha Trust", "food", "food")]


def test_a_list_that_tells_no_service_says_so(tmp_path):
    e = read_directory(
        tmp_path,
        [
            ["Organisation", "Derby", "Nottingham"],
            ["A", "x", None],
            ["B", None, "x"],
        ],
    )
    assert len(e.organisations) == 2
    assert e.services.empty
    assert "what they do is not told" in find_said(e, "who works where")["message"]


def test_a_directory_of_more_cells_than_can_be_held_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("ecosystem.formats.tables.directories.directory.MOST_CELLS", 5)
    with pytest.raises(eco.DataError, match="the limit"):
        read_directory(tmp_path, [["Organisation", "What they do"], ["A", "food, ESOL, advice"]])


def test_a_line_below_a_service_says_more_of_it(tmp_path):
    """A blank name and nothing done: a further area of the service above, and a remark on it."""
    e = read_directory(
        tmp_path,
        [
            ["Organisation", "What they do", "Area", "Notes"],
            ["A", "food bank", "Derby", "Mon"],
            [None, None, "Nottingham", "full until May"],
            ["Various", "warm hubs", "Derby", None],
        ],
    )
    assert list_services(e, "accepting_referrals") == [("A", "food bank", "food", "no")]
    assert list_reached(e, "food bank") == ["Derby", "Nottingham"]
    assert find_said(e, "without the name")["value"] == "Various"


def test_numbers_and_marks_under_a_heading_tell_no_service(tmp_path):
    e = read_directory(
        tmp_path,
        [["Organisation", "Services", "ESOL", "Food"], ["A", "3", "x", None], ["B", "2", "x", "x"]],
    )
    assert list_services(e) == [("A", "ESOL", "ESOL"), ("B", "ESOL", "ESOL"), ("B", "Food", "food")]


def test_meetings_and_what_they_are_for_are_no_directory(tmp_path):
    rows = [["Group", "Purpose", "Chair"], ["Steering", "housing and food", "A"]]
    with pytest.raises(eco.DataError):
        read_directory(tmp_path, rows)


def test_what_is_said_of_a_directory_names_nobody(tmp_path):
    """Notes and footers may name a person: of each only what was read of it is told again."""
    e = read_directory(
        tmp_path,
        [
            ["Org", "Does what?", "Notes"],
            ["A", "advice (OISC1), food", "ask for Sue; 0121 000 0000. Not taking new clients"],
            ["B", "cooking grp", "Sue says closed for refurbishment; by appointment"],
            ["Prepared by Sue Smith, sue@example.org"],
        ],
    )
    said = e.problems.to_csv()
    assert not [word for word in ("Sue", "0121", "@") if word in said]
    assert "no ('Not taking new clients')" in find_said(e, "whether people are taken")["message"]


def test_headings_that_ask(tmp_path):
    """A level of another kind is part of the name; yes to "Referral needed?" is a way in."""
    e = read_directory(
        tmp_path,
        [
            ["Provider", "Course", "Level", "Start date", "Spaces?", "Referral needed?"],
            ["College", "ESOL", "Entry 1", "rolling", "Full", "No"],
            ["College", "ESOL", "Entry 2", "12/01/2026", "yes", "Yes - any agency"],
        ],
    )
    assert list_services(e, "access", "accepting_referrals") == [
        ("College", "ESOL (Entry 1)", "ESOL", None, "no"),
        ("College", "ESOL (Entry 2)", "ESOL", "agency referral", "yes"),
    ]


def test_a_kind_of_support_is_told_in_more_words_beside_it(tmp_path):
    e = read_directory(
        tmp_path,
        [
            ["Lead agency", "Type of provision", "Description"],
            ["A", "Casework", "Help with universal credit, GP registration"],
            ["B", "Immigration", "Legal aid asylum & family reunion"],
        ],
    )
    assert list_services(e) == [
        ("A", "GP registration", "health"),
        ("A", "Help with universal credit", "advice"),
        ("B", "Legal aid asylum & family reunion", "immigration advice"),
    ]


def test_a_column_a_kind_of_help_with_the_services_in_words(tmp_path):
    """Brighton. A cell tells services, or is a mark; its heading is the type of the rest."""
    e = read_directory(
        tmp_path,
        [
            ["Organisation", "Advice", "Housing", "Food", "Who for"],
            ["Voices", "Immigration L2, benefits", None, "parcels", "women, refugees & migrants"],
            ["Shelter", None, "night shelter", "x", "people under 11"],
            ["Table", None, "no", "community meals", None],
        ],
    )
    assert list_services(e, "level", "eligibility") == [
        ("Shelter", "Food", "food", None, "people under 11"),
        ("Shelter", "night shelter", "housing", None, "people under 11"),
        ("Table", "community meals", "food", None, None),
        ("Voices", "Immigration L2", "immigration advice", 2, "women|refugees|migrants"),
        ("Voices", "benefits", "advice", None, "women|refugees|migrants"),
        ("Voices", "parcels", "food", None, "women|refugees|migrants"),
    ]


def test_a_referral_without_a_word_on_who_refers_is_asked_about(tmp_path):
    e = read_directory(tmp_path, [["Organisation", "Offer", "How"], ["A", "food", "referral"]])
    assert list_services(e, "access") == [("A", "food", "food", None)]
    asked = find_said(e, "without a word on who refers")
    assert (asked["severity"], asked["row"], asked["column"]) == ("warning", 2, "How")


def test_what_is_planned_is_asked_about(tmp_path):
    e = read_directory(
        tmp_path,
        [
            ["Organisation", "Support", "Referrals accepted?", "Waiting time"],
            ["A", "advice; NOT immigration", "Yes", "none"],
            ["B", "creche (planned), ESOL", "No - full", "6 months"],
        ],
    )
    assert list_services(e, "accepting_referrals") == [
        ("A", "advice", "advice", "yes"),
        ("B", "ESOL", "ESOL", "no"),
    ]
    asked = find_said(e, "planned, ended or not done")
    assert (asked["severity"], asked["row"]) == ("warning", 2)
    assert "'NOT immigration' and 'creche (planned)'" in asked["message"]
    assert "6 months" not in find_said(e, "whether people are taken")["message"]


def test_an_export_of_a_customer_database_is_a_directory_and_its_owner_a_person(tmp_path):
    e = read_directory(
        tmp_path,
        [
            ["Account ID", "Account Name", "Account Owner", "Description", "Local Authority"],
            ["001", "Ash", "j.bloggs", "ESOL", "Leeds"],
            ["002", "Elm", "a.other", "Food bank", "York"],
        ],
    )
    assert list_services(e) == [("Ash", "ESOL", "ESOL"), ("Elm", "Food bank", "food")]
    assert "Account Owner" not in e.services
    assert "contact details of staff under 'Account Owner'" in " ".join(e.problems["message"])


def test_a_column_of_whom_they_work_with_makes_ties(tmp_path):
    """Ash names Birch by a short name, Birch names Ash back: a pair; n/k is no name. A row that is
    not for everybody tells nobody else. Who told is not said, because one keeps the list for all.
    """
    e = read_directory(
        tmp_path,
        [
            ["Organisation", "What they do", "Area covered", "Works with", "Visibility"],
            ["Ash Welcome", "ESOL", "Coventry", "Birch Law; refers to Cedar Kitchen", None],
            ["Birch Law Centre", "legal aid", "n/k", "Ash Welcome", None],
            ["Cedar Kitchen", "food bank", "Rugby", "n/k", None],
            ["Dale Homes", "housing", "Rugby", "Cedar Kitchen", "private"],
        ],
    )
    ends = e.relationships[["from_id", "to_id"]].to_numpy().tolist()
    assert {frozenset(pair) for pair in ends} == {
        frozenset({"ash-welcome", "birch-law-centre"}),
        frozenset({"dale-homes", "cedar-kitchen"}),
    }
    assert e.referrals[["from_id", "to_id"]].to_numpy().tolist() == [
        ["ash-welcome", "cedar-kitchen"]
    ]
    assert e.relationships["reported_by"].isna().all()
    assert e.organisations["answered"].isna().all()
    assert len(e.select(visibility="public").relationships) == 2
    assert "no answer uses" not in " ".join(e.problems["message"])
    assert not (e.problems["column"] == "Area covered").any()


def test_a_column_that_names_nobody_of_the_list_makes_no_tie(tmp_path):
    e = read_directory(
        tmp_path,
        [
            ["Organisation", "What they do", "Links"],
            ["Ash", "ESOL", "www.ash.example"],
            ["Birch", "food", "www.birch.example"],
            ["Cedar", "food", "Birch"],
            ["Dale", "food", "www.dale.example"],
        ],
    )
    assert e.relationships.empty
    assert list(e.services["Links"].dropna())


@pytest.mark.parametrize(
    "nothing", ["None of these", "Not applicable", "prefer not to say", "Nothing at the moment"]
)
def test_an_answer_that_names_no_service_makes_none(tmp_path, nothing):
    """A offers nothing that is known; B runs a food bank and nobody an answer."""
    e = read_directory(
        tmp_path,
        [["Organisation", "What they do", "Area"], ["A", nothing, "Leeds"], ["B", "food", "Leeds"]],
    )
    assert list_services(e) == [("B", "food", "food")]
    assert e.organisations["name"].tolist() == ["A", "B"]
