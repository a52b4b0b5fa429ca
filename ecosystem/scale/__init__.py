"""Tables too large for memory, reduced to the library's own by an engine that is there already."""

from __future__ import annotations

from .catchments import reduce_catchments
from .periods import PERIODS
from .referrals import reduce_referrals
from .services import reduce_services

__all__ = ["PERIODS", "reduce_catchments", "reduce_referrals", "reduce_services"]
