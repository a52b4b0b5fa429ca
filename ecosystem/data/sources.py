"""Where a row of a table was read: file, sheet, row and heading."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from ecosystem.errors import Problem


SOURCE = "ecosystem_source"


@dataclass(frozen=True, kw_only=True, eq=False)
class Part:
    """Rows of one file or sheet: where they stand and what its headings are called there."""

    file: str = ""
    sheet: str = ""
    rows: NDArray[np.int64]
    headings: Mapping[str, str] = field(default_factory=dict)


def mark_source(
    frame: pd.DataFrame,
    parts: Sequence[Part],
    found: Iterable[Problem] = (),
    hints: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return the frame with where its rows came from, so that problems can say it.

    `parts` cover the frame's rows in order; `found` are problems met while reading it; `hints`
    are what to say of values that should lead to a row of it and do not.
    """
    marked = frame.copy(deep=False)
    marked.attrs = {SOURCE: (tuple(parts), tuple(found), dict(hints or {}))}
    return marked
