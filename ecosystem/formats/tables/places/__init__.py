"""Places as people write them: authorities, larger places, neighbourhoods, and what to ask."""

from __future__ import annotations
