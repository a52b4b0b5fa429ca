"""The map of who is tied to whom."""

from __future__ import annotations
