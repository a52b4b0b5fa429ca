import hashlib

import numpy as np
import pandas as pd
import pytest
from read_report import write_report

import ecosystem as eco
from ecosystem.data import TABLES
from ecosystem.report.anonymise import _number, code_names, draw_key


def test_a_public_report_names_no_organisation_and_no_service(west_midlands, tmp_path):
    path = write_report(west_midlands, tmp_path, audience="public")
    text = path.read_text(encoding="utf-8").casefold()
    for table, column in (
        ("organisations", "name"),
        ("organisations", "organisation_id"),
        ("services", "name"),
        ("services", "service_id"),
        ("groups", "name"),
    ):
        for name in getattr(west_midlands, table)[column]:
            if len(name) > 8:
                assert name.casefold() not in text
    assert "organisation 0" in text or "organisation 1" in text


def test_codes_follow_from_the_key_and_not_from_the_order_of_names(west_midlands):
    coded = code_names(west_midlands, b"key")
    again = code_names(west_midlands, b"key")
    assert coded.organisations.equals(again.organisations)
    other = code_names(west_midlands, b"other").referrals["from_id"]
    assert list(coded.referrals["from_id"]) != list(other)
    assert len(coded.organisations) == len(west_midlands.organisations)
    sectors = west_midlands.organisations["sector"].tolist()
    assert coded.organisations["sector"].tolist() != sectors
    assert sorted(coded.organisations["sector"]) == sorted(sectors)


def test_coding_changes_no_answer(west_midlands):
    coded = code_names(west_midlands, b"key")
    before, after = eco.find_core(west_midlands), eco.find_core(coded)
    counts = [core.table["role"].value_counts().to_dict() for core in (before, after)]
    assert counts[0] == counts[1]
    lost = [eco.find_closures(e, runs=0).table["unserved"] for e in (west_midlands, coded)]
    assert np.allclose(sorted(lost[0].dropna()), sorted(lost[1].dropna()))


def test_names_leave_the_record_the_longest_first():
    """Taken out first, "Ash" would leave "an organisation Trust"."""
    e = eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ["a", "b"], "name": ["Ash", "Ash Trust"]}),
        about=pd.DataFrame({"title": ["Around Ash Trust and Ash"], "sources": [None]}),
    )
    about = code_names(e, b"key").about
    assert about["title"].tolist() == ["Around an organisation and an organisation"]
    assert about["sources"].isna().all()


def test_only_columns_that_name_nobody_are_kept(tiny):
    organisations = tiny.organisations.assign(
        motto="We are Ash", website="ash.example.org", postcode="B1 1AA", charity_number="1077116"
    )
    coded = code_names(tiny.replace(organisations=organisations), b"key").organisations
    assert "motto" not in coded
    for column in ("website", "postcode", "charity_number", "latitude"):
        assert coded[column].isna().all(), column
    assert sorted(coded["name"]) == [f"Organisation {number}" for number in range(1, 6)]
    assert coded["name"].equals(coded["organisation_id"])


def test_that_areas_could_not_be_read_is_kept_and_the_words_are_not(tiny):
    """Advice reaches more than was read, so no area is a gap for it; "Alpha Hall" may be a name."""
    words = tiny.services.assign(areas_unclear=["Alpha Hall", None, ""])
    coded = code_names(tiny.replace(services=words), b"key").services["areas_unclear"]
    assert sorted(coded.fillna("")) == ["", "", "not read"]


def test_links_lead_to_the_same_rows_as_before(tiny):
    """The one service of level 2 is run by the one statutory organisation."""
    coded = code_names(tiny, b"key")
    service = coded.services.set_index("service_id")["level"].idxmax()
    provider = coded.providers.set_index("service_id")["organisation_id"][service]
    assert coded.organisations.set_index("organisation_id")["sector"][provider] == "statutory"
    number = service.removeprefix("Service ")
    names = coded.services.set_index("service_id")["name"]
    assert names[service] == f"Advice (service {number})"


