import numpy as np
import pandas as pd
import pytest
from overlapping_services import make as make_services
from overlapping_services import three_alike
from read_report import NUMBER, ReadReport, make_organisations, write_report

import ecosystem as eco
from ecosystem.report.answers import ask_all
from ecosystem.report.content import Unanswered
from ecosystem.report.services_pages import (
    _find_rarest,
    make_area_pages,
    make_grid_page,
    make_same_page,
)


def test_every_number_of_a_sentence_about_places_is_in_its_row(tmp_path):
    """Two areas, 40 and 20 in need, one service of 9 places in north that reaches both.

    The places are shared by need: 6 to north, 3 to south; 34 and 17 people are left without.
    """
    e = eco.Ecosystem(
        organisations=make_organisations(1),
        services=pd.DataFrame(
            {"service_id": ["s"], "name": ["S"], "service_type": ["advice"], "capacity": [9]}
        ),
        providers=pd.DataFrame({"service_id": ["s"], "organisation_id": ["a"]}),
        sites=pd.DataFrame({"service_id": ["s"], "area_code": ["north"]}),
        catchments=pd.DataFrame({"service_id": ["s", "s"], "area_code": ["north", "south"]}),
        areas=pd.DataFrame({"area_code": ["north", "south"], "name": ["North", "South"]}),
        demand=pd.DataFrame(
            {"area_code": ["north", "south"], "service_type": "advice", "people": [40, 20]}
        ),
    )
    read = ReadReport(write_report(e, tmp_path))
    question = next(heading for heading in read.sentences if heading.startswith("Which areas"))
    headline, north, *_ = read.sentences[question]
    assert NUMBER.findall(headline) == ["2", "2", "60"]
    assert NUMBER.findall(north) == ["40", "6", "34"]
    assert "under 5" not in north


def test_the_report_tells_of_stoke_on_trent(legal_aid):
    """Real figures of 2015: 716 people and one place, as a sentence of the answer on the map."""
    text = eco.write_report(legal_aid).html
    gaps = eco.find_gaps(legal_aid, "immigration advice")
    sentence = gaps.explain("E06000021")
    assert sentence.startswith("716 people on asylum support in Stoke-on-Trent, taken as the need")
    assert f"<title>{sentence}</title>" in text


def test_unknown_demand_is_said_not_counted(tiny, tmp_path):
    e = tiny.replace(demand=tiny.demand.assign(people=np.nan))
    assert "rows in demand" in write_report(e, tmp_path).read_text(encoding="utf-8")


def test_the_grid_counts_services_by_type_in_every_area_they_reach(tiny_answers):
    """Two food services and one advice service reach both towns; north has most people in need."""
    (page,) = make_grid_page(tiny_answers)
    assert page.table.headings == ["Area", "advice", "food"]
    assert page.table.rows == [["Northtown", 1, 2], ["Southtown", 1, 2]]
    assert page.sentences[0] == "3 services of 2 kinds reach 2 of 2 areas."
    assert page.whole is None


def test_areas_in_need_that_nothing_reaches_are_named_and_unplaced_services_counted(tiny):
    """South loses its three catchments; food-b has none left and no site."""
    catchments = tiny.catchments[tiny.catchments["area_code"] == "north"]
    catchments = catchments[catchments["service_id"] != "food-b"]
    (page,) = make_grid_page(ask_all(tiny.replace(catchments=catchments), has_names=False))
    assert page.table.rows == [["Northtown", 1, 1], ["Southtown", 0, 0]]
    assert page.sentences[-1] == (
        "No service in these data is known to reach Southtown, where people need help."
    )
    assert page.notes[1] == "1 service without a known area is not counted."


def test_the_grid_of_many_areas_continues_at_the_end():
    """One service reaches 33 areas: 30 stand on the page, 3 more only at the end."""
    codes = [f"area{number:02}" for number in range(33)]
    e = eco.Ecosystem(
        organisations=make_organisations(1),
        services=pd.DataFrame({"service_id": ["s"], "name": ["S"], "service_type": ["food"]}),
        catchments=pd.DataFrame({"service_id": "s", "area_code": codes}),
        areas=pd.DataFrame({"area_code": codes, "name": codes}),
    )
    (page,) = make_grid_page(ask_all(e, has_names=False))
    assert len(page.table.rows) == 30
    assert len(page.whole.rows) == 33
    assert page.table.caption.endswith("(the 30 with most people in need; the other 3 at the end)")


def test_services_that_overlap_are_listed_by_group(tiny_answers):
    (page,) = make_same_page(tiny_answers)
    assert page.table.rows == [
        [
            "Food",
            "Food bank and Food parcels",
            "Northtown and Southtown",
            "overlap",
            "overlapping; need not known",
        ]
    ]
    assert page.number == ("1", "group of services overlap")
    assert "Food, Northtown and Southtown</text>" in page.figure.picture
    assert "2 services</text>" in page.figure.picture


