"""The report of the sample, written once for all tests that read it."""

import pytest
from read_report import ReadReport, write_report

from ecosystem.report.answers import ask_all


@pytest.fixture(scope="session")
def sample_page(west_midlands, tmp_path_factory):
    """The path of the page."""
    return write_report(west_midlands, tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="session")
def sample_report(sample_page):
    """What the page says."""
    return ReadReport(sample_page)


@pytest.fixture
def tiny_answers(tiny):
    """Every answer about five organisations."""
    return ask_all(tiny, has_names=True)
