"""Ecosystems that differ in hidden counts only, and all that each audience sees: the auditor.

Whoever sees what the public, or partners, see must not be able to tell which numbers from 1 to 4
stand in the tables. So two ecosystems that differ in these alone must give the same bytes.
"""

import json
import zipfile

import numpy as np
import pandas as pd
from drawn_ecosystems import TYPES, draw_tables

import ecosystem as eco

PARTS = ("accepted", "reached", "got_help", "ended_without_help")
COUNTS = (0, 1, 2, 3, 4, 5, 9, 40)


def draw_small_counts(seed):
    """Return an ecosystem of twelve tables with many small counts, larger places and guarded rows.

    Towns lie in counties whose need is the sum of theirs, and these in one region; parts of those
    sent on leave out few; needs have low and high figures, and services people who use them.
    """
    random = np.random.default_rng(seed)
    frames = draw_tables(seed, areas=(3, 6))

    def choose(values, count, empty=0.0):
        drawn = np.array(values, dtype=object)[random.integers(len(values), size=count)]
        return np.where(random.random(count) < empty, None, drawn)

    areas = frames["areas"]
    counties = pd.DataFrame({"area_code": ["north", "south", "region"]})
    counties = counties.assign(name=counties["area_code"], parent_code=["region", "region", None])
    areas = areas.assign(parent_code=choose(("north", "south"), len(areas), 0.2))
    frames["areas"] = pd.concat([areas, counties], ignore_index=True)

    needs = frames["demand"]
    needs = needs.assign(people=choose(COUNTS, len(needs), 0.1).astype(float))
    parents = dict(zip(areas["area_code"], areas["parent_code"], strict=True))
    inside = needs.assign(area_code=needs["area_code"].map(parents)).dropna(subset=["area_code"])
    wholes = inside.groupby(["area_code", "service_type"], as_index=False)["people"].sum()
    whole = wholes.groupby("service_type", as_index=False)["people"].sum()
    needs = pd.concat([needs, wholes, whole.assign(area_code="region")], ignore_index=True)
    has_limits = random.random(len(needs)) < 0.3
    low = needs["people"] - random.integers(0, 4, len(needs))
    high = needs["people"] + random.integers(0, 4, len(needs))
    frames["demand"] = needs.assign(
        people_low=low.clip(lower=0).where(has_limits), people_high=high.where(has_limits)
    )

    services = frames["services"]
    frames["services"] = services.assign(
        used=choose((*COUNTS, 60), len(services), 0.5),
        visibility=choose(("public", "partners", "private"), len(services), 0.7),
    )
    ties = frames["referrals"]
    sent = choose((1, 3, 4, 7, 12, 40), len(ties), 0.1).astype(float)
    ties = ties.assign(sent=sent, visibility=choose(("public", "partners"), len(ties), 0.6))
    for name in PARTS[:3]:
        less = sent - random.integers(0, 8, len(ties))
        few = random.integers(0, 8, len(ties)).astype(float)
        part = np.clip(np.where(random.random(len(ties)) < 0.5, less, few), 0, sent)
        ties[name] = np.where(random.random(len(ties)) < 0.3, np.nan, part)
    ties["reached"] = np.minimum(ties["reached"], ties["accepted"].fillna(ties["sent"]))
    rest = sent - ties["got_help"]
    ties["ended_without_help"] = np.where(random.random(len(ties)) < 0.5, rest, np.nan)
    frames["referrals"] = ties.assign(reason=choose(("no longer in touch", "moved"), len(ties)))
    # Its tables again, in key order, so that the numbers of the rows say nothing.
    return eco.Ecosystem(**frames).replace()


def redraw(e, seed):
    """Return the ecosystem with other counts from 1 to 4 in place of each of its own.

    A sum of the data stays the sum of its parts, and a part that leaves out 1 to 4 leaves out
    another number from 1 to 4: these are what an attacker would work a small number out from.
    """
    random = np.random.default_rng(seed)
    return e.replace(
        demand=_redraw_needs(e, random),
        referrals=_redraw_referrals(e.referrals, random),
        services=_redraw_column(e.services, "used", random),
    )


def _is_small(values):
    numbers = pd.to_numeric(values.astype(object), errors="coerce").to_numpy(dtype=float)
    return (numbers >= 1) & (numbers <= 4)


def _redraw_column(frame, name, random):
    if name not in frame:
        return frame
    cells = frame[name].astype(object)
    other = pd.Series(random.integers(1, 5, len(frame)), index=frame.index).astype(object)
    return frame.assign(**{name: cells.mask(_is_small(cells), other)})


def _redraw_needs(e, random):
    parents = dict(zip(e.areas["area_code"], e.areas["parent_code"], strict=True))
    needs = e.demand
    is_part = ~needs["area_code"].isin(set(e.areas["parent_code"].dropna())).to_numpy()
    drawn = _redraw_column(needs, "people", random)["people"].astype(float)
    people = needs["people"].where(~is_part, drawn)
    more = (people - needs["people"]).fillna(0)
    for row in np.flatnonzero(more.to_numpy()):
        above = parents[needs["area_code"].iloc[row]]
        while isinstance(above, str):
            same = (needs["area_code"] == above) & (
                needs["service_type"] == needs["service_type"].iloc[row]
            )
            people[same] += more.iloc[row]
            above = parents[above]
    needs = needs.assign(people=people)
    for limit in ("people_low", "people_high"):
        needs = _redraw_column(needs, limit, random)
    return needs


