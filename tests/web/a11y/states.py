"""Every state that a page can be in, and how to get there. A new one is a line in ``STATES``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from assistant.anchor import anchor_at
from assistant.locales import CHINESE, ENGLISH
from assistant.web.plain.frame import LANGUAGE_COOKIE
from tests.web.fakes import real_report

Step = Callable[[Any], object]
CLOUD = "分析師對跨國雲端有什麼建議？"
NOTHING = "2031 年的預算是多少？"
LANGUAGES = (CHINESE, ENGLISH)
WIDE, PHONE = 1280, 390
WIDTHS = (WIDE, PHONE)
_TALL = {WIDE: 800, PHONE: 844}


@dataclass(frozen=True, slots=True)
class State:
    """Its name, the address where it is found, what is done there, on which library's page, at which widths."""

    name: str
    address: str
    steps: tuple[Step, ...] = ()
    library: str = "text"
    widths: tuple[int, ...] = WIDTHS


def see(selector: str) -> Step:
    """Wait until this is there to be seen."""
    return lambda page: page.wait_for_selector(selector)


def click(selector: str) -> Step:
    """Press the first of these, as soon as a person could."""

    def clicked(page: Any) -> None:
        page.wait_for_selector(selector)
        page.wait_for_timeout(150)
        page.locator(selector).first.click()

    return clicked


def press(key: str) -> Step:
    """Press a key, wherever the focus is."""
    return lambda page: page.keyboard.press(key)


def ask(question: str) -> Step:
    """Type a question into the box and send it."""

    def asked(page: Any) -> None:
        page.locator("#question :is(input, textarea)").fill(question)
        page.keyboard.press("Enter")

    return asked


def add(**files: str) -> Step:
    """Choose files in the panel for adding reports, which must be open."""
    chosen = [{"name": f"{n}.txt", "mimeType": "text/plain", "buffer": text.encode()} for n, text in files.items()]
    return lambda page: page.locator("#add-files").set_input_files(chosen)


def offer(name: str, text: str) -> Step:
    """Send a file that shall replace a report."""
    chosen = {"name": name, "mimeType": "text/plain", "buffer": text.encode()}

    def offered(page: Any) -> None:
        page.locator("#file").set_input_files(chosen)
        page.locator("button.primary").click()

    return offered


def type_lines(lines: str) -> Step:
    """Write the library's own glossary and save it."""

    def saved(page: Any) -> None:
        page.locator("#lines").fill(lines)
        page.locator("main form .primary").click()

    return saved


def enter(password: str) -> Step:
    """Try to log in."""

    def entered(page: Any) -> None:
        page.locator("[type=password]").fill(password)
        page.keyboard.press("Enter")

    return entered


def forget(page: Any) -> None:
    """The report of the first card is there no more: as if it had been removed meanwhile."""
    page.locator("#hit-1").evaluate("card => { card.dataset.report = 'gone' }")


def fill(field: str, text: str) -> Step:
    """Write into a field of the page's last form, and send it."""

    def filled(page: Any) -> None:
        page.locator(f"main form [name={field}]").last.fill(text)
        page.locator("main form .primary").last.click()

    return filled


def send(text: str) -> Step:
    """Choose a file in the one form that there is, and send it."""

    def sent(page: Any) -> None:
        file = {"name": "a.txt", "mimeType": "text/plain", "buffer": text.encode()}
        page.locator("main [type=file]").set_input_files(file)
        page.locator("main form button").first.click()
        page.wait_for_url("**/replace/**")

    return sent


def check(draft: str) -> Step:
    """Paste a draft and have its quotations checked."""

    def checked(page: Any) -> None:
        page.locator("#text").fill(draft)
        page.locator("main button.primary").click()
        page.wait_for_selector(".outcome")

    return checked


QUOTED = (
    "《出席 2022 Gartner 資訊科技發展國際研討會》第 5 頁：「政府机关如何运用新兴科技推展政府服务」，"
    "又稱「本次會議系睽違 3 年後再次舉行實體研討會議」。「本部應立即停止所有雲端服務之採購」（《沒有的報告》）。"
    "所謂「韌性」與「4 天研討會包含 350 多個會議……創新、領導力」。"
)
READY = see("html.ready")
ANSWERED = see("#results .answer .card")
OPENED = see("#source .passage, #source .report-text mark")
_PLAN = "country=美國&agency=數位發展部資通安全署&from=2025-10-12&to=2025-10-20"
_ANSWER, _NOTHING = f"?q={CLOUD}", f"?q={NOTHING}"
_ADDING = (READY, click("#head [data-add]"))
LINKED = f"?report=gartner-2022#{anchor_at(1, 11435, 11536, real_report().text)}"
LINK_GONE = "?report=gartner-2022#v1-11435-11536-0000000000"

