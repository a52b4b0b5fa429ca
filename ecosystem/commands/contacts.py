"""Commands of a round of hashed contacts."""

from __future__ import annotations

import getpass
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import ecosystem as eco
from ecosystem.wording import count_of

from .command_line import Command, Option, print_line, warn

if TYPE_CHECKING:
    import argparse


def _draw_key(_: argparse.Namespace) -> int:
    from ecosystem.questions.contacts import draw_round_key  # noqa: PLC0415 - start-up time

    print_line(draw_round_key())
    warn("Tell it to the others by voice, write it nowhere, and draw another for the next round.")
    return 0


def _hash_contacts(options: argparse.Namespace) -> int:
    from ecosystem.questions.contacts import name_kept, write_hashes  # noqa: PLC0415 - as above

    source = Path(options.path)
    hashed = eco.hash_contacts(source, key=_ask_key())
    out = Path(options.out or source.with_name(f"{source.stem}-hashed.csv"))
    write_hashes(hashed, out)
    print_line(f"{count_of(len(hashed), 'person', 'people')} hashed: share {out.resolve()}")
    print_line(f"Keep to yourself which row each number is: {name_kept(out).resolve()}")
    return 0


def _ask_key() -> str:
    """Return the key of the round: typed unseen, or as the line that is piped in.

    An option would stand in the history of the shell, and a file would outlive the round.
    """
    if sys.stdin.isatty():
        return getpass.getpass("Key of this round (not shown): ")
    return sys.stdin.readline().strip()


def _contact_overlap(options: argparse.Namespace) -> int:
    from ecosystem.questions.contacts import list_hashed, write_plans  # noqa: PLC0415 - as above

    lists = list_hashed(options.folder, without=options.reference)
    capacity = None if options.capacity is None else dict.fromkeys(lists, options.capacity)
    result = eco.find_contact_overlap(lists, reference=options.reference, capacity=capacity)
    for line in str(result).split("\n"):
        print_line(textwrap.fill(line, 90, subsequent_indent="      "))
    if options.out:
        folder = write_plans(result.shown, result.plan, options.out)
        print_line(f"The plan of each, for its own eyes, is in {folder.resolve()}")
    return 0


_HASH_CONTACTS = (
    Option("path", "your list of contacts: a workbook or a .csv file"),
    Option("--out", "the hashed list to share; ends in .csv (default: beside it, -hashed.csv)"),
)
_CONTACT_OVERLAP = (
    Option("folder", "where the hashed lists are, a .csv file an organisation"),
    Option("--reference", "the hashed list of all who should be contacted"),
    Option("--capacity", "how many people each can call", kind=int),
    Option("--out", "a folder for the plans: one file for each organisation's own eyes"),
)

CONTACTS = (
    Command("draw-key", "draw the secret for hashing contacts", (), _draw_key),
    Command(
        "hash-contacts",
        "turn your contacts into hashes to share",
        _HASH_CONTACTS,
        _hash_contacts,
    ),
    Command(
        "contact-overlap",
        "whom several contact, and whom nobody does",
        _CONTACT_OVERLAP,
        _contact_overlap,
    ),
)
