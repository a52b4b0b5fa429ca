"""Forms to send round: a small workbook for each organisation, with the list of the others.

Each asks first, of what its organisation can tell, the cells that would settle most over all
questions (`to_ask`), then how it works with each of the others. `formats.read_forms` puts the
replies together.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ecosystem.formats import AskedCell, save_forms
from ecosystem.options import check_options
from ecosystem.result import TO_ASK_COUNTS

from .answers import ask_all
from .asking import list_asked

if TYPE_CHECKING:
    import os

    from ecosystem.data import Ecosystem
    from ecosystem.disclosure import Visibility

    from .answers import Answers


_MOST_ASKED = 8
"""Questions about an organisation's own services: with how it works with each of the others a form
should take no more than ten minutes."""


@check_options
def write_forms(
    e: Ecosystem, folder: str | os.PathLike[str], *, visibility: Visibility = "partners"
) -> Path:
    """Write a form for each organisation, to send round and read back with `read_forms`.

    Parameters
    ----------
    e
        The ecosystem. Organisations that no longer run get no form and stand in none.
    folder
        Where; made if need be. Forms that are there are replaced.
    visibility
        Whose eyes the forms are for: each names all the others. "public" leaves out organisations
        marked partners or private, "partners" those marked private.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    ValueError
        If the visibility is none of the three, or the folder above does not exist.
    """
    answers = ask_all(e.select(visibility=visibility), has_names=True)
    members = answers.e.organisations[answers.positions.is_active]
    names = dict(zip(members["organisation_id"], members["name"], strict=True))
    asked = {one: cells[:_MOST_ASKED] for one, cells in _list_cells(answers).items()}
    save_forms(folder, names, asked)
    return Path(folder)


def _list_cells(answers: Answers) -> dict[str, list[AskedCell]]:
    """Return the cells that each organisation can fill, most telling first."""
    # What a cell settles on top of those above it, halfway between what is sure and what is best.
    settles: dict[AskedCell, float] = {}
    for _, frame in list_asked(answers):
        counts = frame[[name + side for side in ("", "_high") for name in TO_ASK_COUNTS]]
        total = counts.sum(axis=1)
        for cell, more in zip(
            frame[["table", "id", "column", "name"]].itertuples(index=False, name=None),
            total.diff().fillna(total),
            strict=True,
        ):
            asked_for = AskedCell(*cell)
            settles[asked_for] = settles.get(asked_for, 0.0) + float(more)
    providers = answers.e.providers
    runs: dict[str, list[str]] = {}
    for service, organisation in zip(
        providers["service_id"], providers["organisation_id"], strict=True
    ):
        runs.setdefault(service, []).append(organisation)
    asked: dict[str, list[AskedCell]] = {}
    for cell in sorted(settles, key=lambda cell: (-settles[cell], cell)):
        # Of other tables no one organisation knows, or it says it of each of the others.
        owners = runs.get(cell.row_id, []) if cell.table == "services" else []
        if cell.table == "organisations" and cell.column != "answered":
            owners = [cell.row_id]
        for owner in owners:
            asked.setdefault(owner, []).append(cell)
    return asked
