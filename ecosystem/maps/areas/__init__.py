"""The map of areas: where help is short."""

from __future__ import annotations
