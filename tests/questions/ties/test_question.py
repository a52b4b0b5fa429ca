import numpy as np
import pandas as pd
import pytest
from small_answer import make_answer

import ecosystem as eco


def make_core(e, roles):
    """Return an answer that says these roles; all others are wider network."""
    core = eco.find_core(e)
    table = core.table.assign(role=[roles.get(one, "wider network") for one in core.table.index])
    return eco.CoreResult(
        table=table, summary=core.summary, settings=core.settings, notes=core.notes
    )


def test_ties_within_and_beyond_sectors(comfort):
    """See `comfort`. Were a-x within, the index -2/3 would be below all five ways: it is open."""
    ties = eco.find_ties(comfort)
    row = ties.table.loc["voluntary"]
    assert row[["organisations", "internal", "external", "not_known"]].tolist() == [4, 4, 1, 1]
    assert row[["ei_index", "ei_index_low", "ei_index_high"]].tolist() == pytest.approx(
        [-0.6, -2 / 3, -1 / 3]
    )
    assert ties.summary["expected"] == pytest.approx(-0.2, abs=0.06)
    assert ties.summary["p_value"] == pytest.approx(0.2, abs=0.06)
    assert ties.table.loc["statutory", "ei_index"] == 1
    assert ties.table.loc["faith", "status"] == "no ties"
    assert ties.headline == (
        "Whether ties stay within sectors hangs on ends that are not known: 4 of 5 ties of which "
        "both ends are known (of 6) are between organisations of one sector (E-I index -0.60; by "
        f"chance {ties.summary['expected']:+.2f})."
    )


def test_what_is_said_of_each_group(comfort):
    ties = eco.find_ties(comfort)
    expected = ties.table.loc["voluntary", "expected"]
    assert ties.explain("voluntary") == (
        "Of 5 ties of voluntary organisations, 4 are among themselves (E-I index -0.60; by chance "
        f"{expected:+.2f}), not counting 1 tie to organisations of which that is not recorded: "
        "whether that is more than chance hangs on those."
    )
    assert ties.explain("faith") == "No faith organisation has a tie on record."
    assert ties.explain("statutory") == (
        "Only one statutory organisation is on record: its 1 tie can only go beyond."
    )
    with pytest.raises(ValueError, match="'voluntry' is not in this answer"):
        ties.explain("voluntry")


def test_go_betweens_and_what_only_one_holds_together(comfort):
    """c: a-d and b-d, each both ways: 4 as coordinator. d: c to s and back. a: x has no sector."""
    ties = eco.find_ties(comfort)
    brokers = ties.brokers
    roles = ["coordinator", "itinerant", "gatekeeper", "representative", "liaison", "total"]
    assert brokers.loc["c", roles].tolist() == [4, 0, 0, 0, 0, 4]
    assert brokers.loc["d", roles].tolist() == [0, 0, 1, 1, 0, 2]
    assert brokers.loc["a", [*roles, "not_known"]].tolist() == [0, 0, 0, 0, 0, 4, 4]
    assert brokers["pairs"].tolist() == [2, 0, 2, 1, 0, 0, 0]
    assert brokers["is_only_link"].tolist() == [True, False, True, True, False, False, False]
    first = ties.bridges.iloc[0]
    assert first[["name_a", "name_b", "organisations_a", "organisations_b"]].tolist() == [
        "Cedar",
        "Dogwood",
        4,
        2,
    ]
    link, *brokers = ties.findings[-4:]
    assert link == (
        "The tie of Cedar and Dogwood is the one way on record from 4 organisations to 2 others."
    )
    start, pairs = (
        "is the go-between of",
        "pairs of organisations with no tie of their own on record",
    )
    end = "without it some have no way to one another."
    across = "0 of them are across three different sectors"
    one_pair = "1 pair of organisations with no tie of its own on record"
    assert brokers == [
        f"Ash {start} 2 {pairs}; {end}",
        f"Cedar {start} 2 {pairs}; {across}; {end}",
        f"Dogwood {start} {one_pair}; {across}; {end}",
    ]


def test_a_steering_group_beside_the_core(comfort):
    """a, c and the council steer (x observes); of these a and c are in the core by ties."""
    core = make_core(comfort, {"a": "core", "b": "core", "c": "core", "s": "uncertain"})
    ties = eco.find_ties(comfort, core=core)
    assert ties.steering["organisation_id"].tolist() == ["a", "c", "s"]
    assert ties.steering["ties_to_steering"].tolist() == [1, 1, 0]
    assert ties.findings[0] == (
        "Of the 3 organisations on Steering group, 2 are in the core by ties: Ash and Cedar; of 1 "
        "the ties do not tell."
    )


def test_a_sector_is_missing_only_where_nobody_may_be_of_it(comfort):
    """The council may be in the core, so statutory is open; faith has one, and not there.

    Advice: nobody is recorded to run it, so it has no circle. Food: a and the council run it.
    """
    core = make_core(comfort, {"a": "core", "b": "core", "c": "core", "s": "uncertain"})
    missing = eco.find_ties(comfort, core=core).missing
    assert missing[["circle", "group", "status"]].to_numpy().tolist() == [
        ["core", "faith", "missing"],
        ["core", "statutory", "not known"],
        ["food", "faith", "missing"],
    ]
    # Once Xanthe is in the core, which has no sector on record, faith may be there.
    core = make_core(comfort, {"a": "core", "x": "core"})
    missing = eco.find_ties(comfort, core=core).missing
    assert set(missing.loc[missing["circle"] == "core", "status"]) == {"not known"}


