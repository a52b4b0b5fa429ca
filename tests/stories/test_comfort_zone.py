"""Bristol, Luton and Suffolk: a danger that partners stay within their comfort zone."""

import pandas as pd
import pytest

import ecosystem as eco


@pytest.fixture(scope="module")
def partnership():
    """Six charities that all talk to one another, a council, a university, a firm of solicitors.

    The council talks to one charity, the university to the council, the firm to nobody. Five steer:
    four charities and the council. Each told its own ties.
    """
    charities = [f"charity-{number}" for number in range(1, 7)]
    names = ["Ash", "Birch", "Cedar", "Dogwood", "Elm", "Fir"]
    ids = [*charities, "council", "university", "firm"]
    ties = [(one, other) for one in charities for other in charities if one < other]
    ties += [("charity-1", "council"), ("council", "university")]
    return eco.Ecosystem(
        organisations=pd.DataFrame(
            {
                "organisation_id": ids,
                "name": [*names, "Borough Council", "University", "Lime Solicitors"],
                "sector": [*["voluntary"] * 6, "statutory", "academic", "commercial"],
                "answered": True,
            }
        ),
        relationships=pd.DataFrame(ties, columns=["from_id", "to_id"]).assign(
            kind="works with", direction="both ways"
        ),
        groups=pd.DataFrame(
            {"group_id": ["s"], "name": ["the steering group"], "kind": ["steering"]}
        ),
        memberships=pd.DataFrame({"group_id": "s", "organisation_id": [*charities[:4], "council"]}),
    )


def test_partners_talk_to_others_like_themselves(partnership):
    """Of 17 ties 15 are among charities: (2 - 15) / 17 = -0.76, which no draw of the labels beats.

    Eight have ties, six of them charities: by chance a tie joins two of one sector with
    6 · 5 / (8 · 7) = 0.54, an index of -0.07.
    """
    ties = eco.find_ties(partnership)
    assert ties.summary["ei_index"] == pytest.approx(-13 / 17)
    assert ties.summary["expected"] == pytest.approx(-0.07, abs=0.03)
    assert ties.headline.startswith(
        "Ties stay within sectors more than chance would have it: 15 of 17 ties are between "
        "organisations of one sector (E-I index -0.76; by chance -0.0"
    )


def test_who_steers_is_set_beside_the_ties_and_who_is_missing_is_named(partnership):
    core = eco.find_core(partnership)
    roles = [
        "core" if one in "charity-1 charity-2 charity-3" else "wider network"
        for one in core.table.index
    ]
    told = eco.CoreResult(
        table=core.table.assign(role=roles),
        summary=core.summary,
        settings=core.settings,
        notes=core.notes,
    )
    found = eco.find_ties(partnership, core=told).findings
    assert (
        "Of the 5 organisations on the steering group, 3 are in the core by ties: Ash, Birch and "
        "Cedar."
    ) in found
    assert "No academic, commercial or statutory organisation is in the core by ties." in found
    assert (
        "The tie of Ash and Borough Council is the only one on record between 6 organisations and "
        "2 others."
    ) in found
