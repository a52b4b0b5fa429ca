"""Cells as people write them: numbers, choices, days, and words for nobody in particular."""

from __future__ import annotations
