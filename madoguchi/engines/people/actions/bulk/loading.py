"""Writing of batches: COPY, search keys and one audit entry, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from django.db import connection, models, transaction
from django.utils import timezone

from madoguchi.foundation.access import Actor, require
from madoguchi.foundation.audit.actions import record as audit

from ...models import VERSION_MODELS, Act, Household, Person, SearchKey
from ...queries.search_sources import sources
from ..search_keys import key_columns
from .batch import NUMBERS, Batch
from .rows import Rows
from .setting_aside import laid_aside, may_lay_aside

MIGRATE = "people.migrate"
PIECE = 1 << 20
CHUNK = 20_000
MANY = 10_000
MOVE = "SELECT setval(%(name)s::regclass, greatest(%(highest)s, nextval(%(name)s::regclass)))"
TABLES: tuple[type[models.Model], ...] = (Act, Person, Household, *VERSION_MODELS)
Progress = Callable[[int, int | None, str], None]
"""Told how many of how many rows are done (None: not known), and in words what is being done."""


@dataclass
class Written:
    """What a batch wrote: rows by table, persons and households."""

    rows: dict[str, int] = field(default_factory=dict)
    person_ids: list[int] = field(default_factory=list)
    highest: dict[type[models.Model], int] = field(default_factory=lambda: dict.fromkeys(NUMBERS, 0))

    @property
    def total(self) -> int:
        """Rows of all tables, search keys not counted."""
        return sum(self.rows.values())


def write_batch(actor: Actor, batch: Batch | Iterable[Batch], *, progress: Progress | None = None) -> Written:
    """Writes a batch, or a stream of batches that are made while the former are written, all in one transaction.

    The constraints are those of single acts. A town without people is filled with constraints laid aside and checked
    over all rows at the end (about twice as quick); anywhere else they stand during the COPY.
    Raises Forbidden (``people.migrate``), IntegrityError where a row breaks a constraint; then nothing is written.
    """
    require(actor, MIGRATE)
    tell = progress or (lambda done, total, message: None)
    batches = [batch] if isinstance(batch, Batch) else batch
    with transaction.atomic():
        written = write_rows(batches, tell)
        move_sequences(written)
        write_search_keys(written.person_ids, tell)
        audit(actor, action="people.migrate", subject="batch", detail={"rows": written.rows})
    if written.total >= MANY:
        analyze([SearchKey._meta.db_table])
    return written


def write_rows(batches: Iterable[Batch], tell: Progress) -> Written:
    """COPY of each batch; afterwards the tables' statistics are made anew, so that the next reads are planned well."""
    written = Written()
    tables = [model._meta.db_table for model in TABLES]
    with quick_if_empty(tables, tell):
        for batch in batches:
            copy_batch(batch, written, tell)
    if written.total >= MANY:
        analyze(tables)
    return written


@contextmanager
def quick_if_empty(tables: Sequence[str], tell: Progress) -> Iterator[None]:
    """Lays constraints aside while a town without people is filled by the owner of its tables."""
    with ExitStack() as stack, connection.wrap_database_errors:
        if not Person.objects.exists() and may_lay_aside(tables):
            stack.enter_context(laid_aside(tables))
        yield
        tell(0, None, "制約を確かめ、索引を作っています")


def copy_batch(batch: Batch, written: Written, tell: Progress) -> None:
    """Sends the rows of one batch, tables that others point at first."""
    for model in TABLES:
        rows = batch.rows[model]
        copy_rows(rows)
        written.rows[rows.table] = written.rows.get(rows.table, 0) + len(rows)
        tell(written.total, None, f"{model._meta.verbose_name}を書き込んでいます")
    written.person_ids += sorted(batch.person_ids)
    for entity, number in batch.highest.items():
        written.highest[entity] = max(number, written.highest[entity])


def copy_rows(rows: Rows) -> None:
    """COPY of one table, in pieces of about a megabyte."""
    if not rows.lines:
        return
    columns = ", ".join(rows.columns)
    with connection.cursor() as cursor, cursor.copy(f"COPY {rows.table} ({columns}) FROM STDIN") as copy:
        step = max(1, PIECE // (len(rows.lines[0]) + 1))
        for at in range(0, len(rows.lines), step):
            copy.write("\n".join(rows.lines[at : at + step]) + "\n")


def move_sequences(written: Written) -> None:
    """Moves the sequences past the numbers that were given, so that none of them is given again."""
    with connection.cursor() as cursor:
        for entity, highest in written.highest.items():
            if highest:
                cursor.execute(MOVE, {"name": NUMBERS[entity], "highest": highest})


def write_search_keys(person_ids: Sequence[int], tell: Progress) -> None:
    """Makes the search keys of new persons from the record as it stands now."""
    table = SearchKey._meta.db_table
    with quick_if_keyless([table]):
        for at in range(0, len(person_ids), CHUNK):
            rows = Rows(SearchKey, without=("id",))
            for source in sources(person_ids[at : at + CHUNK], timezone.localdate()):
                rows.add({}, key_columns(source))
            copy_rows(rows)
            tell(at + len(rows), len(person_ids), "検索キーを作っています")


@contextmanager
def quick_if_keyless(tables: Sequence[str]) -> Iterator[None]:
    """Lays the constraints of the search keys aside while there are none."""
    with ExitStack() as stack, connection.wrap_database_errors:
        if not SearchKey.objects.exists() and may_lay_aside(tables):
            stack.enter_context(laid_aside(tables))
        yield


def analyze(tables: Sequence[str]) -> None:
    """Makes the planner's statistics of these tables anew."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")