def _redraw_referrals(referrals, random):
    """Return other referrals, in which no part is larger than its whole."""
    rows = []
    for row in referrals.to_dict("records"):
        drawn = row
        for _ in range(50):
            drawn = dict(row)
            for name in ("sent", *PARTS):
                if 1 <= row[name] <= 4:
                    drawn[name] = float(random.integers(1, 5))
                elif name != "sent" and 1 <= row["sent"] - row[name] <= 4 < row[name]:
                    drawn[name] = max(row["sent"] - float(random.integers(1, 5)), 5.0)
            if _are_parts(drawn):
                break
        else:
            drawn = row
        rows.append(drawn)
    return pd.DataFrame(rows, columns=referrals.columns)


def _are_parts(row):
    sent, accepted, reached = row["sent"], row["accepted"], row["reached"]
    ended = np.nansum([row["got_help"], row["ended_without_help"]])
    return not (accepted > sent or reached > sent or reached > accepted or ended > sent)


def list_outputs(e, audience, folder):
    """Return all that an audience sees of an ecosystem: bytes by name."""
    see = {"visibility": audience}
    seen = e.select(**see)
    outputs = {name: getattr(seen, name).to_csv().encode() for name in ("demand", "referrals")}
    outputs["graph"] = repr(list(eco.to_networkx(seen).edges(data=True))).encode()
    for name, result in _ask(seen):
        said = [result.headline, *result.notes, repr(result), result._repr_html_()]
        said += [*getattr(result, "findings", ()), *_explain(result)]
        said.append(json.dumps(result.to_dict(), default=str))
        outputs[name] = "\n".join(said).encode()
        for ending in ("csv", "json"):
            path = eco.write_result(result, folder / f"{name}.{ending}", **see)
            outputs[path.name] = path.read_bytes()
        if name.startswith("gaps"):
            outputs |= _draw(eco.draw_places(e, result, **see), name)
            path = eco.write_tables(e, folder / f"{name}.geojson", result=result, **see)
            outputs[path.name] = path.read_bytes()
        if name == "core":
            outputs |= _draw(eco.draw_network(e, result, **see), "network")
    return outputs | _write_all(e, audience, folder)


def _draw(page, name):
    return {f"{name}.html": page.html.encode(), f"{name}.svg": page.makers[".svg"]().encode()}


def _ask(seen):
    yield "core", eco.find_core(seen)
    yield "matches", eco.find_matches(seen)
    yield "duplication", eco.find_duplication(seen)
    yield "pathways", eco.find_pathways(seen)
    yield "ties", eco.find_ties(seen, by="area", permutations=49)
    gone = seen.without(seen.organisations["organisation_id"].iloc[0])
    yield "changes", eco.find_changes(gone, seen)
    yield "changes-pathways", eco.find_changes(eco.find_pathways(gone), eco.find_pathways(seen))
    yield "closures", eco.find_closures(seen, runs=5)
    yield "focus", eco.find_focus(seen)
    yield "factors", eco.find_factors(seen)
    for kind in sorted(set(seen.referrals["service_type"].dropna())):
        helped = {"outcome": [kind], "service_type": [kind], "unit_value": [10], "source": ["ours"]}
        yield f"value-{kind}", eco.find_value(seen, pd.DataFrame(helped), months=6)
    yield "representation", eco.find_representation(seen)
    known = {str(name).casefold() for name in seen.services["service_type"]}
    for kind in sorted(set(seen.demand["service_type"]) | (set(TYPES) & known)):
        yield f"gaps-{kind}", eco.find_gaps(seen, kind, within_km=30)
        yield f"placements-{kind}", eco.find_placements(seen, kind, count=2, within_km=30)


def _explain(result):
    for key in result.table.index:
        try:
            yield result.explain(key)
        except ValueError as error:
            yield str(error)


def _write_all(e, audience, folder):
    see = {"visibility": audience}
    outputs = {}
    for name, form in (
        ("tables", "tables"),
        ("open-referral", "open referral"),
        ("kumu.json", "kumu"),
        ("net.graphml", None),
        ("net.gexf", None),
        ("net.gml", None),
        ("net.net", None),
        ("book.xlsx", None),
    ):
        path = eco.write_tables(e, folder / name, format=form, **see)
        if path.is_dir():
            outputs |= {f"{name}/{one.name}": one.read_bytes() for one in path.iterdir()}
        elif name.endswith("xlsx"):
            outputs |= _read_book(path)
        else:
            outputs[name] = path.read_bytes()
    for form in eco.write_forms(e, folder / "forms", **see).iterdir():
        outputs |= _read_book(form)
    for page in eco.write_profiles(e, folder / "profiles", **see).iterdir():
        outputs[f"profiles/{page.name}"] = page.read_bytes()
    eco.write_directory(e, folder / "leaflet.html", **see)
    eco.write_report(e, folder / "report.html", **see)
    if audience == "public":
        eco.write_report(e, folder / "report-coded.html", audience="public", seed=1, **see)
    return outputs | {path.name: path.read_bytes() for path in folder.glob("[lr]e*.html")}


def _read_book(path):
    """Return the parts of a workbook: it says when it was made, and nothing else differs."""
    with zipfile.ZipFile(path) as book:
        parts = [part for part in book.namelist() if "docProps" not in part]
        return {f"{path.name}/{part}": book.read(part) for part in parts}
