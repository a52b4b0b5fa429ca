"""Does `find_duplication` end on every sector, and in about the same time on each.

    python benchmarks/duplication_ends.py

300 sectors of 3,000 services are drawn by one generator from 300 seeds: 60 of each of five kinds,
which differ in how many areas and types there are, how far services reach, in how many languages
they work and how many of them an organisation runs. Sectors of one kind make about as many pairs,
so that the longest may be held against the median of its kind: what takes twice as long is a search
that goes on, not a larger sector. Then the largest: services of one type in one area, and their
report. Processor time of one thread; each kind, and each of the largest, runs in a process of its
own, whose peak of memory is given.
"""

from __future__ import annotations

import time
from functools import partial
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from timing import describe_machine, read_options, run_case, time_case

from ecosystem import Ecosystem, find_duplication, write_report

if TYPE_CHECKING:
    from collections.abc import Callable

SERVICES = 3000
SECTORS = 60
FIRST_SEED = 4000
PEOPLE = ("anyone", "women", "men", "young people", "families", "refugees")
SHARE_UNKNOWN = 0.15


class Kind(NamedTuple):
    """What sectors of one kind have in common: how many there are of each, and how far they reach.

    `reach` is the most areas of a service, `spoken` the most languages; `organisations` a service.
    """

    areas: int
    types: int
    reach: int
    languages: int
    spoken: int
    organisations: float


KINDS = {
    "a city": Kind(areas=5, types=12, reach=3, languages=6, spoken=3, organisations=0.5),
    "a county": Kind(areas=40, types=8, reach=6, languages=12, spoken=4, organisations=0.3),
    "a region": Kind(areas=150, types=15, reach=20, languages=24, spoken=4, organisations=0.5),
    "a country": Kind(areas=350, types=30, reach=3, languages=24, spoken=6, organisations=0.2),
    "one type": Kind(areas=200, types=1, reach=4, languages=12, spoken=4, organisations=1.0),
}
LARGEST = {"all alike": (3000, 10000), "drawn": (3000, 10000)}


def draw_sector(kind: Kind, seed: int, size: int = SERVICES) -> Ecosystem:
    """Return a sector of this kind, a seventh of its cells empty."""
    random = np.random.default_rng([FIRST_SEED, seed])
    service = np.array([f"s{number:05d}" for number in range(size)])
    area = np.array([f"a{number:03d}" for number in range(kind.areas)])
    body = np.array([f"o{number:05d}" for number in range(max(1, int(kind.organisations * size)))])
    language = [f"Language {number}" for number in range(kind.languages)]

    def choose(values: list[object], *, blank: float = SHARE_UNKNOWN) -> np.ndarray:
        drawn = np.array(values, dtype=object)[random.integers(len(values), size=size)]
        return np.where(random.random(size) < blank, None, drawn)

    def draw_sets(values: list[str], least: int, most: int) -> list[np.ndarray]:
        counts = random.integers(least, most + 1, size).tolist()
        return [random.choice(values, count, replace=False) for count in counts]

    def join(values: list[str], most: int) -> list[str]:
        return ["|".join(sorted(held)) for held in draw_sets(values, 0, most)]

    types = [f"advice {number}" for number in range(kind.types)]
    services = pd.DataFrame(
        {
            "service_id": service,
            "name": service,
            "service_type": choose(list(types), blank=0),
            "level": choose([1.0, 2.0, 3.0]),
            "legal_aid": choose([True, False]),
            "eligibility": choose(list(PEOPLE)),
            "languages": join(language, kind.spoken),
            "capacity": choose([0.0, 20.0, 50.0, 120.0]),
            "accepting_referrals": choose(["yes", "waiting list", "no"]),
        }
    )
    reach = draw_sets(area.tolist(), 1, kind.reach)
    cells = pd.MultiIndex.from_product([area, types], names=["area_code", "service_type"])
    demand = cells.to_frame(index=False)
    return Ecosystem(
        organisations=pd.DataFrame({"organisation_id": body, "name": body}),
        services=services,
        providers=pd.DataFrame(
            {"service_id": service, "organisation_id": random.choice(body, size)}
        ),
        areas=pd.DataFrame({"area_code": area, "name": area}),
        catchments=pd.DataFrame(
            {
                "service_id": np.repeat(service, [len(one) for one in reach]),
                "area_code": np.concatenate(reach),
            }
        ),
        demand=demand.assign(people=random.integers(0, 2000, len(demand))),
    )


