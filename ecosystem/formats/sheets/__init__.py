"""Sheets of text out of files, whatever the text means: CSV and workbooks, within limits."""

from __future__ import annotations
