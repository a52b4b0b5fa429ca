"""What an engine counted, taken from it batch by batch, each value in as few bytes as hold it.

Shapes: G groups over all batches. The batches of a column stay apart until it is taken, so that no
more than one column is ever held twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .counts import order_texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from .counts import Coded

_WHOLE = (np.int8, np.int16, np.int32, np.int64)


class Batches:
    """Columns of texts and numbers, each let go of when it is taken.

    Parameters
    ----------
    readers
        Record batches of Arrow, a reader a query, all with the same columns.
    """

    def __init__(self, readers: Iterable[Any]) -> None:
        self._parts: dict[str, list[Any]] = {}
        for reader in readers:
            for name in reader.schema.names:
                self._parts.setdefault(name, [])
            for batch in reader:
                for name, values in zip(batch.schema.names, batch.columns, strict=True):
                    self._parts[name].append(_narrow(values))

    def list_names(self) -> list[str]:
        """Return the columns that were not taken yet."""
        return list(self._parts)

    def take_numbers(self, name: str) -> NDArray[Any]:
        """Return a column of numbers (G), in the fewest bytes that hold all; nan for none."""
        return np.concatenate([np.empty(0, dtype=_WHOLE[0]), *self._parts.pop(name)])

    def take_texts(self, name: str) -> Coded:
        """Return the number of each text (G), trimmed, and the different texts in order."""
        import pyarrow as pa  # noqa: PLC0415 - of an extra

        kind = pa.dictionary(pa.int32(), pa.string())
        joined = pa.chunked_array(self._parts.pop(name), type=kind).unify_dictionaries()
        codes = [chunk.indices.fill_null(-1).to_numpy() for chunk in joined.iterchunks()]
        texts = joined.chunk(0).dictionary.to_pylist() if codes else []
        return order_texts(np.concatenate([np.empty(0, dtype=np.int32), *codes]), texts)


def _narrow(values: Any) -> Any:  # noqa: ANN401 - Arrow has no types
    """Return texts as numbers of the different ones, whole numbers in the fewest bytes."""
    import pyarrow as pa  # noqa: PLC0415 - of an extra

    if pa.types.is_large_string(values.type):
        values = values.cast(pa.string())
    if pa.types.is_string(values.type):
        return values.dictionary_encode()
    numbers = values.to_numpy(zero_copy_only=False)
    if numbers.dtype.kind != "i":
        # A copy, because Arrow's memory is the whole batch's.
        return numbers.copy()
    least, most = numbers.min(initial=0), numbers.max(initial=0)
    fits = (kind for kind in _WHOLE if np.iinfo(kind).min <= least and most <= np.iinfo(kind).max)
    return numbers.astype(next(fits))
