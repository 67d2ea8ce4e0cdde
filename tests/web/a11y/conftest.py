"""One page for all states of a file, and the servers that they are found on."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.a11y.servers import Servers, servers
from tests.web.a11y.states import new_page


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    with servers(tmp_path_factory.mktemp("a11y")) as found:
        yield found


@pytest.fixture(scope="module")
def reused(chromium: Any) -> Iterator[Any]:
    pytest.importorskip("a11y_moda", reason="a11y-moda is not installed: `make test` installs it")
    page = new_page(chromium)
    yield page
    page.close()
