"""Files of a round: what each organisation shares, what it keeps, and the plan it gets back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from ecosystem.data import escape_formula
from ecosystem.pages import list_folder, replace_file, replace_folder

from .hashing import PERSON

if TYPE_CHECKING:
    import os

_HASHED, _KEPT = "-hashed", "-keep"

_REFERENCE = "reference"


def name_kept(out: Path) -> Path:
    """Return where the numbers of a hashed list are kept, beside it.

    Examples
    --------
    >>> name_kept(Path("ash-hashed.csv")).name
    'ash-keep.csv'
    """
    return out.with_name(f"{out.stem.removesuffix(_HASHED)}{_KEPT}.csv")


def write_hashes(hashed: pd.DataFrame, out: Path) -> None:
    """Write a hashed list to share, and beside it which row each number is, to keep.

    Raises
    ------
    ValueError
        If the path does not end in .csv.
    """
    if out.suffix.lower() != ".csv":
        msg = f"path {str(out)!r} does not end in .csv. Choose another name."
        raise ValueError(msg)
    kept = pd.DataFrame({PERSON: hashed[PERSON].to_numpy(), "row in your file": hashed.index})
    with replace_file(out) as temporary:
        hashed.to_csv(temporary, index=False)
    with replace_file(name_kept(out)) as temporary:
        kept.to_csv(temporary, index=False)


def list_hashed(folder: str | os.PathLike[str], without: str | None = None) -> dict[str, Path]:
    """Return the hashed lists of a folder by organisation, as their files are named.

    Raises
    ------
    ValueError
        If it is no folder, or what stays at home lies in it.
    """
    path = Path(folder)
    if not path.is_dir():
        msg = f"folder {str(folder)!r} is no folder. Give the one with the hashed lists."
        raise ValueError(msg)
    files = [file for file in list_folder(path) if file.suffix.lower() == ".csv"]
    kept = [file.name for file in files if file.stem.endswith(_KEPT)]
    if kept:
        msg = f"{kept[0]} stays with the organisation that made it. Take it out of the folder."
        raise ValueError(msg)
    other = Path(without).resolve() if without else None
    return {file.stem.removesuffix(_HASHED): file for file in files if file.resolve() != other}


def write_plans(counts: pd.DataFrame, plan: pd.DataFrame, folder: str | os.PathLike[str]) -> Path:
    """Write the counts as they may be shown, and for each organisation its own part of the plan.

    It says with how many the person is in touch and whether this organisation calls, but not who
    else: that is known to nobody but whoever makes the plans. Who holds the reference list gets
    the people with whom nobody is in touch, and who begins to call them.
    """
    names = list(plan["organisation"].unique())
    files = {name: f"plan-{name}.csv" for name in names}
    with replace_folder(folder, ["overlap.csv", *files.values()]) as temporary:
        counts.to_csv(temporary / "overlap.csv")
        for name, own in plan.groupby("organisation", sort=False):
            shown = own[[PERSON, "organisations_in_touch"]].copy()
            if name == _REFERENCE:
                is_alone = (own["organisations_in_touch"] == 0).fillna(value=False).to_numpy()
                callers = own["caller"].replace("", "nobody has a place left")
                shown["caller"] = callers.map(escape_formula)
                shown = shown[is_alone]
            else:
                shown["caller"] = np.select(
                    [own["caller"] == name, own["caller"] != ""],
                    ["you", "another organisation"],
                    "nobody has a place left",
                )
            shown.to_csv(temporary / files[str(name)], index=False)
    return Path(folder)
