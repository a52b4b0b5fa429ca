"""Logs of referrals, a row a referral or a number a month: counted by pair, and no row kept."""

from __future__ import annotations
