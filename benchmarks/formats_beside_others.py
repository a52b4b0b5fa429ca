"""What each format, and each program that writes and reads it, keeps of a table of ties.

    python benchmarks/formats_beside_others.py

Ten organisations, of which two have one name and one has no tie, and twelve ties: three referrals
of one pair in three years, two grants of one pair, two ties that go both ways, and two whose number
is not known. Each program builds its graph from the same two frames, as its manual shows, writes it
and reads it back; then each reads what the other wrote. Counted is what came back.
"""

from __future__ import annotations

import tempfile
import warnings
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import igraph
import networkx as nx
import pandas as pd

import ecosystem as eco

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

NAMES = {
    "a": "Ash House",
    "b": "Birch Advice",
    "c": "Cedar Fund",
    "d": "Hope",
    "e": "Hope",
    "f": "Caf\u00e9 \u00c9lan, Leeds",
    "g": 'The "Well"',
    "h": "Holly & Sons",
    "i": "Ivy",
    "j": "Juniper",
}
NUMBERS = ("sent", "amount", "strength")
COLUMNS = ("from_id", "to_id", "kind", "direction", "period", "start", *NUMBERS)
TIES = (
    ("a", "b", "referral", "one way", "2023", None, 5, None, None),
    ("a", "b", "referral", "one way", "2024", None, 7, None, None),
    ("a", "b", "referral", "one way", "2025", None, 30, None, None),
    ("b", "a", "referral", "one way", "2025", None, 9, None, None),
    ("f", "g", "referral", "one way", "2025", None, 12, None, None),
    ("e", "f", "referral", "one way", None, None, None, None, None),
    ("c", "a", "funds", "one way", None, "2024-04-01", None, 1000, None),
    ("c", "a", "funds", "one way", None, "2025-04-01", None, 2500, None),
    ("a", "d", "trusts", "both ways", None, None, None, None, 4),
    ("d", "e", "trusts", "one way", None, None, None, None, None),
    ("g", "h", "meets", "both ways", None, None, None, None, 2),
    ("h", "i", "meets", "one way", None, None, None, None, 3),
)


class Kept(NamedTuple):
    """What came back: what may be a name of each organisation, and all that is said of each tie."""

    names: list[set[str]]
    ties: list[dict[str, Any]]


