"""Every text colour on every ground it stands on, light and dark: at least 7:1 (WCAG AAA)."""

import re

import pytest

from assistant.web import static


def themes() -> dict[str, dict[str, str]]:
    light, dark = static.read("tokens.css").decode().split("@media (prefers-color-scheme: dark)")
    found = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", part)) for part in (light, dark)]
    return {"light": found[0], "dark": found[1]}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


PAIRS = [(text, ground) for text in ("ink", "soft", "accent") for ground in ("ground", "paper", "tint")]
PAIRS += [("ink", "mark"), ("on-ink", "ink"), ("on-ink", "accent")]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read(theme: str, text: str, ground: str) -> None:
    colours = themes()[theme]
    assert contrast(colours[text], colours[ground]) >= 7


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_borders_of_what_one_fills_in_can_be_seen(theme: str) -> None:
    colours = themes()[theme]
    assert contrast(colours["edge"], colours["paper"]) >= 3


def test_no_style_sheet_or_script_names_another_machine_or_moves() -> None:
    for name in static.FILES:
        content = static.read(name).decode()
        assert not re.search(r"https?://|//[a-z]+\.[a-z]|@import|@font-face|url\(", content), name
        assert "@keyframes" not in content
