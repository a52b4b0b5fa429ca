"""Write every answer of a checkout to a folder, to compare two states of the code byte for byte.

Run it before and after a change that must change no answer, then compare:

    python tests/same_answers.py before
    python tests/same_answers.py after
    diff -r before after

Both samples, five organisations worked by hand and ten ecosystems drawn at random answer every
question; maps, reports, leaflets and exports are written of each, for every audience. An option
that the data cannot bear is an answer too: its error is written in place of the file.
"""

import contextlib
import json
import sys
import tempfile
from pathlib import Path

import conftest
import numpy as np
import pandas as pd

import ecosystem as eco

AUDIENCES = ("public", "partners", "private")


def draw(seed):
    """Return a random ecosystem with blanks, guarded rows, groups and several kinds of ties."""
    random = np.random.default_rng(seed)
    size, areas, services = int(random.integers(4, 40)), int(random.integers(2, 15)), 0
    services = int(random.integers(3, 50))

    def choose(values, count, blank=0.25):
        drawn = np.array(values, dtype=object)[random.integers(len(values), size=count)]
        return np.where(random.random(count) < blank, None, drawn)

    def ids(prefix, count):
        return [f"{prefix}{number:02}" for number in range(count)]

    organisation, area, service = ids("org", size), ids("area", areas), ids("srv", services)
    visibility = ("public",) * 8 + ("partners", "private")
    types = ("immigration advice", "food", "ESOL")
    tables = {
        "organisations": {
            "organisation_id": organisation,
            "name": [f"Name {number} of {seed}" for number in range(size)],
            "sector": choose(("voluntary", "statutory", "faith"), size),
            "area_code": choose(area, size),
            "charity_number": choose(("1077116", "1164883", "1100000"), size, 0.7),
            "postcode": choose(("B1 1AA", "B2 2BB", "CV1 1AA"), size, 0.5),
            "status": choose(("active",) * 9 + ("closed",), size),
        },
        "services": {
            "service_id": service,
            "name": [f"Service {number}" for number in range(services)],
            "service_type": choose(types, services, 0),
            "level": choose((1.0, 2.0, 3.0), services, 0.5),
            "legal_aid": choose((True, False), services, 0.5),
            "capacity": choose((2.0, 20.0, 50.0, 120.0), services, 0.3),
            "languages": choose(("Arabic | English", "Farsi", "English"), services),
            "eligibility": choose(("refugees", "anyone", "families | women"), services),
            "accepting_referrals": choose(("yes", "waiting list", "no"), services, 0.5),
            "status": choose(("active",) * 9 + ("closed",), services),
        },
        "providers": {
            "service_id": service,
            "organisation_id": choose(organisation, services, 0),
            "role": choose(("lead", "partner", "host"), services),
        },
        "sites": {
            "service_id": service,
            "area_code": choose(area, services, 0),
            "latitude": np.where(random.random(services) < 0.5, 52 + random.random(services), None),
            "longitude": -2 + random.random(services),
            "is_confidential": choose((True, False, False, False), services),
        },
        "areas": {
            "area_code": area,
            "name": [f"Area {number}" for number in range(areas)],
            "latitude": 52 + random.random(areas),
            "longitude": -2 + random.random(areas),
            "population": random.integers(1000, 90000, areas),
        },
        "about": {"title": [f"Drawn {seed}"], "snapshot_date": ["2024-06-30"]},
    }
    frames = {name: pd.DataFrame(columns) for name, columns in tables.items()}
    frames["sites"] = frames["sites"].sample(frac=0.7, random_state=seed)
    pairs = (
        pd.MultiIndex.from_product([service, area])
        .to_frame(index=False)
        .set_axis(["service_id", "area_code"], axis=1)
    )
    frames["catchments"] = pairs.sample(frac=0.2, random_state=seed)
    needs = (
        pd.MultiIndex.from_product([area, types])
        .to_frame(index=False)
        .set_axis(["area_code", "service_type"], axis=1)
    )
    needs["people"] = choose((0, 3, 40, 250, 900), len(needs), 0.2)
    frames["demand"] = needs
    ties = 3 * size
    frames["referrals"] = (
        pd.DataFrame(
            {
                "from_id": choose(organisation, ties, 0),
                "to_id": choose(organisation, ties, 0),
                "service_type": choose(types, ties),
                "sent": choose((1, 4, 12, 60), ties, 0.4),
                "feedback": choose((True, False), ties, 0.4),
                "agreement": choose((True, False), ties, 0.4),
                "visibility": choose(visibility, ties, 0.5),
            }
        )
        .assign(accepted=lambda rows: pd.to_numeric(rows["sent"]) // 2)
        .drop_duplicates(["from_id", "to_id", "service_type"])
    )
    frames["relationships"] = pd.DataFrame(
        {
            "from_id": choose(organisation, ties, 0),
            "to_id": choose(organisation, ties, 0),
            "kind": choose(("steering", "trusts", "funds"), ties, 0),
            "direction": choose(("one way", "both ways"), ties),
            "strength": choose((1, 3, 5), ties, 0.5),
            "amount": choose((5000, 20000), ties, 0.7),
            "visibility": choose(visibility, ties, 0.5),
        }
    ).drop_duplicates(["from_id", "to_id", "kind"])
    return eco.Ecosystem(**frames)


def list_ecosystems():
    """Yield each ecosystem with its name."""
    for name in ("west-midlands", "legal-aid-2015"):
        yield name, eco.read_sample(name)
    yield "tiny", conftest.tiny._get_wrapped_function()()
    for seed in range(10):
        yield f"drawn-{seed}", draw(seed)


def make_log(e):
    """Return a log of single referrals between the organisations of an ecosystem."""
    random = np.random.default_rng(len(e.organisations))
    size = 120
    ids = e.organisations["organisation_id"].to_numpy()
    days = pd.Timestamp("2024-01-01") + pd.to_timedelta(random.integers(0, 170, size), unit="D")
    wait = pd.to_timedelta(random.integers(0, 30, size), unit="D")
    is_answered = random.random(size) < 0.6
    is_closed = is_answered & (random.random(size) < 0.6)
    open_words = np.where(is_answered, "accepted", "requested")
    closed_words = random.choice(["completed", "rejected", "failed", "cancelled"], size)
    return pd.DataFrame(
        {
            "case": [f"case-{number}" for number in random.integers(0, 60, size)],
            "from": random.choice(ids, size),
            "to": random.choice(ids, size),
            "sent": days.strftime("%Y-%m-%d"),
            "responded": np.where(is_answered, (days + wait).strftime("%Y-%m-%d"), None),
            "closed": np.where(is_closed, (days + 2 * wait).strftime("%Y-%m-%d"), None),
            "status": np.where(is_closed, closed_words, open_words),
            "service_type": random.choice(["food", "immigration advice"], size),
        }
    )


def list_questions(e):
    """Yield a name and a call for each question, with its options."""
    types = sorted(set(e.services["service_type"]) | set(e.demand["service_type"]))
    yield "core", lambda: eco.find_core(e)
    yield "core-sweep", lambda: eco.find_core(e, delta=0.7, seed=3)
    yield "core-referrals", lambda: eco.find_core(e, kinds=["referral"])
    for method in ("exact", "sampling", "propagation"):
        yield f"core-{method}", lambda method=method: eco.find_core(e, method=method)
    yield "duplication", lambda: eco.find_duplication(e)
    yield (
        "duplication-within",
        lambda: eco.find_duplication(e, within=("service_type", "area"), most_by_chance=0.2),
    )
    yield "matches", lambda: eco.find_matches(e, same_from=0.8, ask_from=0.1)
    yield "representation", lambda: eco.find_representation(e)
    yield "pathways", lambda: eco.find_pathways(e)
    yield "pathways-log", lambda: eco.find_pathways(e, log=make_log(e))
    yield "pathways-log-day", lambda: eco.find_pathways(e, log=make_log(e), as_of="2024-05-01")
    yield "closures", lambda: eco.find_closures(e, runs=20)
    yield "focus", lambda: eco.find_focus(e)
    yield "focus of one", lambda: eco.find_focus(e, capacity=1)
    yield "factors", lambda: eco.find_factors(e)
    for kind in types:
        short = kind.replace(" ", "-")
        yield (
            f"closures-{short}",
            lambda kind=kind: eco.find_closures(e, service_type=kind, runs=10),
        )
        for options in (
            {},
            {"level": 2},
            {"legal_aid": True},
            {"within_km": 20},
            {"within_km": 30, "method": "e2sfca"},
            {"within_km": 30, "method": "balanced", "limit": 0.2},
            {"within_km": 60, "method": "gaussian"},
            {"within_km": 60, "method": "3sfca"},
            {"within_km": 60, "method": "raam"},
        ):
            label = "-".join(str(value) for value in options.values())
            yield (
                f"gaps-{short}-{label}",
                lambda kind=kind, options=options: eco.find_gaps(e, kind, **options),
            )
        for options in (
            {"count": 2, "within_km": 15},
            {"count": 2, "within_km": 40, "candidates": "organisations"},
            {"count": 3, "objective": "distance"},
            {"objective": "everyone", "within_km": 40},
            {"objective": "fairest", "count": 2, "within_km": 30},
            {"count": 1, "level": 2, "candidates": "organisations", "within_km": 30},
        ):
            label = "-".join(str(value) for value in options.values())
            yield (
                f"placements-{short}-{label}",
                lambda kind=kind, options=options: eco.find_placements(e, kind, **options),
            )


def write(folder, name, call):
    """Write what a call returns: an answer with every explanation, or the error it raises."""
    try:
        result = call()
    except (ValueError, eco.DataError) as error:
        (folder / f"{name}.error").write_text(str(error))
        return None
    answer = result.to_dict()
    with contextlib.suppress(ValueError):
        answer["explained"] = {str(key): result.explain(key) for key in result.table.index}
    answer["repr"] = repr(result)
    answer["html"] = result._repr_html_()
    answer["shown"] = json.loads(result.shown.to_json(orient="split"))
    (folder / f"{name}.json").write_text(json.dumps(answer, indent=1, default=str))
    return result


def write_files(e, folder, audience):
    """Write what one audience may see: answers, maps, report, leaflet and exports."""
    see = {"visibility": audience}
    seen = e.select(visibility=audience)
    short = {name: call for name, call in list_questions(seen) if name.count("-") < 2}
    answers = {name: write(folder, f"{audience}-{name}", call) for name, call in short.items()}
    calls = {
        "report.html": lambda path: eco.write_report(e, path, **see),
        "report-coded.html": lambda path: eco.write_report(e, path, audience="public", **see),
        "leaflet.html": lambda path: eco.write_directory(e, path, **see),
    }
    for name, form in (
        ("tables", "tables"),
        ("open-referral", "open referral"),
        ("kumu.json", "kumu"),
        ("open-referral.json", "open referral"),
        ("net.graphml", None),
        ("net.gexf", None),
        ("net.gml", None),
        ("net.net", None),
    ):
        calls[name] = lambda path, form=form: eco.write_tables(e, path, format=form, **see)
    for name, answer in answers.items():
        if answer is None:
            continue
        for ending in ("csv", "json"):
            calls[f"{name}.{ending}"] = lambda path, answer=answer: eco.write_result(
                answer, path, **see
            )
        if name.startswith("core"):
            for layout in (None, "core"):
                calls[f"network-{name}-{layout}.html"] = lambda path, has=answer, how=layout: (
                    eco.draw_network(seen, has, path, layout=how, **see)
                )
        if name.startswith("gaps"):
            calls[f"places-{name}.html"] = lambda path, answer=answer: eco.draw_places(
                e, answer, path, **see
            )
            calls[f"{name}.geojson"] = lambda path, answer=answer: eco.write_tables(
                e, path, result=answer, **see
            )
    for name, call in calls.items():
        target = folder / f"{audience}-written-{name}"
        try:
            call(target)
        except (ValueError, eco.DataError) as error:
            target.with_name(f"{target.name}.error").write_text(str(error))


def write_workbook_cells(e, folder):
    """Write the cells of the workbook: the file itself holds the time it was made."""
    import openpyxl

    with tempfile.TemporaryDirectory() as temporary:
        book = openpyxl.load_workbook(eco.write_tables(e, Path(temporary) / "book.xlsx"))
        text = {
            sheet.title: [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
            for sheet in book
        }
    (folder / "workbook.json").write_text(json.dumps(text, indent=1))


def write_graphs(e, folder):
    """Write the graph as other libraries get it."""
    g = eco.to_networkx(e)
    (folder / "networkx.json").write_text(
        json.dumps([list(g.nodes(data=True)), list(g.edges(data=True))], default=str, indent=1)
    )
    (folder / "igraph.json").write_text(
        json.dumps(eco.to_igraph(e).to_dict_list(), default=str, indent=1)
    )
    lines = [
        str(eco.to_sparse(e, weight=weight).todense().tolist()) for weight in (None, "rows", "sent")
    ]
    (folder / "sparse.json").write_text("\n".join(lines))


def main():
    """Write all, or the ecosystems whose names follow, into the folder on the command line."""
    for name, e in list_ecosystems():
        if sys.argv[2:] and name not in sys.argv[2:]:
            continue
        folder = Path(sys.argv[1]) / name
        folder.mkdir(parents=True)
        for label, call in list_questions(e):
            write(folder, label, call)
        (folder / "problems.csv").write_text(e.problems.to_csv())
        (folder / "repr.txt").write_text(repr(e) + e._repr_html_())
        for audience in AUDIENCES:
            write_files(e, folder, audience)
        write_workbook_cells(e, folder)
        write_graphs(e, folder)
        print(name, len(list(folder.iterdir())), flush=True)


if __name__ == "__main__":
    main()
