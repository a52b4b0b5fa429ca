"""The lines of docs/from-networkx.md: they run, and give what the page says."""

import json
import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

import ecosystem as eco

PAGE = (Path(__file__).parent.parent / "docs" / "from-networkx.md").read_text(encoding="utf-8")
BLOCKS = re.findall(
    r"(<!-- recipe -->\n)?```python\n(.*?)```\n\n([^#]*?)(?:\n\n|\Z)", PAGE, re.DOTALL
)
CLASSICS = [(code, said) for mark, code, said in BLOCKS if not mark]
RECIPE = next(code for mark, code, _ in BLOCKS if mark)
CODES = {"E08000025": 1.0, "E08000026": 2.0, "E99999999": 3.0}


@pytest.mark.parametrize(("code", "said"), CLASSICS)
def test_a_classic_network_takes_five_lines(code, said, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    held = {}
    exec(code, held)  # noqa: S102 - what the page says is what is tested
    assert len(code.strip().splitlines()) - code.count("\n\n") <= 5
    assert held["core"].headline == " ".join(said.split())
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".html", ".svg"]


def test_there_are_three_classics():
    assert len(CLASSICS) == 3


def read_shapes(path):
    """What geopandas does, for where it is not installed: a frame of properties."""
    features = json.loads(Path(path).read_text(encoding="utf-8"))["features"]
    return pd.DataFrame(
        [feature["properties"] | {"geometry": feature["geometry"]} for feature in features]
    )


def test_the_recipe_for_geopandas_joins_what_is_there(tmp_path, monkeypatch, capsys, west_midlands):
    """Two areas of the sample and one that is none; the other areas have no shape."""
    shapes = [
        {
            "type": "Feature",
            "properties": {"area_code": code, "name": "as the map has it"},
            "geometry": {"type": "Point", "coordinates": [west, 52.0]},
        }
        for code, west in CODES.items()
    ]
    collection = {"type": "FeatureCollection", "features": shapes}
    (tmp_path / "areas.geojson").write_text(json.dumps(collection), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    try:
        import geopandas  # noqa: F401 - the real one, where it is installed
    except ImportError:
        monkeypatch.setitem(sys.modules, "geopandas", SimpleNamespace(read_file=read_shapes))
    held = {"eco": eco, "e": west_midlands}
    exec(RECIPE, held)  # noqa: S102 - as above
    gaps, drawn = held["gaps"].table, held["drawn"]
    assert list(drawn.index) == list(CODES)
    known = list(CODES)[:2]
    assert drawn.loc[known, "demand"].tolist() == gaps.loc[known, "demand"].tolist()
    assert drawn.loc[known, "name"].tolist() == gaps.loc[known, "name"].tolist()
    assert drawn.loc["E99999999", ["coverage", "demand"]].isna().all()
    assert capsys.readouterr().out.startswith("no shape for E")
