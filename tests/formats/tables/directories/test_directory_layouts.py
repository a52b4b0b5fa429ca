"""Directories in other layouts, words and regions, as tired people keep them."""

import pytest
from directories import find_said, list_reached, list_services, read_directory, write_directory

import ecosystem as eco

ABOUT = (
    "We provide a drop-in for refugees and asylum seekers, with hot meals and ESOL classes. "
    "Set up in 2003 by local residents of the town."
)


def test_prose_under_vague_headings(tmp_path):
    """Manchester. "About" tells what they do: three services, and a sentence that is none."""
    e = read_directory(
        tmp_path,
        [
            ["Name", "About", "Borough", "Referral process", "Phone number", "Website"],
            [
                "Haven",
                ABOUT,
                "Manchester",
                "Self-referral",
                "0161 200 0001",
                "haven.example",
            ],
            [
                "Lodge",
                "Accommodation. Small hardship grants.",
                "Salford & Manchester",
                "Full",
                None,
            ],
            ["Choir", "Singing", "Bolton", "just turn up", "0161 200 0003", None],
        ],
    )
    assert list_services(e, "access", "accepting_referrals") == [
        ("Choir", "Singing", "sport and arts", "drop-in", None),
        ("Haven", "ESOL classes", "ESOL", "self-referral", None),
        ("Haven", "drop-in for refugees and asylum seekers", "drop-in", "self-referral", None),
        ("Haven", "hot meals", "food", "self-referral", None),
        ("Lodge", "Accommodation", "housing", None, "no"),
        ("Lodge", "Small hardship grants", "destitution", None, "no"),
    ]
    assert "Set up in 2003" in find_said(e, "naming no service")["message"]
    assert e.organisations.set_index("name")["website"]["Haven"] == "haven.example"
    assert list_reached(e, "Accommodation") == ["Manchester", "Salford"]


def test_columns_of_ticks(tmp_path):
    """Leeds. Each mark is a service, 3 + 1 + 2: one has a level; "planned" asks."""
    e = read_directory(
        tmp_path,
        [
            ["Who offers what in Leeds"],
            [None],
            ["Organisation", "Advice", "ESOL", "Food", "Women's group", "Contact", "Comments"],
            ["Harehills Welcome", "x", "\u2713", None, "X", "Sam P", None],
            ["Friends", None, "yes", "no", None, "Jo B", "waiting list 6 weeks"],
            ["Armley Aid", "OISC L2", "planned", "x (Sat)", None, "Ali K", None],
            ["Total", 2, 3, 1, 1],
        ],
    )
    assert list_services(e, "level", "accepting_referrals") == [
        ("Armley Aid", "Advice (OISC L2)", "immigration advice", 2, None),
        ("Armley Aid", "Food (Sat)", "food", None, None),
        ("Friends", "ESOL", "ESOL", None, "waiting list"),
        ("Harehills Welcome", "Advice", "advice", None, None),
        ("Harehills Welcome", "ESOL", "ESOL", None, None),
        ("Harehills Welcome", "Women's group", "befriending", None, None),
    ]
    asked = find_said(e, "neither yes nor no")
    assert (asked["severity"], asked["row"], asked["value"]) == ("warning", 6, "planned")


def test_services_down_the_side_and_organisations_along_the_top(tmp_path):
    e = read_directory(
        tmp_path,
        [
            ["Service", "Open Doors", "Welcome House", "Humber Law"],
            ["Immigration advice", None, None, "x"],
            ["Food bank", "x", "x", None],
            ["ESOL", "x", None, None],
        ],
    )
    assert list_services(e) == [
        ("Humber Law", "Immigration advice", "immigration advice"),
        ("Open Doors", "ESOL", "ESOL"),
        ("Open Doors", "Food bank", "food"),
        ("Welcome House", "Food bank", "food"),
    ]


def test_ticks_of_where_we_work_stand_beside_another_sheet(tmp_path):
    """Bristol. The places of a sheet of ticks are reached by what another sheet says is done."""
    path = write_directory(
        tmp_path / "x.xlsx",
        {
            "What": [
                ["Organisation", "Services", "Hours"],
                ["Easton Welcome", "Food bank", "Mon"],
                ["Knowle Law", "Immigration advice (IAA level 2)", "by appt"],
            ],
            "Where we work": [
                ["Organisation", "Bristol", "South Gloucestershire", "North Somerset"],
                ["Easton Welcome", "x", None, None],
                ["Knowle Law", "x", "x", None],
                ["Somerset Sound", None, None, "x"],
            ],
        },
    )
    e = eco.read(path)
    assert list_reached(e, "Food bank") == ["Bristol, City of"]
    assert list_reached(e, "Immigration advice (IAA level 2)") == [
        "Bristol, City of",
        "South Gloucestershire",
    ]
    assert sorted(e.organisations["name"]) == ["Easton Welcome", "Knowle Law", "Somerset Sound"]
    assert find_said(e, "who works where")["severity"] == "note"


