"""Every workbook is read by each of the two readers."""

import pytest

from ecosystem.formats.sheets import workbook


@pytest.fixture(params=["calamine", "openpyxl"])
def reader(request, monkeypatch):
    """Every workbook is read by each of the two readers."""
    if request.param == "calamine":
        pytest.importorskip("python_calamine", reason="the extra xlsx is not installed")
    else:
        monkeypatch.setattr(workbook, "find_spec", lambda _: None)
    return request.param