SHOW = click("#hit-1 [data-show]")
BESIDE = (ANSWERED, SHOW, OPENED)
PICTURE = (click("[data-mode=picture]"), see(".picture[data-state=here] img"))

STATES = (
    # the page that asks
    State("first-visit", "", (READY, see("#results .welcome"))),
    State("filter-open", "", (READY, click("#report input"), see("[role=listbox]"))),
    State("answer", _ANSWER, (OPENED,), widths=(WIDE,)),
    State("answer", _ANSWER, (ANSWERED,), widths=(PHONE,)),
    State("grouped", f"{_ANSWER}&group=report", (see("#results .group"),)),
    State("filtered", f"{_ANSWER}&agency=數位發展部&year=2023", (see("#results .chips"),)),
    State("nothing-admitted", f"{_ANSWER}&year=1999", (see("#results .error"),)),
    State("unsure", "?q=或許有雲端", (ANSWERED,)),
    State("why", _ANSWER, (ANSWERED, click(".why summary"), see(".why[open] dl"))),
    State("citing", _ANSWER, (ANSWERED, click(".citing summary"), see(".citing[open] dl"))),
    State("picked", _ANSWER, (ANSWERED, click("#hit-2 .pick"), see("#hit-2 .pick input:checked"))),
    State("copied", _ANSWER, (ANSWERED, click("#hit-1 .cite"), see("#toast:not([hidden])"))),
    State("whole-section", _ANSWER, (ANSWERED, click("#hit-2 [data-whole]"), see("#hit-2 .passage"))),
    State("no-answer", _NOTHING, (see("#results .no-answer"),)),
    State("no-answer-opened", _NOTHING, (see("#results .no-answer"), click("#hit-2 [data-show]"), OPENED)),
    State("empty-question", "", (READY, click("#ask-button"), see("#results .empty-question"))),
    State("error", "?q=busy", (see("#results .error"),)),
    State("loading", "?q=慢", (see("#results .loading"),), library="held"),
    State("empty-library", "", (see("#results .empty-library"),), library="empty"),
    State("report-gone", f"{_ANSWER}&report=gone", (ANSWERED,)),
    State("linked", LINKED, (see("#results .linked .card"),)),
    State("linked-gone", LINK_GONE, (see("#results .linked-gone"),)),
    # the report beside it
    State("about-report", _ANSWER, (*BESIDE, click("[data-about]"), see("#source-about:not([hidden])"))),
    State("outline", _ANSWER, (*BESIDE, click("[data-outline]"), see("#source-outline")), widths=(PHONE,)),
    State("source-sheet", _ANSWER, (ANSWERED, SHOW, see("html.sheet #source .passage")), widths=(PHONE,)),
    State("report-missing", _ANSWER, (ANSWERED, forget, SHOW, see("#source .missing"))),
    State("printed-text", "?q=行程", BESIDE, library="printed"),
    State("printed-page", "?q=行程", (READY, OPENED, *PICTURE), library="printed", widths=(WIDE,)),
    State("printed-page", "?q=行程", (*BESIDE, *PICTURE), library="printed", widths=(PHONE,)),
    # adding reports
    State("add-panel", "", (*_ADDING, see("#add .drop")), library="adding"),
    State("adding", "", (*_ADDING, add(a="甲", b="乙"), see("#adding li[data-outcome=now]")), library="held"),
    State("added", "", (*_ADDING, add(a="甲", b="FAIL damaged."), see("#adding [data-adding=done]")), library="adding"),
    # the simple version and the map of the site
    State("lite", "lite"),
    State("lite-answer", f"lite?q={CLOUD}"),
    State("lite-citing", f"lite?q={CLOUD}", (click("#hit-1 .citing summary"),)),
    State("lite-no-answer", f"lite?q={NOTHING}"),
    State("lite-filtered", f"lite?q={CLOUD}&agency=數位發展部&year=2023"),
    State("lite-empty-question", "lite?q="),
    State("lite-error", "lite?q=busy"),
    State("lite-empty-library", "lite", library="empty"),
    State("sitemap", "sitemap"),
    State("nowhere", "no/such/page"),
    # the quote check
    State("check", "check"),
    State("check-found", "check", (check(QUOTED), see(".found article del"))),
    State("check-nothing", "check", (check(""), see("main [aria-invalid]"))),
    State("check-under-way", "check", (check(f"慢 {QUOTED}"), see(".found article del"))),
    # the reports
    State("reports", "reports"),
    State("reports-filtered", "reports?agency=數位發展部&q=Gartner"),
    State("reports-none", "reports?q=沒有這種報告"),
    State("reports-empty", "reports", library="empty"),
    State("report", "reports/forum"),
    State("report-text", "reports/gartner-2022/text?start=11435&end=11536"),
    State("passage-citing", "reports/gartner-2022/text?start=11435&end=11536", (click(".citing summary"),)),
    State("cite-wrong", "cite/gartner-2022?style=mla"),
    State("report-unknown", "reports/gone"),
    State("advice", "recommendations"),
    State("advice-filters", "recommendations#filters", widths=(PHONE,)),
    State("advice-all", "recommendations?kind=all&sort=status", (click(".more summary"),)),
    State("advice-none", "recommendations?q=沒有這種建議&year=x"),
    State("advice-empty", "recommendations", library="empty"),
    State("advice-one", "recommendations/gartner-2022-9eedf5d556cd?agency=數位發展部"),
    State("advice-wrong", "recommendations/gartner-2022-9eedf5d556cd", (fill("due", "年底"), see("[aria-invalid]"))),
    State("advice-guarded", "recommendations/gartner-2022-9eedf5d556cd", library="guarded"),
    State("remove", "reports/gartner-2022/remove"),
    State("remove-unsure", "reports/gartner-2022/remove", (click("main form button"), see("main [aria-invalid]"))),
    State("replace", "reports/gartner-2022/replace"),
    State("replace-no-file", "reports/gartner-2022/replace", (click("main form button"), see("main [aria-invalid]"))),
    State("replace-compared", "reports/gartner-2022/replace", (send("另一份報告"), see("main form"))),
    # over all reports, and prior trips
    State("compare", "compare"),
    State("compare-reports", f"compare?q={CLOUD}"),
    State("compare-agencies", f"compare?q={CLOUD}&by=agency&year=2023"),
    State("compare-none", f"compare?q={NOTHING}&by=year"),
    State("compare-empty-question", "compare?q="),
    State("prior", "prior"),
    State("prior-much", f"prior?purpose=參加 Gartner Symposium，看雲端&{_PLAN}"),
    State("prior-related", "prior?purpose=雲端"),
    State("prior-none", f"prior?purpose=火箭&{_PLAN}"),
    State("prior-no-purpose", "prior?purpose="),
    State("glossary", "glossary", library="adding"),
    State("glossary-found", "glossary?find=環境", library="adding"),
    State("glossary-edit", "glossary/edit", library="adding"),
    State("glossary-wrong", "glossary/edit", (type_lines("一個"), see("main [aria-invalid]")), library="adding"),
    State("api", "api/v1/docs"),
    # where there are passwords
    State("log-in", "login", library="shut"),
    State("log-in-failed", "login", (enter("a wrong one"), see("[role=alert]")), library="shut"),
    State("guarded", "", (READY, see(".doors-way")), library="guarded"),
    State("guarded-sitemap", "sitemap", library="guarded"),
)


def cases(width: int) -> list[Any]:
    """The states that there are at this width, in each language, for a test of each."""
    return [
        pytest.param(state, lang, id=f"{state.name}-{lang}")
        for state in STATES
        if width in state.widths
        for lang in LANGUAGES
    ]


def new_page(browser: Any) -> Any:
    """A page that can be brought into one state after the other."""
    page = browser.new_page(viewport={"width": WIDE, "height": _TALL[WIDE]})
    page.add_init_script("location.protocol === 'http:' && sessionStorage.clear()")  # nothing is followed from before
    page.set_default_timeout(20_000)
    return page


def arrive(page: Any, origin: str, state: State, width: int, lang: str) -> None:
    """Bring the page into a state, in one language and at one width."""
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": width, "height": _TALL[width]})
    page.context.add_cookies([{"name": LANGUAGE_COOKIE, "value": lang, "url": origin}])
    page.goto("about:blank")  # an address that differs in its fragment alone would not be opened anew
    page.goto(origin + state.address)
    for step in state.steps:
        step(page)
    page.wait_for_timeout(300)  # what scrolls into view a frame later
