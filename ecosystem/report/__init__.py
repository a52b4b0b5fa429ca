"""The report, one file, and the leaflet."""

from __future__ import annotations

from .leaflet import write_directory
from .writing import write_report

__all__ = ["write_directory", "write_report"]
