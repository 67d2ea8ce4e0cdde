"""The form of /check."""

from typing import Final

from assistant.check.check import MAX_CHARACTERS
from assistant.check.drafts import MAX_BYTES
from assistant.locales import Words
from assistant.web.check.sent import Sent
from assistant.web.html.markup import esc
from assistant.web.html.shelf import Shelf
from ingest.readers import supported_suffixes

CHECK: Final = "/check"


def render_form(sent: Sent, shelf: Shelf, t: Words, told: str = "", again: bool = False) -> str:
    """Filled in with what was ``sent``; ``told`` says what is wrong with that. ``again``: below what was found."""
    wrong = ' aria-invalid="true" aria-describedby="why hint" autofocus' if told else ' aria-describedby="hint"'
    said = f'<p class="warning" id="why"><bdi>{esc(told)}</bdi></p>' if told else ""
    ticked = " checked" if sent.every_sentence else ""
    button = t("check.again") if again else t("check.go")
    suffixes = supported_suffixes()
    return (
        f'<form class="decide checking" method="post" action="{CHECK}" enctype="multipart/form-data" '
        f'aria-label="{esc(t("check.title"))}">{said}'
        f'<label for="text">{esc(t("check.text"))}</label>'
        f'<textarea id="text" name="text" rows="{8 if again else 12}" dir="auto" accesskey="S" '
        f'title="{esc(t("check.text"))}"{wrong}>\n{esc(sent.text)}</textarea>'
        f'<p class="note" id="hint">{esc(t("check.text_hint", n=f"{MAX_CHARACTERS:,}"))}</p>'
        f'<label for="file">{esc(t("check.file"))}</label>'
        f'<input type="file" id="file" name="file" accept="{esc(",".join(suffixes))}" aria-describedby="file-hint">'
        f'<p class="note" id="file-hint">'
        f"{esc(t('check.file_hint', suffixes=' '.join(suffixes), size=MAX_BYTES >> 20))}</p>"
        f"{_reports(sent, shelf, t)}"
        f'<label class="tick"><input type="checkbox" name="sentences" value="yes"{ticked}>'
        f"<span>{esc(t('check.sentences'))}</span></label>"
        f'<p class="choices"><button class="primary">{esc(button)}</button></p>'
        f'<p class="note">{esc(t("check.private"))}</p></form>'
    )


def _reports(sent: Sent, shelf: Shelf, t: Words) -> str:
    options = "".join(
        f'<option value="{esc(report_id)}" dir="auto"{" selected" if report_id == sent.report else ""}>'
        f"{esc(title)}</option>"
        for title, report_id in shelf.choices(t, sent.report)
    )
    label = t("check.report")
    return f'<label for="report">{esc(label)}</label><select id="report" name="report">{options}</select>'
