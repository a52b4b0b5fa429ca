"""The questions, a room each; none imports another."""

from __future__ import annotations
