"""Directories, "who does what": organisations, their services and the areas these reach."""

from __future__ import annotations
