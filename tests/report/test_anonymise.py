import numpy as np
import pandas as pd
from read_report import write_report

import ecosystem as eco
from ecosystem.report.anonymise import code_names


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


def test_codes_are_the_same_each_time_and_not_in_the_order_of_names(west_midlands):
    coded = code_names(west_midlands, "version")
    again = code_names(west_midlands, "version")
    assert coded.organisations.equals(again.organisations)
    other = code_names(west_midlands, "other").referrals["from_id"]
    assert list(coded.referrals["from_id"]) != list(other)
    assert len(coded.organisations) == len(west_midlands.organisations)
    sectors = west_midlands.organisations["sector"].tolist()
    assert coded.organisations["sector"].tolist() != sectors
    assert sorted(coded.organisations["sector"]) == sorted(sectors)


def test_coding_changes_no_answer(west_midlands):
    coded = code_names(west_midlands, "version")
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
    about = code_names(e, "version").about
    assert about["title"].tolist() == ["Around an organisation and an organisation"]
    assert about["sources"].isna().all()


def test_only_columns_that_name_nobody_are_kept(tiny):
    organisations = tiny.organisations.assign(
        motto="We are Ash", website="ash.example.org", postcode="B1 1AA", charity_number="1077116"
    )
    coded = code_names(tiny.replace(organisations=organisations), "version").organisations
    assert "motto" not in coded
    for column in ("website", "postcode", "charity_number", "latitude"):
        assert coded[column].isna().all(), column
    assert sorted(coded["name"]) == [f"Organisation {number}" for number in range(1, 6)]
    assert coded["name"].equals(coded["organisation_id"])


def test_links_lead_to_the_same_rows_as_before(tiny):
    """The one service of level 2 is run by the one statutory organisation."""
    coded = code_names(tiny, "version")
    service = coded.services.set_index("service_id")["level"].idxmax()
    provider = coded.providers.set_index("service_id")["organisation_id"][service]
    assert coded.organisations.set_index("organisation_id")["sector"][provider] == "statutory"
    number = service.removeprefix("Service ")
    names = coded.services.set_index("service_id")["name"]
    assert names[service] == f"Advice (service {number})"
