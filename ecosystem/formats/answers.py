"""`write_result`: an answer to a file, its table as CSV or all of it as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from ecosystem.data import escape_formula
from ecosystem.disclosure import refuse_guarded
from ecosystem.options import check_options
from ecosystem.pages import replace_file
from ecosystem.result import list_rows

if TYPE_CHECKING:
    import os

    from ecosystem.disclosure import Visibility
    from ecosystem.result import Result


@check_options
def write_result(
    result: Result, path: str | os.PathLike[str], *, visibility: Visibility = "public"
) -> Path:
    """Write an answer to a file: its table as CSV, or the whole answer as JSON.

    Parameters
    ----------
    result
        The answer.
    path
        Must end in .csv or .json; a file there is replaced.
    visibility
        Who may read it: "public", "partners" or "private".

    Returns
    -------
    Path
        What was written. Numbers of people from 1 to 4 read "under 5", and text that a
        spreadsheet would run as a formula begins with an apostrophe.

    Raises
    ------
    ValueError
        If the path ends in neither, its folder does not exist, or the answer rests on rows more
        guarded than the visibility, or on exact numbers of people from 1 to 4 where the visibility
        is not private: then ask again of `e.select(visibility="public")`.
    """
    refuse_guarded(result.settings, visibility)
    target = Path(path)
    kind = target.suffix.lower()
    if kind not in {".csv", ".json"}:
        msg = f"path {str(target)!r} ends in neither .csv nor .json. Give a name like answer.csv."
        raise ValueError(msg)
    # `shown` has no small numbers of people in it: what is written leaves the house.
    shown = result.shown.reset_index()
    with replace_file(target) as temporary:
        if kind == ".csv":
            text = shown.select_dtypes(exclude="number").columns
            shown[text] = shown[text].map(escape_formula)
            shown.to_csv(temporary, index=False, lineterminator="\n")
        else:
            answer = result.to_dict()
            frames = {"table": result.shown, **result.shown_frames}
            answer |= {name: list_rows(frame) for name, frame in frames.items()}
            written = json.dumps(answer, ensure_ascii=False, indent=1)
            temporary.write_text(f"{written}\n", encoding="utf-8")
    return target
