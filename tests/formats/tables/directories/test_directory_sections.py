"""Directories in sections, with keys, grouped headings and remarks, as forums keep them."""

import pytest
from directories import find_said, list_reached, list_services, read_directory

HEADS = ["Name of group", "Type", "What they do", "Taking referrals?", "Phone"]


def test_sections_by_town_with_the_headings_again(tmp_path):
    """West Yorkshire. A title a town, and the headings below each: they ask nobody about ties.

    Five groups in six rows: Mill Door (outreach) is Mill Door, CVSN the network that has it in
    brackets, and a doctor no part of a name. Seven services: 2 + 1 + 1 in two rows, 1 + 1, 1.
    The first title stands above the first headings; "HALIFAX & CENTRAL" is in Calderdale, and
    Wakefield and Kirklees are two places: which of them the clinic is in is asked.
    """
    e = read_directory(
        tmp_path,
        [
            ["Who is where"],
            ["LEEDS"],
            HEADS,
            ["Mill Door", "charity", "food bank, clothes", "Closed to new refs until May", None],
            ["Calder Valley Support Network (CVSN)", "CIC", "hosting", "yes via form", None],
            [None],
            ["BRADFORD"],
            HEADS,
            ["Mill Door (outreach)", "charity", "drop in", "v. limited", None],
            ["CVSN", "see Leeds", "hosting", "?", None],
            ["none that we know of for women"],
            ["HALIFAX & CENTRAL"],
            HEADS,
            ["Hill Surgery (Dr Amin)", "NHS", "GP registration", "Y", "01422 000 001"],
            ["Chapel Cafe", "church", "Move-on housing, 6 beds in 2 flats", "yes - women only"],
            ["WAKEFIELD, KIRKLEES"],
            HEADS,
            ["Law Clinic", "uni", "immigration (L1)", "term time only", None],
            ["Still to ring: Otley, Ilkley"],
        ],
    )
    assert list_services(e, "accepting_referrals") == [
        ("Calder Valley Support Network (CVSN)", "hosting", "housing", "yes"),
        ("Chapel Cafe", "Move-on housing, 6 beds in 2 flats", "housing", "yes"),
        ("Hill Surgery", "GP registration", "health", "yes"),
        ("Law Clinic", "immigration (L1)", "immigration advice", None),
        ("Mill Door", "clothes", "clothing", "no"),
        ("Mill Door", "drop in", "drop-in", "limited"),
        ("Mill Door", "food bank", "food", "no"),
    ]
    assert list_reached(e, "clothes") == ["Leeds"]
    assert list_reached(e, "hosting") == ["Bradford", "Leeds"]
    assert list_reached(e, "GP registration") == ["Calderdale"]
    assert list_reached(e, "immigration (L1)") == []
    assert len(e.organisations) == 5
    assert find_said(e, "several places")["value"] == "WAKEFIELD, KIRKLEES"
    assert "'CVSN' as Calder" in find_said(e, "organisation of another row")["message"]
    assert "'see Leeds'" in find_said(e, "the sector is not clear")["message"]
    assert not e.problems["message"].str.contains("Amin").any()


def test_a_grid_with_a_key_below_it(tmp_path):
    """Bristol. Two groups and no more: the key, its marks and the totals are none of them.

    Ticks 2 + 1, one made twice; "?" is asked about. Where they are based is one known place.
    """
    e = read_directory(
        tmp_path,
        [
            ["Org", "Based", "ESOL", "Food", "Housing"],
            ["Quay Welcome", "Bristol", "x", "\u2713\u2713", "?"],
            ["Downs Aid", "BS3", "n", None, "Y"],
            ["TOTAL", None, 1, 1, 1],
            ["KEY"],
            ["x / Y", "yes they do"],
            ["some", "only a bit"],
            ["?", "not sure"],
            ["blank / N", "no"],
        ],
    )
    assert list_services(e) == [
        ("Downs Aid", "Housing", "housing"),
        ("Quay Welcome", "ESOL", "ESOL"),
        ("Quay Welcome", "Food", "food"),
    ]
    assert len(e.organisations) == 2
    assert e.organisations.set_index("name")["area_code"]["Quay Welcome"] == "E06000023"


