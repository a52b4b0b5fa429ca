"""The command line: `ecosystem report my-sector.xlsx`."""

from __future__ import annotations

import gc
import sys

_NEW_OBJECTS = 10_000
"""Objects made and not freed after which Python looks for rings among them. A small report is done
with nine looks, each of two thousandths of a second; by the usual 700 there are 150."""


def main() -> int:
    """Run the command that this process was started for; return its exit status."""
    # What is imported stays to the end. Looked through again and again while it grows, and with
    # all that is made later, it takes a sixteenth of the time of a small report.
    gc.disable()
    from .commands import main as run  # noqa: PLC0415 - after the line above

    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS)
    gc.enable()
    return run()


if __name__ == "__main__":
    sys.exit(main())
