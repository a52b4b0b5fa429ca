"""Surveys, a row a respondent: who answered, whom they work with, and what they offer."""

from __future__ import annotations
