"""Who is the core? `find_core` as it is asked, and what must not change its answer."""

import numpy as np
import pandas as pd
import pytest
from core_networks import make_ecosystem, make_random, plant
from hypothesis import given, settings
from hypothesis import strategies as st

import ecosystem as eco
from ecosystem import Ecosystem


def test_hand_worked_roles(wheel):
    core = eco.find_core(wheel)
    expected = ["core"] * 4 + ["wider network"] * 12 + ["not connected"]
    assert core.table["role"].tolist() == expected
    assert core.table["ties_total"].tolist() == [9] * 4 + [2] * 12 + [0]
    assert core.table["ties_to_core"].tolist() == [3] * 4 + [2] * 12 + [0]
    assert core.table["ties_to_core_needed"].tolist()[:4] == [0] * 4
    assert core.table["rank"].tolist()[:16] == [1] * 4 + [5] * 12
    assert core.table["in_borgatti_everett_core"].tolist() == [True] * 4 + [False] * 13
    assert core.summary["ties"] == 30
    assert core.summary["core_size"] == 4
    assert core.summary["correlation"] == pytest.approx(1)
    assert core.summary["method"] == "exact"
    assert core.summary["is_certified"]
    assert core.summary["is_core_found"]
    assert core.summary["density_core"] == 1
    assert core.summary["density_between"] == pytest.approx(24 / 48)
    assert core.summary["density_wider"] == 0


def test_a_star_has_no_core_and_its_rays_are_alike():
    """One in the middle is tied to nobody in the middle: a core is two or more."""
    star = [("hub", f"leaf {one:02}") for one in range(30)]
    core = eco.find_core(make_ecosystem(star))
    table = core.table
    assert core.summary["finding"] == "one in the middle"
    assert "Organisation hub is in the middle alone" in core.headline
    rays = table.drop(index="hub")
    for column in ("role", "p_core", "in_borgatti_everett_core", "rank"):
        assert rays[column].duplicated().sum() == 29


def test_sample_has_its_planted_core(west_midlands):
    core = eco.find_core(west_midlands)
    members = core.table.index[core.table["role"] == "core"]
    assert members.tolist() == [
        "canalside-welcome",
        "potteries-newcomers-network",
        "three-spires-refugee-advice",
        "wulfrun-migrant-support",
    ]


def test_methods_agree(wheel):
    exact = eco.find_core(wheel)
    drawn = eco.find_core(wheel, method="sampling")
    assert drawn.summary["method"] == "sampling"
    assert exact.table["role"].tolist() == drawn.table["role"].tolist()
    assert drawn.table["p_core"][:16].tolist() == pytest.approx(
        exact.table["p_core"][:16].tolist(), abs=0.05
    )


def test_many_organisations_are_answered_by_propagation():
    network, _ = plant(700, 40, (0.5, 0.06, 0.01), 0)
    ties = [(f"{a:03}", f"{b:03}") for a, b in zip(network.source, network.target, strict=True)]
    core = eco.find_core(make_ecosystem(ties))
    assert core.summary["method"] == "propagation"
    assert set(core.table.index[core.table["role"] == "core"]) == {f"{a:03}" for a in range(40)}


def test_an_organisation_that_closed_is_left_out(wheel):
    organisations = wheel.organisations
    closed = organisations["organisation_id"] == "D"
    e = wheel.replace(
        organisations=organisations.assign(status=np.where(closed, "closed", "active"))
    )
    core = eco.find_core(e)
    assert core.table.loc["D", "role"] == "not connected"
    assert "no longer active" in core.explain("D")
    assert core.table.loc["A", "ties_total"] == 8
    # It is not one of those asked about, nor one without a tie.
    assert core.summary["organisations"] == 16
    assert " of 16 organisations" in core.headline
    assert "1 is without a known tie" in core.headline
    # D was named as core, before it closed.
    stated = e.organisations.assign(stated_role=["core"] + [None] * 2 + ["core"] + [None] * 13)
    named = eco.find_core(e.replace(organisations=stated))
    assert named.headline.endswith("; the one named as core is in it.")


