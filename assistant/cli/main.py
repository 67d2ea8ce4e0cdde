"""The command line: ``tripreport``. Answers go to stdout, everything else to stderr.

Exit codes: 0 done; 1 our fault or the machine's; 2 something that the person can mend; 130 interrupted.
"""

import os
import sys
import traceback

import click

from assistant.cli.ask import ask
from assistant.cli.bundle import bundle
from assistant.cli.check import check
from assistant.cli.cite import cite
from assistant.cli.compare import compare
from assistant.cli.evaluate import evaluate
from assistant.cli.glossary import glossary
from assistant.cli.intake import ingest, remove, sync, watch
from assistant.cli.keeping import backup, put_back, verify
from assistant.cli.library import rebuild, status
from assistant.cli.mcp import mcp
from assistant.cli.prior import prior
from assistant.cli.recommendations import mark, recommendations
from assistant.cli.reports import reports, show
from assistant.cli.serve import serve
from assistant.cli.token import token
from assistant.settings import seal
from corpus.errors import TripReportError


def main() -> None:
    """Run the command and exit; errors become one line that names the cure."""
    seal(os.environ)
    for stream in (sys.stdout, sys.stderr):  # a terminal set to ASCII must not break Chinese
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    sys.exit(_run())


def _run() -> int:
    try:
        code = tripreport.main(prog_name="tripreport", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.ClickException as error:
        error.show()
        return 2
    except (click.exceptions.Abort, KeyboardInterrupt):
        return 130
    except TripReportError as error:
        click.echo(f"tripreport: {error}", err=True)
        return error.exit_code
    except BrokenPipeError:  # `tripreport ... | head`: what is left unsaid goes nowhere
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:  # the last line of defence: say it, and how to see more
        if os.environ.get("TRIPREPORT_DEBUG"):
            traceback.print_exc()
        click.echo(
            f"tripreport: unexpected {type(error).__name__}: {error}. This is our mistake, and nothing that was saved "
            "is lost. Set TRIPREPORT_DEBUG=1 to see where it happened, and please report it.",
            err=True,
        )
        return 1
    return 0


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tripreport")
def tripreport() -> None:
    """Ask official trip reports (出國報告) a question; get the passage word for word, with its citation."""


for command in (
    check, cite, bundle, compare, prior, glossary, recommendations, mark,
    ask, ingest, sync, remove, watch, reports, show, status, verify, backup, put_back, rebuild, evaluate, serve,
    mcp, token,
):  # fmt: skip
    tripreport.add_command(command)
