"""Ties told in sentences, a row an organisation: "works with Ash and Elm; funds Oak"."""

from __future__ import annotations
