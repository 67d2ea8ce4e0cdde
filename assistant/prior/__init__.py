"""Earlier trips that a travel plan is like: agencies must not repeat an identical study plan (出國計畫不得重複)."""

from assistant.prior.prior import Looking
from assistant.prior.types import Ground, Likeness, Plan, PriorTrip, PriorTrips, Reason, Searched

__all__ = ["Ground", "Likeness", "Looking", "Plan", "PriorTrip", "PriorTrips", "Reason", "Searched"]
