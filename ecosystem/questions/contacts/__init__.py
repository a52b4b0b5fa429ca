"""Who is in touch with the same people, counted without anyone sharing a name."""

from __future__ import annotations

from .answer import ContactOverlapResult
from .contact_files import list_hashed, name_kept, write_hashes, write_plans
from .hashing import draw_round_key, hash_contacts
from .question import find_contact_overlap

__all__ = [
    "ContactOverlapResult",
    "draw_round_key",
    "find_contact_overlap",
    "hash_contacts",
    "list_hashed",
    "name_kept",
    "write_hashes",
    "write_plans",
]
