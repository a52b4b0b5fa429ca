"""Who reported its ties, and what silence is not."""

from itertools import combinations

import pandas as pd
from core_networks import make_ecosystem

import ecosystem as eco
from ecosystem import Ecosystem


def test_who_did_not_report_is_not_read_as_having_no_ties():
    """a and b report, d is only named by others, e by nobody.

    c gives a row without saying who did: whether it reported is not known.
    """
    ties = [("a", "b"), ("a", "d"), ("b", "d"), ("c", "a")]
    core = eco.find_core(make_ecosystem(ties, also="e", reported_by=["a", "a", "b", None]))
    assert core.table["reported"].tolist() == [True, True, pd.NA, False, False]
    assert core.summary["not_reported"] == 2
    assert any(
        "2 organisations of 5 have not said whom they are tied to" in note for note in core.notes
    )
    assert core.explain("e") == (
        "Organisation e did not answer and nobody else names it, so it is not known if it has ties."
    )
    # Of c it is not recorded whether it answered.
    assert core.headline.startswith("By the answers of 2 or more of 5 organisations, no core was")
    unsaid = eco.find_core(make_ecosystem(ties))
    assert unsaid.table["reported"].isna().all()
    assert any("do not say who told of its ties" in note for note in unsaid.notes)


def test_who_did_not_report_is_not_pulled_out_of_the_core():
    """Five all tied to one another, F tied to three of them, each of 20 others to three of the six.

    F and 14 of the others did not report, so F's ties to these are not in the data: the 3 to the
    core and 3 to others that are left look like few, if silence is read as "no".
    """
    others = [f"o{place:02}" for place in range(20)]
    quiet = {"F", *others[6:]}
    ties = [*combinations("ABCDE", 2), ("A", "F"), ("B", "F"), ("C", "F")]
    ties += [("ABCDEF"[(place + step) % 6], one) for place, one in enumerate(others)
             for step in (0, 1, 3)]  # fmt: skip
    said = [(one, other) for one, other in ties if not {one, other} <= quiet]
    by = [one if other in quiet else other for one, other in said]
    masked = eco.find_core(make_ecosystem(said, reported_by=by), seed=1)
    read_as_none = eco.find_core(make_ecosystem(said), seed=1)
    assert masked.table.index[~masked.table["reported"].fillna(value=True)].tolist() == sorted(
        quiet
    )
    assert masked.table.loc["F", "role"] == "core"
    assert read_as_none.table.loc["F", "role"] == "wider network"
    assert masked.explain("F") == (
        "Organisation F did not answer; by what others say it is in the core, which may change "
        "when it does: it is known to be tied to 3 of the 5 other core organisations and to 3 of "
        "the 20 in the wider network."
    )
    assert "what others say" not in masked.explain("A")
    assert masked.headline == (
        "By the answers of 11 of 26 organisations, the core is 6: Organisation A, Organisation B, "
        "Organisation C, Organisation D, Organisation E and Organisation F; 1 of these did not "
        "answer; 20 are in the wider network."
    )
    assert masked.summary[["answered", "not_reported", "core_not_reported"]].tolist() == [11, 15, 1]
    assert "Organisation F is in the core by what others say alone." in masked.notes


def test_a_relationship_both_ways_without_a_reporter_may_come_from_both():
    ties = [("a", "b"), ("c", "d"), ("e", "f")]
    e = make_ecosystem(
        ties, direction=["both ways", "one way", None], reported_by=[None, None, "a"]
    )
    reported = eco.find_core(e).table["reported"]
    assert reported.isna().tolist() == [False, True, True, False, False, False]
    assert reported.fillna(value=True).tolist() == [True, True, True, False, False, False]


def test_only_the_kinds_asked_for_count_as_ties_and_as_reports():
    """a-b-c work together, c funds d and says so, a sends people to e and says so."""
    relationships = pd.DataFrame(
        [("a", "b", "works with", "a"), ("b", "c", "works with", "b"), ("c", "d", "funds", "c")],
        columns=["from_id", "to_id", "kind", "reported_by"],
    )
    ids = list("abcde")
    e = Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ids, "name": ids}),
        relationships=relationships,
        referrals=pd.DataFrame({"from_id": ["a"], "to_id": ["e"], "reported_by": ["e"]}),
    )
    everything = eco.find_core(e, kinds=["referral", "works with", "funds"]).table
    assert everything["ties_total"].tolist() == [2, 2, 2, 1, 1]
    assert everything["reported"].tolist() == [True, True, True, False, True]
    default = eco.find_core(e)
    assert default.table["ties_total"].tolist() == [2, 2, 1, 0, 1]
    assert default.settings["kinds"] == ["referral", "works with"]
    assert default.table["has_ties_left_out"].tolist() == [False, False, True, True, False]
    assert "no known tie of the kinds that are counted here" in default.explain("d")
    works = eco.find_core(e, kinds=["works with"])
    assert works.table["ties_total"].tolist() == [1, 2, 1, 0, 0]
    assert works.table["reported"].tolist() == [True, True, False, False, False]
    assert works.settings["kinds"] == ["works with"]
    referred = eco.find_core(e, kinds=["referral", "funds"]).table
    assert referred["ties_total"].tolist() == [1, 0, 1, 1, 1]
    assert referred["reported"].tolist() == [False, False, True, False, True]
