"""Progress on the terminal: a bar with a rate and an estimate, on stderr, gone when done."""

import sys

from tqdm import tqdm

from corpus.seams import Progress


def say(line: str) -> None:
    """A line on stderr, above whatever bars are drawn."""
    tqdm.write(line, file=sys.stderr)


def bar(label: str, below: int = 0) -> Progress:
    """A callback that draws progress under ``label``, ``below`` so many other bars.

    A new count that is smaller starts a new bar.
    """
    drawn: list[tqdm] = []

    def tell(done: int, total: int) -> None:
        if not drawn:
            drawn.append(
                tqdm(
                    total=total, desc=label, file=sys.stderr, leave=False, unit_scale=True, position=below, disable=None
                )
            )
        drawn[0].total = total
        drawn[0].update(done - drawn[0].n)
        if done >= total:
            drawn.pop().close()

    return tell
