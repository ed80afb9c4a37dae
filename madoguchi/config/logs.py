"""Log lines without people's data.

What PostgreSQL says of an error it says with the data: the row that breaks a constraint, the key that is taken, the
piece of the statement in which the fault lies. A log is read by more people than may read the record.
"""

from __future__ import annotations

import logging
import re

SAID = re.compile(
    r"\n(?:DETAIL|LINE \d+|CONTEXT|QUERY|HINT|STATEMENT):.*?(?=\n\nThe above exception|\n\nDuring handling|\Z)",
    re.DOTALL,
)


class QuietFormatter(logging.Formatter):
    """Formats as usual, and leaves out the details of errors of the database, wherever in a traceback they stand."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, with its traceback."""
        return SAID.sub("", super().format(record))
