"""Make the samples in `data/sample` from public figures and a seed each.

Run `python data/make_samples.py` with the package installed; it reads
`ecosystem/formats/tables/places/uk_areas.csv` and nothing else. The same seed writes the same
bytes. The README of each sample, written by hand, says what of it is real and what invented.
"""

from __future__ import annotations

from pathlib import Path

from makers import (
    as_people_keep_it,
    bristol,
    legal_aid,
    luton,
    shared_infrastructure,
    west_midlands,
    west_midlands_after,
    yorkshire,
)
from makers.tables import read_facts, write_beside, write_tables


def write_samples(folder: Path) -> None:
    """Write every sample, a folder each."""
    facts = read_facts()
    before = west_midlands.make(facts)
    write_tables(before, folder / "west-midlands")
    write_tables(west_midlands_after.make(before), folder / "west-midlands-after")
    write_tables(bristol.make(facts), folder / "bristol")
    write_beside(bristol.make_beside(), folder / "bristol")
    write_tables(yorkshire.make(facts), folder / "yorkshire")
    write_tables(luton.make(facts), folder / "luton")
    write_beside(luton.make_beside(), folder / "luton")
    write_tables(shared_infrastructure.make(facts), folder / "shared-infrastructure")
    as_people_keep_it.write(folder / "as-people-keep-it")
    write_tables(legal_aid.make(facts), folder / "legal-aid-2015")


if __name__ == "__main__":
    write_samples(Path(__file__).resolve().parent / "sample")
