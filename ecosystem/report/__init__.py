"""The away-day report: every question the data can answer, a page each."""

from __future__ import annotations

from .document import write_report

__all__ = ["write_report"]