def test_each_type_of_service_has_a_page_and_the_first_its_number_on_the_cover(tiny):
    demand = pd.DataFrame(
        {
            "area_code": ["north", "south", "north"],
            "service_type": ["advice", "advice", "food"],
            "people": [40, 20, 10],
        }
    )
    pages = make_area_pages(ask_all(tiny.replace(demand=demand), has_names=False))
    assert [page.question for page in pages] == [
        "Which areas have too little advice?",
        "Which areas have too little food?",
    ]
    assert [page.number is None for page in pages] == [False, True]
    first = pages[0].table
    assert first.headings == [
        "Area", "*People counted as in need", "Any", "Level 2 or above", "*Nearest",
    ]  # fmt: skip
    assert len(set(pages[0].notes)) == len(pages[0].notes)


def test_a_page_about_legal_aid_measures_to_legal_aid_and_asks_for_no_training(tiny):
    """Advice reaches both areas; one more service, with legal aid and 1 place, reaches north only.

    With legal aid 59 of 60 are left without, more than of any advice: the page is about that, and
    one area, a larger place, is not listed beside the areas inside it.
    """
    services = pd.concat(
        [
            tiny.services.assign(legal_aid=False),
            pd.DataFrame(
                {"service_id": ["firm"], "name": ["Firm"], "service_type": ["advice"],
                 "level": [2], "legal_aid": [True], "capacity": [1]}
            ),
        ]
    )  # fmt: skip
    reaches = pd.DataFrame({"service_id": ["firm"], "area_code": ["north"]})
    areas = pd.concat(
        [
            tiny.areas.assign(parent_code="shire"),
            pd.DataFrame({"area_code": ["shire"], "name": ["Shire"]}),
        ]
    )
    e = tiny.replace(
        services=services, catchments=pd.concat([tiny.catchments, reaches]), areas=areas
    )
    (page,) = make_area_pages(ask_all(e, has_names=False))
    assert page.question == "Which areas have too little advice with legal aid?"
    assert page.table.caption == "Areas with most people left without advice with legal aid"
    assert page.table.headings[-1] == "*Nearest, legal aid"
    assert [row[0] for row in page.table.rows] == ["Northtown", "Southtown"]
    assert "training" not in page.discuss
    assert page.number == ("2", "areas are known to have too little advice with legal aid")


def test_what_cannot_be_answered_says_what_it_needs():
    answers = ask_all(eco.Ecosystem(organisations=make_organisations(1)), has_names=False)
    for make in (make_grid_page, make_same_page, make_area_pages):
        (part,) = make(answers)
        assert isinstance(part, Unanswered)
        assert part.needs


def test_the_table_of_groups_names_what_each_is():
    """Three with 100 places each for 50 people; two for other people; in the west need unknown."""
    services = three_alike(capacity=100)
    services |= {f"w{name}": row | {"in_": "west"} for name, row in three_alike().items()}
    services |= {
        f"n{number}": {"by": f"n{number}", "in_": "north", "eligibility": eligibility}
        for number, eligibility in enumerate(("women", None, "men"))
    }
    e = make_services(services, demand=[("east", "food", 50)])
    (page,) = make_same_page(ask_all(e, has_names=True))
    assert page.table.headings[3] == "What it is"
    assert [(row[2], row[3]) for row in page.table.rows] == [
        ("East", "possible duplication"),
        ("West", "overlap"),
        ("North", "fragmentation: for mostly different people"),
    ]
    assert page.number == ("2", "groups of services overlap")


def _put_inside(e, **larger):
    """Return the ecosystem with a larger place that holds all its areas, with this need."""
    whole = pd.DataFrame([{"area_code": "E12000005", "name": "Region", "kind": "region"}])
    areas = pd.concat([e.areas.assign(parent_code="E12000005"), whole], ignore_index=True)
    need = pd.DataFrame([{"area_code": "E12000005", "service_type": "advice", **larger}])
    return e.replace(areas=areas, demand=pd.concat([e.demand, need], ignore_index=True))


def test_a_larger_place_is_no_row_and_no_area_of_the_count(tiny):
    """Two areas in a region with 60 people in need: 2 of 2 areas are reached, not 2 of 3."""
    answers = ask_all(_put_inside(tiny, people=60), has_names=False)
    (grid,) = make_grid_page(answers)
    assert grid.sentences[0] == "3 services of 2 kinds reach 2 of 2 areas."
    assert "Region" not in " ".join(grid.sentences)
    assert [row[0] for row in grid.table.rows] == ["Northtown", "Southtown"]
    page = make_area_pages(answers)[0]
    assert [row[0] for row in page.table.rows] == ["Northtown", "Southtown"]


@pytest.mark.parametrize(
    ("counts", "named"),
    [
        ([5, 5, 7, 7, 7, 10], [0, 1]),
        ([7, 5, 9, 6], [1, 3, 0]),
        ([4, 4, 4, 4], []),
        ([4, 4, 4, 4, 9], []),
        ([3, 3], []),
        ([3, 4], [0, 1]),
    ],
)
def test_of_kinds_that_are_equally_rare_all_or_none_are_named(counts, named):
    assert _find_rarest(np.array(counts)) == named


def test_a_note_with_other_numbers_for_other_kinds_says_of_which_it_is(west_midlands):
    (page,) = make_area_pages(ask_all(west_midlands, has_names=True))
    capacity = [note for note in page.notes if "apacity is not known for" in note]
    assert [note.split(":")[0] for note in capacity] == [
        "Immigration advice",
        "Immigration advice at level 2 or above",
    ]
    assert sum(note.startswith("How many people need each level") for note in page.notes) == 1
