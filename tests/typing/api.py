"""What a type checker sees of the public functions: checked by mypy, never run."""

from pathlib import Path
from typing import Any, assert_type

import igraph
import networkx as nx
import pandas as pd
from scipy import sparse

import ecosystem as eco
from ecosystem.pages import Page


def see_types() -> None:
    """Every call a user makes; nothing calls this."""
    e = eco.read("my-sector.xlsx")
    assert_type(e, eco.Ecosystem)
    assert_type(eco.read_sample("west-midlands"), eco.Ecosystem)
    assert_type(eco.check(Path("my-sector")), pd.DataFrame)
    assert_type(eco.read(nx.karate_club_graph()), eco.Ecosystem)
    assert_type(eco.read({"organisations": pd.DataFrame()}), eco.Ecosystem)
    assert_type(eco.read(b"", name="sector.xlsx"), eco.Ecosystem)
    assert_type(eco.to_networkx(e, bipartite=True), "nx.Graph[str]")
    assert_type(e.organisations, pd.DataFrame)
    assert_type(e.without("a"), eco.Ecosystem)
    assert_type(e.select(areas=["E08000026"], visibility="partners"), eco.Ecosystem)
    assert_type(e.with_service({"service_id": "s"}, organisations=["a"]), eco.Ecosystem)

    hashed = eco.hash_contacts("our-list.xlsx", key="ABCD-EFGH-JKLM-NPQR-STUV")
    assert_type(hashed, pd.DataFrame)
    assert_type(eco.find_contact_overlap({"a": hashed, "b": "b.csv"}), eco.ContactOverlapResult)

    core = eco.find_core(e)
    assert_type(core, eco.CoreResult)
    assert_type(core.table, pd.DataFrame)
    assert_type(core.headline, str)
    assert_type(core.explain("a"), str)
    assert_type(core.notes, tuple[str, ...])
    assert_type(core.to_dict(), dict[str, object])
    assert_type(eco.find_duplication(e), eco.DuplicationResult)
    assert_type(eco.find_gaps(e, "immigration advice", level=2), eco.GapsResult)
    assert_type(eco.find_placements(e, "immigration advice"), eco.PlacementsResult)
    assert_type(eco.find_matches(e), eco.MatchesResult)
    assert_type(eco.find_pathways(e), eco.PathwaysResult)
    assert_type(eco.find_closures(e), eco.ClosuresResult)
    assert_type(eco.find_focus(e, capacity={"a": 2}), eco.FocusResult)
    assert_type(eco.find_focus(e).reviews, pd.DataFrame)
    assert_type(eco.find_value(e, pd.DataFrame(), months=9), eco.ValueResult)
    assert_type(eco.find_factors(e), eco.FactorsResult)
    assert_type(
        eco.find_representation(e, begins_in="steering", start="2024-03-05", term_years=1),
        eco.RepresentationResult,
    )
    assert_type(e.with_level("a", "immigration advice", 2), eco.Ecosystem)
    assert_type(eco.find_changes(e, e.without("a")), eco.ChangesResult)
    assert_type(eco.find_changes(core, core), eco.ChangesResult)
    assert_type(eco.find_ties(e, by="area", core=core), eco.TiesResult)
    assert_type(eco.__version__, str)

    assert_type(eco.draw_network(e, core, "network.html"), Page)
    assert_type(eco.draw_places(e, eco.find_gaps(e, "food"), "places.html"), Page)
    assert_type(eco.write_report(e, "away-day.html"), Page)
    assert_type(eco.write_directory(e).html, str)
    assert_type(eco.draw_network(e, core).save("figure.svg").path, Path | None)
    assert_type(eco.write_result(core, "core.csv"), Path)
    assert_type(eco.write_tables(e, "tables.xlsx"), Path)
    assert_type(eco.write_template("my-sector.xlsx"), Path)

    assert_type(eco.to_networkx(e), nx.MultiDiGraph[str])
    assert_type(eco.to_sparse(e), sparse.csr_array[Any, tuple[int, int]])
    assert_type(eco.to_igraph(e), igraph.Graph)


def see_pages(e: eco.Ecosystem) -> None:
    """What is written for each organisation is a folder."""
    assert_type(eco.write_profiles(e, "profiles"), Path)