def test_two_public_reports_give_other_numbers_unless_a_seed_is_given(tiny, tmp_path):
    """The key is drawn and not kept: neither the version nor a list of names leads to it."""
    assert draw_key() != draw_key()
    assert draw_key(1) == draw_key(1) != draw_key(2)

    def write(seed=None):
        return write_report(tiny, tmp_path, audience="public", seed=seed).read_bytes()

    assert write(seed=3) == write(seed=3)
    # Of five organisations the numbers may be drawn alike once in 120 times, not ten times on end.
    assert len({write() for _ in range(10)}) > 1


def test_whoever_has_the_names_and_the_report_cannot_work_the_numbers_back(west_midlands):
    """The rank by a hash of the version and the id, which once gave all 44, gives chance now."""
    ids = west_midlands.organisations["organisation_id"].tolist()
    version = "0123456789ab"
    guessed = sorted(ids, key=lambda one: hashlib.sha256(f"{version}:{one}".encode()).digest())
    coded = code_names(west_midlands, draw_key(7)).providers
    truth = west_midlands.providers
    assert len(coded) == len(truth)
    numbers = _number(ids, "Organisation", draw_key(7))
    right = sum(numbers[one] == f"Organisation {rank:02}" for rank, one in enumerate(guessed, 1))
    assert right < 6


@pytest.mark.parametrize(
    "written",
    [
        "Alpha Trust",
        "ALPHA TRUST",
        "alpha trust",
        "Alpha-Trust",
        "Alpha  Trust",
        "alpha_trust",
        "AlphaTrust",
        "Alpha\u00a0Trust",
        "Alpha Trust's",
        "the Alpha Trusts",
        "(Alpha/Trust)",
    ],
)
def test_a_name_leaves_every_text_however_it_is_written(written):
    e = eco.Ecosystem(
        organisations=pd.DataFrame(
            {"organisation_id": ["one", "two"], "name": ["The Alpha Trust Ltd", "Beta"]}
        ),
        services=pd.DataFrame(
            {
                "service_id": ["s", "t"],
                "name": ["S", "T"],
                "service_type": [f"{written} advice", "an organisation advice"],
                "eligibility": [f"members of {written}", None],
            }
        ),
        areas=pd.DataFrame({"area_code": ["n"], "name": ["North"]}),
        demand=pd.DataFrame(
            {
                "area_code": "n",
                "service_type": [f"{written} advice"],
                "people": [40],
                "source": [f"counted by {written}"],
            }
        ),
        about=pd.DataFrame({"title": [f"Around {written}"], "sources": [written]}),
    )
    coded = code_names(e, b"key")
    for name in TABLES:
        for text in getattr(coded, name).astype(str).to_numpy().ravel():
            assert "alpha" not in str(text).casefold(), name
    # What was one type in two tables still is, and what were two types are two.
    assert len(set(coded.services["service_type"])) == 2
    assert set(coded.demand["service_type"]) < set(coded.services["service_type"])


def test_a_name_within_a_common_word_leaves_the_word():
    """ "Refuge" and "Ash" are organisations; refugees and washing are not."""
    e = eco.Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ["a", "b"], "name": ["Refuge", "Ash"]}),
        about=pd.DataFrame({"title": ["Washing for refugees, by Refuge and Ash's friends"]}),
    )
    title = code_names(e, b"key").about["title"].iloc[0]
    assert title == "Washing for refugees, by an organisation and an organisation friends"


@pytest.mark.parametrize("between", ["|", ";", "\n"])
def test_other_names_leave_texts_whatever_parts_them(tiny, between):
    """Somebody's other names stand in the title of the record."""
    organisations = tiny.organisations.copy()
    organisations["other_names"] = None
    organisations.loc[0, "other_names"] = f"Wellspring House{between}Elmfolk Centre"
    about = pd.DataFrame({"title": ["What Elmfolk Centre and Wellspring House do"]})
    coded = code_names(tiny.replace(organisations=organisations, about=about), draw_key(1))
    title = coded.about["title"].iloc[0]
    assert "Elmfolk" not in title
    assert "Wellspring" not in title
