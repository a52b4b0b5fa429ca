"""Our twelve tables out of sheets: headings in other words, habits of people, names of areas."""

from __future__ import annotations
