"""The report, one file; the leaflet; and the forms to send round."""

from __future__ import annotations

from .forms import write_forms
from .leaflet import write_directory
from .writing import write_report

__all__ = ["write_directory", "write_forms", "write_report"]