def draw_largest(name: str, size: int) -> Ecosystem:
    """Return services of one type in one area, an organisation each, alike or of 30 niches."""
    random = np.random.default_rng(size)
    ids = np.array([f"s{number:05d}" for number in range(size)])
    services = pd.DataFrame({"service_id": ids, "name": ids, "service_type": "advice"})
    services["capacity"] = random.integers(5, 200, size).astype(float)
    if name == "drawn":
        people = np.array([*PEOPLE[:5], None], dtype=object)
        spoken = np.array(["English", "Arabic|English", "Kurdish", "Tigrinya", None], dtype=object)
        services["eligibility"] = random.choice(people, size)
        services["languages"] = random.choice(spoken, size)
    return Ecosystem(
        organisations=pd.DataFrame({"organisation_id": ids, "name": ids}),
        services=services,
        providers=pd.DataFrame({"service_id": ids, "organisation_id": ids}),
        catchments=pd.DataFrame({"service_id": ids, "area_code": "a"}),
        areas=pd.DataFrame({"area_code": ["a"], "name": ["A"]}),
        demand=pd.DataFrame({"area_code": ["a"], "service_type": ["advice"], "people": [1000]}),
    )


def set_up(case: str) -> Callable[[], list[Any]]:
    """Return what a case runs.

    Its answer: of sectors the seconds and the pairs of each; of the question the sizes of the three
    largest groups; of the report its length.
    """
    work, name, size = case.split("|")
    if work == "sectors":
        return partial(time_sectors, name)
    e = draw_largest(name, int(size))
    if work == "report":
        return lambda: [len(write_report(e).html.encode())]
    return lambda: sorted(find_duplication(e).clusters["services"].tolist())[-3:]


def time_sectors(name: str) -> list[list[float]]:
    """Return the processor time and the pairs listed of each sector of one kind."""
    taken = []
    for seed in range(SECTORS):
        e = draw_sector(KINDS[name], seed)
        start = time.process_time()
        answer = find_duplication(e)
        taken.append([time.process_time() - start, len(answer.pairs)])
    return taken


def main() -> None:
    """Print the two tables."""
    options = read_options()
    if options.case:
        time_case(partial(set_up, options.case), options.repeats, options.answer)
        return
    heads = ["sectors", "number", "pairs listed, median", "median s", "longest s"]
    print_row(*heads, "longest / median", "MB")
    print_row(*["---"] * 7)
    for name in KINDS:
        if options.only in f"sectors {name}":
            peak, answer = run_case(f"sectors|{name}|{SERVICES}", 1)
            seconds, pairs = answer.T
            median, most = np.median(seconds), seconds.max()
            times = [f"{median:.2f}", f"{most:.2f}", f"{most / median:.2f}"]
            counts = [len(seconds), f"{np.median(pairs):,.0f}"]
            print_row(name, *counts, *times, f"{peak['peak_mb']:,.0f}")
    print()
    print_row("work", "services", "niches", "s", "MB")
    print_row(*["---"] * 5)
    for work, (name, sizes) in product(("question", "report"), LARGEST.items()):
        for size in sizes:
            if options.only in f"{work} {name}":
                taken, _ = run_case(f"{work}|{name}|{size}", 1 if work == "report" else 3)
                peak_mb = f"{taken['peak_mb']:,.0f}"
                print_row(work, f"{size:,}", name, f"{taken['seconds']:.2f}", peak_mb)
    print(f"\n{describe_machine(['numpy', 'scipy', 'pandas', 'igraph'])}")


def print_row(*cells: object) -> None:
    """Print a row of a table."""
    print("|", " | ".join(map(str, cells)), "|", flush=True)


if __name__ == "__main__":
    main()
