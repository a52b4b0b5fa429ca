"""The random numbers of igraph, the same each time."""

from __future__ import annotations

import random
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


_generator_lock = threading.Lock()


@contextmanager
def seed_igraph(seed: int) -> Iterator[None]:
    """Let igraph draw the same random numbers each time while the block runs.

    igraph has one generator for the whole process: it is borrowed, by one thread at a time, and
    given back.
    """
    import igraph  # noqa: PLC0415 - start-up time, as above

    with _generator_lock:
        igraph.set_random_number_generator(random.Random(seed))  # noqa: S311 - no secret
        try:
            yield
        finally:
            igraph.set_random_number_generator(random)
