"""One question over all reports, grouped by report, year, agency or country."""

from assistant.across.across import Comparing
from assistant.across.facets import Shelf
from assistant.across.types import Across, By, Group, Silent

__all__ = ["Across", "By", "Comparing", "Group", "Shelf", "Silent"]