def test_a_sheet_a_kind_of_help(tmp_path):
    """Kent. An organisation on two sheets is one; the name of a sheet says what kind of help."""
    path = write_directory(
        tmp_path / "x.xlsx",
        {
            "ESOL": [
                ["Organisation", "What", "Area"],
                ["Medway College", "Entry level classes", "Medway"],
                ["Welcomes", "English conversation cafe", "Canterbury"],
            ],
            "Housing": [
                ["Agency", "Service", "Local authority"],
                ["Dover Rooms", "Lodgings", "Dover"],
                ["MEDWAY COLLEGE", "Student rooms", "Medway"],
            ],
        },
    )
    e = eco.read(path)
    assert list_services(e) == [
        ("Dover Rooms", "Lodgings", "housing"),
        ("Medway College", "Entry level classes", "ESOL"),
        ("Medway College", "Student rooms", "housing"),
        ("Welcomes", "English conversation cafe", "ESOL"),
    ]
    asked = e.problems[e.problems["message"].str.contains("section or sheet")]
    assert asked["severity"].tolist() == ["warning", "warning"]


def test_names_merged_down_over_their_services(tmp_path):
    """Cardiff. A merged name, area and category stand for each row below."""
    e = read_directory(
        tmp_path,
        [
            ["Category", "Agency", "Service", "Coverage", "Access"],
            [
                "Legal & advice",
                "Cardiff Justice",
                "Immigration advice L3",
                "Cardiff",
                "appointment",
            ],
            [None, None, "Housing advice", "Cardiff", "drop in"],
            [None, "Newport Aid", "Debt help", "Newport", "phone 01633 000000"],
            ["Health", "Asylum Health", "TB screening", "Wales", "GP referral"],
            [None, None, "Clinic", None, "GP referral"],
        ],
        merged=["A2:A4", "B2:B3", "A5:A6", "B5:B6", "D5:D6"],
    )
    assert list_services(e, "level", "access") == [
        ("Asylum Health", "Clinic", "health", None, "agency referral"),
        ("Asylum Health", "TB screening", "health", None, "agency referral"),
        ("Cardiff Justice", "Housing advice", "housing", None, "drop-in"),
        ("Cardiff Justice", "Immigration advice L3", "immigration advice", 3, "appointment"),
        ("Newport Aid", "Debt help", "advice", None, None),
    ]
    assert list_reached(e, "Clinic") == ["Wales"]
    assert "01633" not in e.services.to_csv()


def test_blank_names_dittos_and_headings_again(tmp_path):
    """Sheffield. Columns the other way round; a row that only repeats is joined and said."""
    heads = ["Notes", "When", "Where", "Who", "What do they offer?"]
    e = read_directory(
        tmp_path,
        [
            ["SHEFFIELD SUPPORT 2025/26"],
            ["last updated by M 3/3/26"],
            heads,
            [None, "Mon 1-4", "Sheffield", "Friends", "Hosting & hardship grants"],
            ["currently full", "Wed", "Sheffield", None, "Conversation club"],
            [None, None, None, "FOOD", None],
            heads,
            [None, "daily", "Rotherham", "Larder", "Food parcels/clothes"],
            [None, "ditto", '"', "Kitchen", "Community meals"],
            [None, "daily", "Rotherham", "Larder", "Food parcels/clothes"],
            [None, None, None, "Total: 4", None],
            [None, None, None, "Source: council list", None],
        ],
    )
    assert list_services(e, "accepting_referrals") == [
        ("Friends", "Conversation club", "ESOL", "no"),
        ("Friends", "Hosting", "housing", None),
        ("Friends", "hardship grants", "destitution", None),
        ("Kitchen", "Community meals", "food", None),
        ("Larder", "Food parcels", "food", None),
        ("Larder", "clothes", "clothing", None),
    ]
    assert list_reached(e, "Community meals") == ["Rotherham"]
    assert find_said(e, "without a name")["row"] == 5
    assert find_said(e, "headings again")["row"] == 7
    assert find_said(e, "joined")["message"].startswith("2 services")
    assert "'Total: 4' and 'Source: council \u2026'" in find_said(e, "list itself")["message"]


def test_several_organisations_in_a_cell_run_a_service_together(tmp_path):
    e = read_directory(
        tmp_path,
        [
            ["Provider", "Activities", "Area served", "Target group"],
            ["New Routes", "English classes", "Norwich", "refugees; asylum seekers"],
            ["English+", "ESOL", "Norwich", None],
            ["New Routes; English+", "Sewing group", "Norwich", "women"],
        ],
    )
    assert list_services(e, "eligibility") == [
        ("English+", "ESOL", "ESOL", None),
        ("English+ and New Routes", "Sewing group", "sport and arts", "women"),
        ("New Routes", "English classes", "ESOL", "refugees|asylum seekers"),
    ]


