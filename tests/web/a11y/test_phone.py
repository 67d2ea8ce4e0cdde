"""Every state on a phone, in both languages, light and dark: axe-core and a11y-moda (AAA) find nothing."""

from typing import Any

import pytest

from tests.web.a11y.check import barriers, told
from tests.web.a11y.servers import Servers
from tests.web.a11y.states import PHONE, State, arrive, cases


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize(("state", "lang"), cases(PHONE))
def test_nobody_is_kept_out_on_a_phone(reused: Any, served: Servers, state: State, lang: str) -> None:
    arrive(reused, served[state.library], state, PHONE, lang)
    found = barriers(reused)
    assert not found, told(found)
