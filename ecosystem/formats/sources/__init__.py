"""Formats of other programs, a file each: read into sheets of ours, written from our cells."""

from __future__ import annotations
