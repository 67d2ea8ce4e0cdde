"""Where the pages of one report are. Each may be put into an attribute after ``esc``."""

from urllib.parse import quote, urlencode

from assistant.anchor import anchor_of
from corpus.types import Citation


def report_address(report_id: str) -> str:
    """The report's own page."""
    return f"/reports/{quote(report_id, safe='')}"


def text_address(report_id: str, part: int | None = None, place: str = "") -> str:
    """The report's text; ``part`` counts from 1, ``place`` is the id of an element in it."""
    query = f"?{urlencode({'part': part})}" if part is not None else ""
    return f"{report_address(report_id)}/text{query}{f'#{place}' if place else ''}"


def passage_address(report_id: str, start: int, end: int) -> str:
    """The report's text with a stretch of it marked, and in view."""
    return f"{report_address(report_id)}/text?{urlencode({'start': start, 'end': end})}#passage"


def cited_address(cited: Citation) -> str:
    """The same for a passage that is cited: the link finds it again when the report has been replaced."""
    return f"{report_address(cited.report_id)}/text?{urlencode({'at': anchor_of(cited)})}#passage"


def ask_address(report_id: str) -> str:
    """The page where a question is put to this report alone."""
    return f"/?{urlencode({'report': report_id})}"


def replace_address(report_id: str) -> str:
    """Where another file takes this one's place."""
    return f"{report_address(report_id)}/replace"


def remove_address(report_id: str) -> str:
    """Where the report is taken out of the library."""
    return f"{report_address(report_id)}/remove"