def make_frames() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the ten organisations and the twelve ties."""
    organisations = pd.DataFrame({"id": list(NAMES), "name": list(NAMES.values())})
    return organisations, pd.DataFrame(TIES, columns=COLUMNS)


def make_ecosystem() -> eco.Ecosystem:
    """Return the same as tables of ours."""
    organisations, ties = make_frames()
    is_referral = ties["kind"] == "referral"
    return eco.Ecosystem(
        organisations=organisations.rename(columns={"id": "organisation_id"}),
        referrals=ties.loc[is_referral, ["from_id", "to_id", "period", "sent"]],
        relationships=ties.loc[~is_referral].drop(columns=["sent", "period"]),
    )


def make_networkx() -> nx.MultiDiGraph[str]:
    """Return the frames as networkx takes them: from_pandas_edgelist, and a name for each node."""
    organisations, ties = make_frames()
    graph = nx.from_pandas_edgelist(
        ties, "from_id", "to_id", edge_attr=list(COLUMNS[2:]), create_using=nx.MultiDiGraph
    )
    graph.add_nodes_from(organisations["id"])
    nx.set_node_attributes(graph, NAMES, "name")
    return graph


def make_bare_networkx() -> nx.MultiDiGraph[str]:
    """Return the same without the attributes that are not known, which some writers refuse."""
    graph = make_networkx()
    for _, _, data in graph.edges(data=True):
        for name in [name for name, value in data.items() if is_empty(value)]:
            del data[name]
    return graph


def make_igraph() -> igraph.Graph:
    """Return the frames as igraph takes them: Graph.DataFrame with vertices by name."""
    organisations, ties = make_frames()
    vertices = organisations.rename(columns={"name": "label", "id": "name"})
    return igraph.Graph.DataFrame(ties, directed=True, vertices=vertices, use_vids=False)


def is_empty(value: object) -> bool:
    """Tell whether a value says nothing: absent, NaN or an empty text."""
    return value is None or value == "" or bool(pd.isna(value))


def take_networkx(graph: nx.Graph[Any]) -> Kept:
    """Return what a graph of networkx holds."""
    names = [{str(node), *map(str, data.values())} for node, data in graph.nodes(data=True)]
    return Kept(names, [dict(data) for _, _, data in graph.edges(data=True)])


def take_igraph(graph: igraph.Graph) -> Kept:
    """Return what a graph of igraph holds."""
    names = [{*map(str, vertex.attributes().values())} for vertex in graph.vs]
    return Kept(names, [edge.attributes() for edge in graph.es])


def take_ecosystem(e: eco.Ecosystem) -> Kept:
    """Return what our tables hold; `weight` is the number of a format that has only one."""
    referrals = e.referrals.assign(kind="referral", direction="one way")
    ties = [row for frame in (referrals, e.relationships) for row in frame.to_dict("records")]
    return Kept([{str(name)} for name in e.organisations["name"]], ties)


def take_frame(frame: pd.DataFrame) -> Kept:
    """Return what a frame of ties holds: its ends are all the names there are."""
    ends = {*frame.iloc[:, 0].astype(str), *frame.iloc[:, 1].astype(str)}
    return Kept([{end} for end in sorted(ends)], frame.to_dict("records"))


def add_up(kept: Kept, column: str) -> float:
    """Return the sum of a column over the ties; a text that is a number counts."""
    values = [tie.get(column) for tie in kept.ties]
    return sum(float(value) for value in values if not is_empty(value))


def measure(kept: Kept) -> list[str]:
    """Return the cells of a row: how much is there of what was in the table."""
    left = list(kept.names)
    found = 0
    for name in NAMES.values():
        # Where one name is there twice, its id behind it tells the two apart.
        match = next(
            (
                words
                for words in left
                if any(word in {name, f"{name} (d)", f"{name} (e)"} for word in words)
            ),
            None,
        )
        if match is not None:
            left.remove(match)
            found += 1
    filled = sum(
        any(not is_empty(tie.get(name)) for name in (*NUMBERS, "weight")) for tie in kept.ties
    )
    both = sum(tie.get("direction") == "both ways" for tie in kept.ties)
    one_number = add_up(kept, "weight")
    sums = [add_up(kept, name) for name in ("sent", "amount")]
    numbers = (
        f"{sums[0]:g}, {sums[1]:g}" if any(sums) or not one_number else f"{one_number:g} in all"
    )
    when = sum(
        any(not is_empty(tie.get(name)) for name in ("period", "start")) for tie in kept.ties
    )
    counts = [len(kept.names), found, len(kept.ties)]
    return [*map(str, counts), numbers, *map(str, (filled, when, both))]


def write_ours(form: str) -> Callable[[Path], object]:
    """Return what writes our tables in a format."""

    def write(path: Path) -> object:
        return eco.write_tables(make_ecosystem(), path, format=form, visibility="private")  # type: ignore[arg-type]

    return write


def read_ours(path: Path) -> Kept:
    """Return what our reader makes of a file."""
    return take_ecosystem(eco.read(path))


def write_frame(path: Path) -> object:
    """Write the ties as pandas does."""
    make_frames()[1].to_csv(path, index=False)
    return path


def write_matrix(path: Path) -> object:
    """Write people sent as a matrix, as pandas and networkx make one."""
    nx.to_pandas_adjacency(make_bare_networkx(), weight="sent", nonedge=0).to_csv(path)
    return path


def read_matrix(path: Path) -> Kept:
    """Return what networkx makes of a matrix that pandas read."""
    frame = pd.read_csv(path, index_col=0)
    return take_networkx(nx.from_pandas_adjacency(frame, create_using=nx.DiGraph))


Case = tuple[str, str, "Callable[[Path], object]", str, "Callable[[Path], Kept]"]


def list_cases() -> Iterable[Case]:
    """Yield file name, who writes it, how, who reads it, and how."""
    networkx, igraph_ = f"networkx {version('networkx')}", f"igraph {version('igraph')}"
    pandas = f"pandas {version('pandas')}"
    read_by_networkx = {
        "map.graphml": nx.read_graphml,
        "map.gexf": nx.read_gexf,
        "map.gml": nx.read_gml,
        "map.net": nx.read_pajek,
    }
    write_by_networkx = {
        "map.graphml": (make_networkx, nx.write_graphml),
        "map.gexf": (make_networkx, nx.write_gexf),
        "map.gml": (make_bare_networkx, nx.write_gml),
        "map.net": (make_bare_networkx, nx.write_pajek),
    }
    write_by_igraph = {
        "map.graphml": "write_graphml",
        "map.gml": "write_gml",
        "map.net": "write_pajek",
    }
    for name, form in (
        ("map.graphml", "graphml"),
        ("map.gexf", "gexf"),
        ("map.gml", "gml"),
        ("map.net", "pajek"),
    ):
        make, write = write_by_networkx[name]
        writers: dict[str, Callable[[Path], object]] = {
            networkx: lambda path, make=make, write=write: write(make(), path)
        }
        readers: dict[str, Callable[[Path], Kept]] = {
            networkx: lambda path, read=read_by_networkx[name]: take_networkx(read(path))
        }
        if name in write_by_igraph:
            method = write_by_igraph[name]
            writers[igraph_] = lambda path, method=method: getattr(make_igraph(), method)(str(path))
            readers[igraph_] = lambda path: take_igraph(igraph.Graph.Read(str(path)))
        writers["ours"], readers["ours"] = write_ours(form), read_ours
        for writer, how in writers.items():
            for reader, take in readers.items():
                yield name, writer, how, reader, take
    yield "ties.csv", pandas, write_frame, pandas, lambda path: take_frame(pd.read_csv(path))
    yield "ties.csv", pandas, write_frame, "ours", read_ours
    yield (
        "ties.edgelist",
        networkx,
        lambda path: nx.write_edgelist(make_bare_networkx(), path),
        networkx,
        lambda path: take_networkx(nx.read_edgelist(path, create_using=nx.MultiDiGraph)),
    )
    yield "matrix.csv", f"{networkx}, {pandas}", write_matrix, networkx, read_matrix
    yield "matrix.csv", f"{networkx}, {pandas}", write_matrix, "ours", read_ours
    yield "kumu.json", "ours", write_ours("kumu"), "ours", read_ours
    yield "kumu.xlsx", "ours", write_ours("kumu"), "ours", read_ours
    yield "tables", "ours", write_ours("tables"), "ours", read_ours


def run_case(folder: Path, case: Case) -> list[str]:
    """Return the row of a case; where a program refuses, what it says."""
    name, writer, write, reader, read = case
    path = folder / name
    step = "writing"
    try:
        write(path)
        step = "reading"
        cells = measure(read(path))
    except (nx.NetworkXError, igraph.InternalError, eco.DataError, *_REFUSALS) as error:
        said = " ".join(str(error).split())[:60]
        cells = [f"refused in {step}: {said}", *[""] * 6]
    return [name.rpartition(".")[2] or name, writer, reader, *cells]


_REFUSALS = (TypeError, ValueError, KeyError, AttributeError, UnicodeError)


def main() -> None:
    """Print the table."""
    warnings.simplefilter("ignore")
    heads = ["format", "written by", "read by", "organisations", "names", "ties"]
    heads += ["people, pounds", "with a number", "with a time", "both ways"]
    print("| " + " | ".join(heads) + " |")
    print("|---" * len(heads) + "|")
    given = Kept([{name} for name in NAMES.values()], make_frames()[1].to_dict("records"))
    print("| " + " | ".join(["the table", "", "", *measure(given)]) + " |")
    for case in list_cases():
        with tempfile.TemporaryDirectory() as folder:
            print("| " + " | ".join(run_case(Path(folder), case)) + " |")


if __name__ == "__main__":
    main()
