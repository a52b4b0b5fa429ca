"""Sheets of text out of files: CSV and workbooks, with their limits."""

from __future__ import annotations