def test_areas_and_types_of_service(comfort):
    """Birmingham: a, b, c with 3 ties within and c-d beyond; Coventry: d-s within.

    Food: a and s run it, and are not tied to each other; of no other the services are recorded.
    """
    areas = eco.find_ties(comfort, by="area")
    assert areas.table["internal"].tolist() == [3, 1]
    assert areas.table["external"].tolist() == [1, 1]
    assert areas.explain("E08000025").startswith("Of 4 ties of organisations based in Birmingham")
    kinds = eco.find_ties(comfort, by="service type")
    assert kinds.table["organisations"].tolist() == [2]
    assert kinds.headline == (
        "Whether ties stay within types of service cannot be told: of no tie is the service type "
        "of both ends on record."
    )
    assert kinds.explain("food").startswith("Organisations that run food have 4 ties to")


def test_one_sector_alone_has_nobody_else_to_talk_to(comfort):
    alone = comfort.without("s").without("x").without("z")
    ties = eco.find_ties(alone)
    assert ties.headline == (
        "4 of 4 ties are between organisations of one sector: no other is among those with ties."
    )
    assert np.isnan(ties.summary["p_value"])
    assert ties.table["status"].tolist() == ["as by chance"]


def test_without_ties_nothing_is_claimed(comfort):
    ties = eco.find_ties(comfort.replace(relationships=comfort.relationships.iloc[:0]))
    assert ties.headline == "No tie between two organisations is on record."
    assert ties.findings == ("No faith organisation has to do with food.",)
    assert set(ties.table["status"]) == {"no ties"}
    assert ties.brokers["pairs"].sum() == 0
    assert ties.explain_broker("a") == "Ash has no tie on record."


def test_whose_sector_is_not_known_is_asked(comfort):
    ties = eco.find_ties(comfort)
    assert ties.to_ask[["table", "id", "column"]].to_numpy().tolist() == [
        ["organisations", "x", "sector"]
    ]
    assert any(note.startswith("The sector of 1 of 6 organisations") for note in ties.notes)


def test_funding_is_no_talk(comfort):
    funds = pd.DataFrame({"from_id": ["z"], "to_id": ["b"], "kind": ["funds"]})
    e = comfort.replace(relationships=pd.concat([comfort.relationships, funds]))
    ties = eco.find_ties(e)
    assert ties.summary["ties"] == 6
    assert any(note.startswith("1 tie of funding is left out") for note in ties.notes)
    assert eco.find_ties(e, kinds=["funds"]).summary["ties"] == 1


def test_what_is_planted_is_found():
    """Twelve of two sectors, all tied within: no draw of 999 comes near."""
    ids = [f"{sector}{one}" for sector in "vs" for one in range(6)]
    ties = [(one, other) for one in ids for other in ids if one < other and one[0] == other[0]]
    e = eco.Ecosystem(
        organisations=pd.DataFrame(
            {"organisation_id": ids, "name": ids, "sector": ["voluntary"] * 6 + ["statutory"] * 6}
        ),
        relationships=pd.DataFrame(ties, columns=["from_id", "to_id"]).assign(kind="works with"),
    )
    found = eco.find_ties(e)
    assert found.summary["status"] == "inward"
    assert found.summary["p_value"] < 0.02
    assert found.headline.startswith("Ties stay within sectors more than chance would have it: 30")
    assert found.findings[0].endswith("more than chance would have it.")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"by": "sectr"}, "Did you mean 'sector'"),
        ({"permutations": 0}, "permutations 0"),
        ({"kinds": "referral"}, r"\['referral'\]"),
        ({"core": make_answer()}, "core is no answer about these"),
    ],
)
def test_a_wrong_option_is_refused_in_words(comfort, options, words):
    with pytest.raises(ValueError, match=words):
        eco.find_ties(comfort, **options)


def test_a_closed_organisation_is_in_no_group(comfort):
    organisations = comfort.organisations
    closed = organisations.assign(
        status=["closed" if one == "z" else None for one in organisations["organisation_id"]]
    )
    assert list(eco.find_ties(comfort.replace(organisations=closed)).table.index) == [
        "statutory",
        "voluntary",
    ]


def test_what_is_said_of_a_group_known_to_talk_to_nobody_known(comfort):
    """Xanthe alone is tied to Dogwood: of no tie both sectors are known."""
    e = comfort.replace(
        relationships=pd.DataFrame({"from_id": ["x"], "to_id": ["d"], "kind": ["trusts"]})
    )
    ties = eco.find_ties(e)
    assert ties.headline.startswith("Whether ties stay within sectors cannot be told: of no tie")
    assert ties.explain("voluntary").endswith("that is not recorded, and no other.")
    assert ties.explain_broker("d") == "Dogwood is tied to one organisation alone."
    assert eco.find_ties(comfort).explain_broker("b") == (
        "All that Birch is tied to are tied to one another."
    )


def test_silence_is_said_where_some_told_their_ties(comfort):
    told = comfort.organisations.assign(answered=[True, *[None] * 6])
    notes = eco.find_ties(comfort.replace(organisations=told)).notes
    assert any(note.startswith("6 organisations of 7 have not, or not for") for note in notes)


def test_a_type_of_service_keeps_its_capitals(comfort):
    """ "English classes", written in two ways, is one type, and a language has a capital."""
    types = ["english classes", "English classes", "advice"]
    e = comfort.replace(services=comfort.services.assign(service_type=types))
    assert eco.find_ties(e, by="service type").table["name"].tolist() == ["English classes"]
    missing = eco.find_ties(e, by="sector").missing
    assert missing["circle"].unique().tolist() == ["English classes"]
