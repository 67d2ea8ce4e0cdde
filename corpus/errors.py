"""Every error that a person can meet, as one tree; each message names the cure.

::

    TripReportError
    ├── UserError                 the person can mend it (exit code 2)
    │   ├── UnreadableFile        a file that is not a report we can read
    │   ├── UnknownReport         no such report in the library
    │   ├── ChangedReport         a report that is another version by now than the person has seen
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


class ChangedReport(UserError):
    """A report that is another version by now than the person has seen."""


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
