"""The glossary: what is looked for in other words too, and the library's own part of it."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from assistant.cli.options import json_option, with_settings
from assistant.settings import Settings
from corpus.agencies import Agency, agencies, earlier_names, present
from corpus.errors import SettingsError
from corpus.fold import fold
from index.glossary import FILE_NAME, Synonyms, built_in_lines, file_text, read_lines
from index.own_glossary import OwnGlossary


@click.command()
@click.argument("forms", nargs=-1)
@click.option("--add", is_flag=True, help="Add FORMS as one line of the library's own glossary.")
@click.option("--check", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Only check a file.")
@click.option("--path", "only_path", is_flag=True, help="Only say where the library's own glossary is.")
@click.option("--agencies", "of_agencies", is_flag=True, help="List agencies by their names over time instead.")
@json_option
@with_settings
def glossary(
    forms: tuple[str, ...], add: bool, check: Path | None, only_path: bool, of_agencies: bool, as_json: bool,
    settings: Settings,
) -> None:  # fmt: skip
    """List what is looked for in other words too; with FORMS only the lines that have one of them.

    The library's own part is a plain file, one thing a line, its forms parted by tabs; its lines come before those
    that are built in.
    """
    own = OwnGlossary(settings.library / FILE_NAME)
    if check is not None:
        count = len(list(read_lines(file_text(check), str(check))))
        click.echo(json.dumps({"lines": count, "ok": True}) if as_json else f"{check}: {count} lines, all fine.")
    elif only_path:
        click.echo(json.dumps({"path": str(own.path), "exists": own.path.exists()}) if as_json else str(own.path))
    elif add:
        if len(forms) < 2:
            raise click.UsageError(
                'give two forms or more, as in `tripreport glossary --add 雲端服務 "cloud service" SaaS`'
            )
        lines = own.add(forms).lines
        said = f"Added to {own.path}, which has {len(lines)} lines now."
        click.echo(json.dumps({"path": str(own.path), "lines": len(lines)}) if as_json else said)
    elif of_agencies:
        _say([_agency_json(a) for a in agencies() if _has(a.forms, forms)], as_json)
    else:
        looked = own.look()
        if looked.wrong:
            raise SettingsError(looked.wrong)
        _say([_line_json(line) for line in (*looked.lines, *built_in_lines()) if _has(line.forms, forms)], as_json)


def _has(line: Iterable[str], wanted: tuple[str, ...]) -> bool:
    """Whether one of the forms in ``line`` is, or holds, one that is wanted."""
    folded = [fold(form) for form in line]
    return not wanted or any(fold(want) in form for want in wanted for form in folded)


def _line_json(line: Synonyms) -> dict[str, Any]:
    return {"forms": list(line.forms), "source": line.source}


def _agency_json(agency: Agency) -> dict[str, Any]:
    return {
        "name": agency.name, "forms": list(agency.forms[1:]), "since": agency.since, "until": agency.until,
        "became": list(agency.into), "now": present(agency).name,
        "before": [earlier.name for earlier in earlier_names(agency)],
    }  # fmt: skip


def _say(rows: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        click.echo(_agency_text(row) if "name" in row else f"{' | '.join(row['forms'])}   ({row['source']})")
    if not rows:
        click.echo("No line has that: add one with `tripreport glossary --add FORM FORM…`.", err=True)


def _agency_text(row: dict[str, Any]) -> str:
    """A line a name: when, what it became, and how else it is written."""
    when = " – ".join(filter(None, (row["since"], row["until"]))) if row["until"] else row["since"] or ""
    became = f" → {'、'.join(row['became'])}" if row["became"] else ""
    return f"{row['name']}{f' ({when})' if when else ''}{became}   {' | '.join(row['forms'])}".rstrip()
