"""The library where indices have 32 bits, and where igraph and IPython are not: in a browser."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from narrow_indices import narrow, refuse_wide

import ecosystem as eco


@pytest.mark.parametrize("wide", [np.zeros(2, dtype="q"), pd.Series([0, 1])])
def test_an_index_of_64_bits_is_told(wide):
    with pytest.raises(TypeError, match="cast"):
        refuse_wide("bincount", wide)
    refuse_wide("bincount", np.arange(2))


def test_no_index_is_64_bits_where_the_platform_has_32(tmp_path, monkeypatch):
    e = eco.read_sample("west-midlands")
    service_type = str(e.demand["service_type"].iloc[0])
    usual = eco.write_report(e).html
    narrow(monkeypatch)
    eco.write_tables(e, tmp_path / "sector.xlsx", visibility="private")
    again = eco.read(tmp_path / "sector.xlsx")
    assert again.organisations["name"].tolist() == e.organisations["name"].tolist()
    assert eco.write_report(e).html == usual
    seen = e.select(visibility="public")
    eco.draw_network(seen, eco.find_core(seen))
    eco.draw_places(seen, eco.find_gaps(seen, service_type))
    assert len(eco.find_placements(e, service_type, count=2).table)
    assert len(eco.find_matches(e, sources={"again": again}).table)
    assert len(eco.find_focus(e).table)
    assert eco.find_changes(e, e.without("arden-hosting-circle")).has_changes


def _run_without(module, code):
    """Run code in a new Python in which a module cannot be imported."""
    block = f"import sys; sys.modules[{module!r}] = None\nimport ecosystem as eco\n"
    block += "e = eco.read_sample('west-midlands').select(visibility='public')\n"
    return subprocess.run(
        [sys.executable, "-c", block + code], capture_output=True, text=True, check=False
    )


def test_places_and_the_leaflet_are_drawn_without_igraph():
    code = "gaps = eco.find_gaps(e, e.demand['service_type'].iloc[0])\n"
    code += "print(len(eco.draw_places(e, gaps).html), len(eco.write_directory(e).html))"
    done = _run_without("igraph", code)
    assert done.stderr == ""
    assert all(int(size) > 1000 for size in done.stdout.split())


def test_the_network_is_drawn_without_ipython():
    done = _run_without("IPython", "print(len(eco.draw_network(e, eco.find_core(e)).html))")
    assert done.stderr == ""
    assert int(done.stdout) > 1000