def test_headings_grouped_in_a_row_above(tmp_path):
    """Merseyside. "Service" and "Getting in" stand over groups, "Checked" over its own column.

    "same" is the cell above, "open" no number of places; a wait of weeks takes no answer back.
    Asylum on legal aid is immigration advice. Merseyside without Wirral is asked about.
    """
    e = read_directory(
        tmp_path,
        [
            ["Multi agency group, services"],
            [None, None, "Service", None, None, "Getting in", None, None, None, "Seen"],
            [
                *("Organisation", "Sector", "What", "Detail", "Where"),
                *("Capacity", "Open?", "Route", "Wait"),
            ],
            ["Dock Hall", "Charity", "Hot meal", "Tues", "Sefton", 40, "Y", "turn up", "-", "Jan"],
            [None, None, "Clothes rail", None, "same", "open", "FULL", "form", None, "Jan"],
            [
                *("Mersey Law", "Charity", "Asylum - legal aid", "L3"),
                *("Merseyside (not Wirral)", 25, "No - back in May", "agency only", None, "Jan"),
            ],
            ["Pier Mind", "CIC", "Counselling", "Dari", "Wirral", 8, "y", "GP or self", "3 wks"],
        ],
        merged=["A4:A5", "B4:B5", "C2:E2", "F2:I2"],
    )
    assert list_services(e, "capacity", "accepting_referrals", "access", "level", "Seen") == [
        ("Dock Hall", "Clothes rail", "clothing", None, "no", None, None, "Jan"),
        ("Dock Hall", "Hot meal", "food", 40, "yes", "drop-in", None, "Jan"),
        (
            *("Mersey Law", "Asylum - legal aid", "immigration advice", 25),
            *("no", "agency referral", 3, "Jan"),
        ),
        ("Pier Mind", "Counselling", "wellbeing", 8, "yes", None, None, None),
    ]
    assert list_reached(e, "Clothes rail") == ["Sefton"]
    assert list_reached(e, "Asylum - legal aid") == []
    assert find_said(e, "places without a number")["value"] == "open"


@pytest.mark.parametrize(
    ("cell", "services"),
    [
        ("Befriending, trips\n(no legal advice!!)", ["Befriending", "trips"]),
        ("ESOL\nDrop in - TBC", ["ESOL"]),
        (
            "Legal aid asylum \u2013\n  \u2022 fresh claims\n  \u2022 bail",
            ["Legal aid asylum (fresh claims, bail)"],
        ),
        ("We offer:\n- food parcels\n- ESOL", ["ESOL", "food parcels"]),
        ("Ukraine, Afghan - housing, ESOL", ["Afghan - housing", "ESOL"]),
        ("Hosting, approx 12 hosts", ["Hosting, approx 12 hosts"]),
    ],
)
def test_what_a_cell_names(tmp_path, cell, services):
    """What is denied or may not run is no service, nor are the parts of one below its name."""
    e = read_directory(
        tmp_path,
        [
            ["Agency", "Services offered", "Where"],
            ["Harbour", cell, "Plymouth"],
            ["Moor", "debt advice", "Exeter"],
        ],
    )
    assert [row[1] for row in list_services(e) if row[0] == "Harbour"] == services


@pytest.mark.parametrize(
    ("cell", "access", "accepting"),
    [
        ("Anyone, just turn up", "drop-in", None),
        ("any agency", "agency referral", None),
        ("self", "self-referral", None),
        ("self referral or agency", None, None),
        ("GP or self. wait 4-5 months", None, "waiting list"),
        ("Ring first. NOT TAKING NEW CLIENTS til May", None, "no"),
        ("statutory - via duty desk", None, None),
    ],
)
def test_who_can_use_it_and_how_to_refer(tmp_path, cell, access, accepting):
    """One column says both; of two ways in neither is taken."""
    e = read_directory(
        tmp_path,
        [
            ["Agency", "Services offered", "Where", "Who can use it / how to refer"],
            ["Harbour", "food bank", "Plymouth", cell],
            ["Moor", "advice", "Exeter", "Anyone, just turn up"],
        ],
    )
    got = [row[3:] for row in list_services(e, "access", "accepting_referrals")]
    assert got[0 if list_services(e)[0][0] == "Harbour" else 1] == (access, accepting)


def test_remarks_are_read_and_left_out(tmp_path):
    """What a remark says of a waiting list is kept, whom to ask for is not."""
    e = read_directory(
        tmp_path,
        [
            ["Agency", "Services offered", "Where", "Comments"],
            ["Harbour", "food bank", "Plymouth", "ask for Dana, waiting list 2 months"],
            ["Moor", "advice", "Exeter", None],
        ],
    )
    assert list_services(e, "accepting_referrals")[0][3] == "waiting list"
    assert "Comments" not in e.services
    assert not e.problems["message"].str.contains("Dana").any()
    assert "'Comments'" in find_said(e, "may name people")["message"]


def test_one_row_of_headings_below_the_first_title(tmp_path):
    """Norfolk. Titles that are places, the first above the headings; of two places which is asked.

    "Do you take them?" is answered plainly, a star names nobody, and a remark on the list goes.
    """
    e = read_directory(
        tmp_path,
        [
            ["NORWICH"],
            ["Group", "What they offer", "Do you take referrals?"],
            ["Wensum Welcome", "ESOL", "Not at the moment"],
            ["GREAT YARMOUTH & LOWESTOFT"],
            ["Broads Aid", "befriending", "Yes"],
            ["NB list not complete"],
            ["*", "checked", None],
        ],
    )
    assert list_services(e, "accepting_referrals") == [
        ("Broads Aid", "befriending", "befriending", "yes"),
        ("Wensum Welcome", "ESOL", "ESOL", "no"),
    ]
    assert list_reached(e, "ESOL") == ["Norwich"]
    assert list_reached(e, "befriending") == []
    assert find_said(e, "several places")["row"] == 4