def test_counts_of_people_move_chances_but_not_the_ties(wheel):
    ties = [tuple(tie) for tie in wheel.relationships[["from_id", "to_id"]].to_numpy()]
    sent = [30 if one in "ABCD" and other in "ABCD" else 1 for one, other in ties]
    e = Ecosystem(
        organisations=wheel.organisations,
        referrals=pd.DataFrame(ties, columns=["from_id", "to_id"]).assign(sent=sent),
    )
    plain, counted = eco.find_core(e), eco.find_core(e, weight="sent")
    assert counted.table["ties_total"].tolist() == plain.table["ties_total"].tolist()
    assert counted.summary["evidence"] == plain.summary["evidence"]
    assert counted.table["p_core"]["A"] > plain.table["p_core"]["A"]
    assert counted.table["p_core"]["e"] < plain.table["p_core"]["e"]
    assert any("How often ties were counted" in note for note in counted.notes)
    unknown = eco.find_core(e.replace(referrals=e.referrals.assign(sent=np.nan)), weight="sent")
    assert unknown.table["p_core"].dropna().tolist() == pytest.approx(
        plain.table["p_core"].dropna().tolist()
    )


def test_the_expected_size_of_the_core_is_an_option(triangle):
    small = eco.find_core(triangle, size_prior=(1, 30)).table["p_core"].sum()
    large = eco.find_core(triangle, size_prior=(10, 10)).table["p_core"].sum()
    assert small < large


@given(
    size=st.integers(3, 9), share=st.floats(0.1, 0.6), seed=st.integers(0, 10_000), data=st.data()
)
@settings(max_examples=25, deadline=None)
def test_names_and_row_order_and_the_unconnected_change_nothing(size, share, seed, data):
    ties = make_random(size, share, seed)
    before = eco.find_core(make_ecosystem(ties, also=[f"{one:02}" for one in range(size)]))
    new = data.draw(st.permutations([f"name {one:02}" for one in range(size)]))
    names = {f"{one:02}": new[one] for one in range(size)}
    renamed = [(names[other], names[one]) for one, other in reversed(ties)]
    after = eco.find_core(make_ecosystem(renamed, also=[*new, "x", "y"]))
    # A group goes by the id of its first organisation, so a new name is a new word, no number.
    drop = ["name", "stated_role", "group"]
    expected = before.table.drop(columns=drop).rename(index=names).sort_index()
    found = after.table.drop(columns=drop).drop(index=["x", "y"])
    pd.testing.assert_frame_equal(expected, found, check_names=False)
    assert before.summary["p_value_random"] == pytest.approx(
        after.summary["p_value_random"], nan_ok=True
    )


@pytest.mark.parametrize("seed", [0, 1])
def test_names_and_row_order_change_nothing_in_a_search(seed):
    ties = make_random(40, 0.06, seed)
    random = np.random.default_rng(seed)
    new = [f"n{one:02}" for one in random.permutation(40)]
    renamed = [(new[int(other)], new[int(one)]) for one, other in random.permutation(ties)]
    before = eco.find_core(make_ecosystem(ties))
    after = eco.find_core(make_ecosystem(renamed, also=["x"]))
    for column in ("role", "p_core", "p_core_low", "in_borgatti_everett_core", "rank"):
        expected = before.table[column].rename(index=lambda one: new[int(one)]).sort_index()
        pd.testing.assert_series_equal(
            expected, after.table[column].drop(index="x"), check_names=False
        )
    assert before.summary["p_value_random"] == after.summary["p_value_random"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"kinds": "referral"}, "Give a list of kinds"),
        ({"kinds": ["refferal"]}, "Did you mean 'referral'"),
        ({"delta": 1.5}, "delta 1.5 is not between 0 and 1"),
        ({"weight": "strength"}, "weight 'strength' is not one of the choices"),
        ({"method": "gibbs"}, "method 'gibbs' is not one of the choices"),
        ({"size_prior": (0, 6)}, r"size_prior \(0, 6\) is not two numbers above 0"),
    ],
)
def test_wrong_options_say_what_to_do(triangle, options, words):
    with pytest.raises(ValueError, match=words):
        eco.find_core(triangle, **options)


def test_exact_is_refused_where_it_would_take_too_long(west_midlands):
    with pytest.raises(ValueError, match="'exact' takes at most 20 organisations with ties; here"):
        eco.find_core(west_midlands, method="exact")


@pytest.mark.parametrize("method", ["sampling", "propagation"])
def test_settings_repeat_the_answer(wheel, method):
    core = eco.find_core(wheel, delta=0.5, seed=3, method=method)
    options = {name: value for name, value in core.settings.items() if name != "visibility"}
    again = eco.find_core(wheel, **options)
    pd.testing.assert_frame_equal(core.table, again.table)
    assert core.settings["visibility"] == "public"
