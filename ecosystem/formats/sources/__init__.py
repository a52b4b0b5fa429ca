"""Formats of other programs, a file each."""

from __future__ import annotations
