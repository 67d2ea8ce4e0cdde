"""The form that edits the library's own glossary. A form's line is a line of the file, its forms parted by «|»: a tab
cannot be typed into a form."""

from typing import Final

from assistant.locales import Words
from assistant.web.glossary.page import EDIT, GLOSSARY
from assistant.web.html.markup import esc
from index.own_glossary import LONGEST, Own

_BAR: Final = " | "


def render_edit(text: str, seen: str, t: Words, told: str = "", now: Own | None = None) -> str:
    """``text`` is the file's or what was sent; ``told`` what is wrong with it; ``now`` the file where somebody else has
    saved it meanwhile."""
    said = f'<p class="warning" id="told"><bdi>{esc(told)}</bdi></p>' if told else ""
    wrong = ' aria-invalid="true" autofocus' if told else ""
    described = "told hint" if told else "hint"
    return (
        f'<h1 class="tool-title">{esc(t("glossary.edit_title"))}</h1>{said}{_theirs(now, t)}'
        f'<form class="decide glossary" method="post" action="{EDIT}">'
        f'<label for="lines">{esc(t("glossary.lines"))}</label>'
        f'<textarea id="lines" name="lines" rows="18" dir="auto" spellcheck="false" maxlength="{LONGEST}" '
        f'aria-describedby="{described}"{wrong}>\n{esc(in_form(text))}</textarea>'
        f'<p class="hint" id="hint">{esc(t("glossary.hint"))}</p><input type="hidden" name="seen" value="{esc(seen)}">'
        f'<p class="choices"><button class="primary">{esc(t("glossary.save"))}</button>'
        f'<a class="button" href="{GLOSSARY}">{esc(t("change.cancel"))}</a></p></form>'
    )


def _theirs(now: Own | None, t: Words) -> str:
    """What the file says by now, to be compared with what was sent."""
    if now is None:
        return ""
    return (
        f'<h2>{esc(t("glossary.theirs"))}</h2><pre class="theirs" lang="zh-Hant">{esc(in_form(now.text))}</pre>'
        f"<h2>{esc(t('glossary.yours'))}</h2>"
    )


def in_form(text: str) -> str:
    """The file's text as the form shows it."""
    return text.replace("\t", _BAR)


def from_form(text: str) -> str:
    """What the form sent as the file has it; a remark stays as it is."""
    return "\n".join(line if _is_remark(line) else _tabbed(line) for line in text.splitlines())


def _is_remark(line: str) -> bool:
    return line.lstrip(" \t|｜").startswith("#")


def _tabbed(line: str) -> str:
    return "\t".join(part.strip() for part in line.replace("｜", "|").replace("\t", "|").split("|") if part.strip())
