"""What an address of /compare asks for, and the address of it again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from assistant.across import By
from assistant.across.across import GROUPS, MOST_GROUPS, MOST_PER_REPORT, PER_REPORT
from assistant.web.page.actions import MAX_QUESTION
from assistant.web.page.scope import EVERYWHERE, Scope
from corpus.filters import Filters

COMPARE: Final = "/compare"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The question, what to group by, how much of it, and the filters. ``sent``: whether the form was."""

    question: str = ""
    by: By = By.REPORT
    per_report: int = PER_REPORT
    groups: int = GROUPS
    scope: Scope = EVERYWHERE
    sent: bool = False

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Wanted":
        """Read from the query; what makes no sense there is as if it were not said, but for a filter."""
        by = query.get("by", "")
        facets = Scope.of(query).facets
        return cls(
            query.get("q", "").strip()[:MAX_QUESTION],
            By(by) if by in list(By) else By.REPORT,
            _number(query.get("per", ""), PER_REPORT, MOST_PER_REPORT),
            _number(query.get("groups", ""), GROUPS, MOST_GROUPS),
            Scope(facets=facets),
            "q" in query,
        )

    @property
    def filters(self) -> Filters:
        """The filters for the search; SettingsError where a year is none."""
        return self.scope.filters

    @property
    def address(self) -> str:
        """Where this is asked again."""
        said = {
            "q": self.question, "by": self.by.value,
            **({"per": str(self.per_report)} if self.per_report != PER_REPORT else {}),
            **({"groups": str(self.groups)} if self.groups != GROUPS else {}),
            **dict(self.scope.facets),
        }  # fmt: skip
        return f"{COMPARE}?{urlencode(said)}"

    def grouped(self, by: By) -> "Wanted":
        """The same in other groups."""
        return replace(self, by=by, groups=GROUPS)

    def only(self, key: str) -> "Wanted | None":
        """One group of it, report by report; None of a report, or where the forms do not say."""
        if self.by is By.REPORT or not key:
            return None
        facets = {**dict(self.scope.facets), self.by.value: key}
        return replace(self, by=By.REPORT, groups=GROUPS, scope=Scope(facets=tuple(facets.items())))

    def more(self) -> "Wanted":
        """With as many groups as there can be."""
        return replace(self, groups=MOST_GROUPS)


def _number(said: str, usual: int, most: int) -> int:
    return min(int(said), most) if said.isascii() and said.isdecimal() and len(said) < 9 and int(said) else usual