def test_titles_that_are_places(tmp_path):
    e = read_directory(
        tmp_path,
        [
            ["Group", "What they do", "Opening times"],
            ["SWANSEA", None, None],
            ["Swansea Drop", "Food", "Fri & Sat"],
            ["WREXHAM", None, None],
            ["Wrexham Minds", "Counselling", None],
        ],
    )
    assert list_services(e) == [
        ("Swansea Drop", "Food", "food"),
        ("Wrexham Minds", "Counselling", "wellbeing"),
    ]
    assert (list_reached(e, "Food"), list_reached(e, "Counselling")) == (["Swansea"], ["Wrexham"])


def test_a_type_that_the_row_gives_is_kept(tmp_path):
    e = read_directory(
        tmp_path,
        [
            ["Organisation", "Service type", "What they do", "Local authority", "OISC", "Places"],
            ["West End", "immigration advice", "Casework", "Gateshead", "Level 2", 40],
            ["West End", "food", "Larder", "Gateshead", None, 60],
        ],
    )
    assert list_services(e, "level", "capacity") == [
        ("West End", "Casework", "immigration advice", 2, 40),
        ("West End", "Larder", "food", None, 60),
    ]


def test_words_nobody_knows_are_kept_as_the_type_and_asked_about(tmp_path):
    e = read_directory(
        tmp_path,
        [
            ["Organisation", "What they do", "Hours"],
            ["A", "Chess, food", "Mon"],
            ["B", "closed in March 2025", "Tue"],
            ["C", "ESOL", None],
        ],
    )
    assert ("A", "Chess", "Chess") in list_services(e)
    asked = find_said(e, "their own words as the type")
    assert (asked["severity"], asked["row"], asked["value"]) == ("warning", 2, "Chess")
    idle = find_said(e, "without a word on what is done")
    assert (idle["severity"], idle["row"], idle["value"]) == ("warning", 3, "B")
    assert len(e.organisations) == 3


def test_persons_named_beside_organisations_are_not_read(tmp_path):
    e = read_directory(
        tmp_path,
        [
            ["Name", "Organisation", "Role", "Email", "What does your organisation do?"],
            ["Jane Doe", "Lincoln Welcome", "Manager", "j@x.org", "ESOL (call Jo 01522 000000)"],
            ["Bob Ray", "Boston Aid", "Trustee", "b@x.org", "Food"],
        ],
        name="Members",
    )
    assert sorted(e.organisations["name"]) == ["Boston Aid", "Lincoln Welcome"]
    written = e.organisations.to_csv() + e.services.to_csv()
    assert not [word for word in ("Jane", "Bob", "Manager", "@", "01522") if word in written]


def test_a_name_that_stands_alone_is_asked_about(tmp_path):
    e = read_directory(
        tmp_path,
        [
            ["Organisation", "What they do", "Area"],
            ["Alpha Trust", "food", "Derby"],
            ["Refugee Friends", None, None],
            ["Beta Trust", "ESOL", "Derby"],
        ],
    )
    assert len(e.organisations) == 3
    assert find_said(e, "nothing but a name")["value"] == "Refugee Friends"


@pytest.mark.parametrize(
    "rows",
    [
        [["Name", "Service type", "Organisation"], ["Advice", "advice", "A org"]],
        [["Name", "Sector", "Postcode"], ["A org", "voluntary", "CV1 1AA"]],
        [["Organisation", "Description"], ["A org", "Founded in 2003 by Ann."]],
        [["From", "To", "Support"], ["A org", "B org", "food"]],
        [["Timestamp", "Organisation", "What do you do?"], ["1/1/26", "A org", "food"]],
    ],
)
def test_sheets_of_other_kinds_are_no_directory(tmp_path, rows):
    e = read_directory(tmp_path, rows)
    assert not e.problems["message"].str.contains("directory").any()


def test_organisations_beside_services_of_ours_are_no_directory(tmp_path):
    path = write_directory(
        tmp_path / "x.xlsx",
        {
            "Organisations": [["Name", "What they do"], ["A org", "food, ESOL"]],
            "Services": [["Name", "Service type", "Organisation"], ["Bank", "food", "A org"]],
        },
    )
    assert list_services(eco.read(path)) == [("A org", "Bank", "food")]


def test_a_directory_lists_its_own_beside_a_sheet_that_only_looks_like_a_list(tmp_path):
    """A register of who came names two organisations, and is not read: the capacity sheet has them.

    Read as their list it would leave the services without any, and the file be refused.
    """
    path = write_directory(
        tmp_path / "x.xlsx",
        {
            "Attendance": [
                ["Member", "Organisation", "Jan 25", "Apr 25"],
                ["Ada", "Ash Law", "x", "apols"],
                ["Bob", "Elm Hub", None, "x"],
            ],
            "Capacity": [
                ["Service", "Provider", "Places", "Filled"],
                ["Casework", "Ash Law", 20, 25],
                ["ESOL", "Elm Hub", 12, 12],
                ["Food", "Elm Hub", None, None],
            ],
        },
    )
    e = eco.read(path)
    assert e.organisations["name"].tolist() == ["Ash Law", "Elm Hub"]
    assert len(e.services) == 3
    assert "was not read" in find_said(e, "'Attendance' is not")["message"]
