"""Every error that a person can meet, as one tree; each message names the cure.

::

    TripReportError
    ├── UserError                 the person can mend it (exit code 2)
    │   ├── UnreadableFile        a file that is not a report we can read
    │   ├── UnknownReport         no such report in the library
    │   ├── UnprovedPassage       a passage that no version of its report has where it was picked
    │   ├── ChangedReport         a report that is another version by now than the person has seen
    │   ├── ChangedGlossary       a glossary that somebody else has saved since the person has seen it
    │   ├── UnknownRecommendation no such recommendation in any report
    │   ├── ChangedMark           somebody else has noted something of it since the person looked
    │   ├── BadMark               something that cannot be noted of a recommendation
    │   ├── TakenFile             a file that is another report's than the one it shall be of
    │   ├── EmptyQuestion         nothing was asked
    │   ├── SettingsError         a setting that makes no sense
    │   └── ModelMismatch         the library was embedded by another model
    └── LibraryError              the library or the installation is at fault (exit code 1)
        ├── ModelUnavailable      the embedding model cannot be made or loaded
        ├── LibraryBusy           another process holds the library's write lock
        └── DamagedLibrary        a stored file contradicts the store
"""


class TripReportError(Exception):
    """Root of the tree; ``exit_code`` is what the command line returns."""

    exit_code = 1


class UserError(TripReportError):
    """The person can mend it."""

    exit_code = 2


class UnreadableFile(UserError):
    """A file that is not a report we can read."""


class UnknownReport(UserError):
    """No such report in the library."""


def no_report(report_id: str) -> UnknownReport:
    """The error that names the id, and where to find the right one."""
    return UnknownReport(f"There is no report {report_id!r}: `tripreport reports` lists the ids.")


class UnprovedPassage(UserError):
    """A passage that no version of its report has where it was picked: ``place`` is its anchor."""

    def __init__(self, report_id: str, place: str) -> None:
        super().__init__(
            f"No version of report {report_id!r} says at {place} what was picked there: ask again and pick it anew, or "
            f"look at `tripreport show {report_id}`."
        )
        self.report_id, self.place = report_id, place


class ChangedReport(UserError):
    """A report that is another version by now than the person has seen."""


class UnknownRecommendation(UserError):
    """No such recommendation in any report."""


class ChangedMark(UserError):
    """Somebody else has noted something of it since the person looked."""


class BadMark(UserError):
    """Something that cannot be noted of a recommendation; ``field`` is what of it makes no sense."""

    def __init__(self, words: str, field: str) -> None:
        super().__init__(words)
        self.field = field


class ChangedGlossary(UserError):
    """A glossary that somebody else has saved since the person has seen it."""


class TakenFile(UserError):
    """A file that is another report's than the one it shall be of."""


class EmptyQuestion(UserError):
    """Nothing was asked."""


class SettingsError(UserError):
    """A setting that makes no sense."""


class ModelMismatch(UserError):
    """The library was embedded by another model."""


class LibraryError(TripReportError):
    """The library or the installation is at fault."""


class ModelUnavailable(LibraryError):
    """The embedding model cannot be made or loaded."""


class LibraryBusy(LibraryError):
    """Another process holds the library's write lock."""


class DamagedLibrary(LibraryError):
    """A stored file contradicts the store."""
