"""The report, one file; the leaflet; a page an organisation; and the forms to send round."""

from __future__ import annotations

from .forms import write_forms
from .leaflet import write_directory
from .profiles import write_profiles
from .writing import write_report

__all__ = ["write_directory", "write_forms", "write_profiles", "write_report"]
