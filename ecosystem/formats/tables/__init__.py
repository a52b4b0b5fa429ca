"""Tables out of sheets: headings in other words, habits of people, places."""

from __future__ import annotations
