"""West Midlands: train where legal aid is short, and see what has changed two years on.

The samples `west-midlands` and `west-midlands-after` are counted here with pandas, from the files.
"""

from pathlib import Path

import pandas as pd
import pytest

import ecosystem as eco

SAMPLES = Path(__file__).parents[2] / "data" / "sample"
ADVICE = "immigration advice"
TRAINED_IN = {"E06000021": "Stoke-on-Trent", "E08000026": "Coventry"}


@pytest.fixture(scope="module")
def before(west_midlands):
    return west_midlands


@pytest.fixture(scope="module")
def after():
    return eco.read_sample("west-midlands-after")


def read(sample, table):
    return pd.read_csv(SAMPLES / sample / f"{table}.csv", dtype=str, keep_default_na=False)


def ask(e):
    return eco.find_gaps(e, ADVICE, level=2)


def test_a_training_closes_the_gaps_in_stoke_and_coventry(before, after):
    """Stoke: at level 2 and above 130 and 110 for 1,281 people, and 400, 180 and 90 more once
    trained; Coventry: 180 and 90 for 2,017, then 700 and 300 more. Half of the need is the limit.
    """
    gaps = eco.find_changes(ask(before), ask(after))
    assert gaps.headline == "Immigration advice at level 2 or above: 2 gaps closed."
    assert set(TRAINED_IN.values()) == set(gaps.table["name"])
    old, new = (read(name, "services") for name in ("west-midlands", "west-midlands-after"))
    levels = new.set_index("service_id")["level"].reindex(old["service_id"]).to_numpy()
    trained = old.loc[old["level"] != levels, ["service_id", "level", "capacity"]]
    assert set(trained["level"]) == {"1"}
    assert sorted(trained["capacity"].astype(int)) == [90, 180, 300, 400, 700]
    said = eco.find_changes(before, after).findings
    assert sum(one.endswith(": level was 1, and is 2.") for one in said) == len(trained)


def test_the_same_training_tried_out_before_it_is_paid_for(before, after):
    """The three services of Stoke, raised in a copy, close its gap as the second snapshot has."""
    stoke = "E06000021"
    tried = before
    for one in ("potteries-newcomers-network", "bottle-kiln-welcome", "six-towns-women-together"):
        tried = tried.with_level(one, ADVICE, 2)
    assert ask(before).table.loc[stoke, "is_gap"]
    assert not ask(tried).table.loc[stoke, "is_gap"]
    # Longton Hall's appeals project, new since then, has 60 more.
    provision = [ask(e).table.loc[stoke, "provision"] for e in (tried, after)]
    assert provision[1] - provision[0] == pytest.approx(60)


def test_a_level_that_nobody_recorded_is_no_training(before, after):
    """Were the levels not recorded before, the gaps may have been none, and nobody was trained."""
    services = before.services
    is_advice = services["service_type"] == ADVICE
    unknown = before.replace(services=services.assign(level=services["level"].mask(is_advice)))
    assert eco.find_changes(ask(unknown), ask(after)).table.empty
    maps = eco.find_changes(unknown, after)
    assert not [one for one in maps.findings if "level was" in one]
    assert "level" in set(maps.not_sure["field"])


def test_referral_pathways_have_been_strengthened(before, after):
    """Closed loops: the people on links of which it says so, over those of which it is known."""
    paths = eco.find_changes(eco.find_pathways(before), eco.find_pathways(after))
    row = paths.rates.loc["closed loops"]
    shares = []
    for name in ("west-midlands", "west-midlands-after"):
        links = read(name, "referrals").query("sent != '' and feedback != ''")
        people = links["sent"].astype(int)
        shares.append(people[links["feedback"] == "yes"].sum() / people.sum())
    assert row[["before", "after"]].tolist() == pytest.approx(shares)
    assert row["status"] == "rose"
    # More by those who took part both times than by who takes part.
    assert row["within"] > 10 * row["mix"] > 0
    # New partners are named, and routes on which word is sent back.
    said = eco.find_changes(before, after).findings
    for one in ("Hanley Deep Newcomers", "Far Gosford Welcome Table", "Longton Hall Legal Friends"):
        assert f"{one} is running now, and was not listed before." in said
    assert sum("whether the sender hears back was no, and is yes" in one for one in said) == 30
