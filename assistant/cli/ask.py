"""Asking."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from assistant import listing
from assistant.cite import STYLES, Reference, Style, linked
from assistant.cite.styles import USUAL
from assistant.cli.options import with_settings
from assistant.cli.told import tell_present_name
from assistant.progress import bar
from assistant.settings import Settings
from assistant.wiring import open_library
from corpus.errors import UserError
from corpus.filters import Filters, year_from
from corpus.types import Answer


@click.command()
@click.argument("question", required=False)
@click.option("--batch", type=click.Path(path_type=Path), help="A JSON Lines file: each line has `id` and `question`.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a question, for other programs.")
@click.option("-k", type=click.IntRange(1, 50), default=5, show_default=True, help="How many passages.")
@click.option(
    "--report", "reports", multiple=True, metavar="ID", help="Only in this report; several times for several."
)
@click.option(
    "--agency", metavar="NAME",
    help="Only reports of this agency, under its earlier names too, or of one that has NAME in its name; "
    "=NAME: only those that print just this.",
)  # fmt: skip
@click.option(
    "--country", metavar="NAME", help="Only trips to this country: its name in Chinese or English, or its code."
)
@click.option("--year", metavar="YEAR", help="Only trips of this year, as 2022 or 111.")
@click.option("--category", metavar="NAME", help="Only trips of this category: 考察, 進修, 研究, 實習, 開會, 其他.")
@click.option(
    "--style", type=click.Choice([name for name, style in STYLES.items() if style.is_prose]),
    help=f"How the passages are cited. [{USUAL}]",
)  # fmt: skip
@with_settings
def ask(
    question: str | None, batch: Path | None, as_json: bool, k: int, reports: tuple[str, ...], agency: str | None,
    country: str | None, year: str | None, category: str | None, style: str | None, settings: Settings,
) -> None:  # fmt: skip
    """Ask QUESTION, in Chinese (either script) or English. Filters narrow what is searched, all of them together."""
    if (question is None) == (batch is None):
        raise click.UsageError('give a question, as in `tripreport ask "分析師對跨國雲端有什麼建議"`, or --batch FILE')
    if style and as_json:
        raise click.UsageError("--style is for reading: for programs, `tripreport cite` has every style of a passage")
    questions = [(None, question)] if question is not None else list(_batch(batch)) if batch else []
    filters = Filters(reports or None, agency, country, year_from(year) if year else None, category)
    tell_present_name(agency)
    library = open_library(settings, bar)
    held = library.reports()
    if not held:
        raise UserError("The library has no reports yet: `tripreport ingest FOLDER` brings them in.")
    if filters and not any(map(filters.admits, held)):
        click.echo("No report passes these filters: `tripreport reports` shows what the forms say.", err=True)
    for asked_id, text in questions:
        answer = library.ask(text or "", k, filters=filters)
        if as_json:
            click.echo(json.dumps(listing.answer_json(answer, asked_id), ensure_ascii=False))
        else:
            click.echo(listing.answer_text(_in_style(answer, STYLES[style]) if style else answer))


def _in_style(answer: Answer, style: Style) -> Answer:
    """The same answer with its passages cited in another style."""
    cited = [replace(hit, citation=style.of(linked(Reference(hit.cited)))) for hit in answer.hits]
    return replace(answer, hits=cited)


def _batch(path: Path) -> Iterator[tuple[object, str]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(f"{path} cannot be read ({error}): give a file of JSON lines in UTF-8.") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield row["id"], str(row["question"])
        except (ValueError, KeyError, TypeError) as error:
            raise UserError(
                f'{path}, line {number} is not like {{"id": "q1", "question": "..."}} ({error!r}): mend that line.'
            ) from error
