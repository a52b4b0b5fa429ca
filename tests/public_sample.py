"""The West Midlands as the report sees them, read from the CSV files by pandas.

Only the numbers of people from 1 to 4 come from the library's copy for the public, in which they
are one stand-in: everything else is as it stands in the files.
"""

from pathlib import Path
from types import SimpleNamespace

import pandas as pd

import ecosystem as eco

SAMPLE = Path(__file__).parents[1] / "data" / "sample" / "west-midlands"


def mask(f):
    """Put in the numbers of the public copy, which the report is made of: none is from 1 to 4.

    That these are the right ones tests/data/test_masking.py holds; how they add up is counted here.
    """
    public = eco.read_sample("west-midlands").select(visibility="public")
    link = ["from_id", "to_id", "service_type", "period", "reported_by"]
    told = ["sent", "accepted", "reached"]
    f.referrals = f.referrals.drop(columns=told).merge(public.referrals[link + told], on=link)
    needs = public.demand[["area_code", "service_type", "people"]]
    f.demand = f.demand.drop(columns="people").merge(needs, on=["area_code", "service_type"])


def read_sample():
    """Return the tables, and what several sentences rest on."""
    tables = {path.stem: pd.read_csv(path) for path in SAMPLE.glob("*.csv")}
    f = SimpleNamespace(**tables)
    mask(f)
    f.running = f.services[f.services["status"].isna()]
    reach = pd.concat([f.catchments, f.sites])[["service_id", "area_code"]].drop_duplicates()
    f.reach = reach.merge(f.running, on="service_id")
    f.need = f.demand.set_index("area_code")["people"]
    f.name = f.organisations.set_index("organisation_id")["name"]
    f.area = f.areas.set_index("area_code")["name"]
    kept = f.relationships[f.relationships["kind"] != "funds"]
    f.rows = pd.concat([f.referrals, kept])
    f.pairs = {frozenset(pair) for pair in f.rows[["from_id", "to_id"]].to_numpy().tolist()}
    f.degree = pd.Series([one for pair in f.pairs for one in pair]).value_counts()
    f.core = sorted(f.degree.index[:4])
    f.stated = f.organisations.loc[f.organisations["stated_role"] == "core", "organisation_id"]
    f.sent = f.referrals.dropna(subset=["sent"])
    return f
