"""The role under which pages and jobs are served: it owns nothing. Made by the owner of the tables."""

from django.conf import settings
from django.db import Error, connection, transaction
from psycopg import sql

from .errors import TownError

FOUND = "SELECT rolsuper OR pg_has_role(oid, current_user, 'MEMBER') FROM pg_roles WHERE rolname = %s"
TAKEN = {"42710", "23505"}
TOO_STRONG = """\
役割「{role}」には、表を変えられる権限があります。窓口のページは、表を変えられない役割で動かします。
APP_DATABASE_URL には、持ち主でも管理者でもない別の役割を指定してください。"""
CANNOT = """\
役割「{role}」を用意できません（{trouble}）。DATABASE_URL の役割に CREATEROLE がないときは、データベースの管理者に
「CREATE ROLE {role} LOGIN PASSWORD '…'」を頼み、その接続先を APP_DATABASE_URL に指定してください。"""


def role_name() -> str:
    """The name of the application's role."""
    return str(settings.APPLICATION_DATABASE["USER"])


def ensure_role() -> None:
    """Makes the role where there is none, with the password that this install keeps for it.

    Raises TownError, saying what to do, where it cannot be made or could do what only the owner may.
    """
    strong = look()
    if strong:
        raise TownError(TOO_STRONG.format(role=role_name()))
    try:
        if strong is None:
            make()
        elif password() and not settings.APPLICATION_DATABASE["GIVEN"]:
            state("ALTER ROLE {role} PASSWORD {password}")
    except Error as trouble:
        raise TownError(CANNOT.format(role=role_name(), trouble=str(trouble).strip())) from trouble


def look() -> bool | None:
    """None where there is no such role; True for one that may do what the owner may."""
    with connection.cursor() as cursor:
        cursor.execute(FOUND, [role_name()])
        row = cursor.fetchone()
    return row[0] if row else None


def make() -> None:
    """A role that may log in and nothing else; where another process was quicker, that one stands."""
    secret = " PASSWORD {password}" if password() else ""
    try:
        with transaction.atomic():
            state(f"CREATE ROLE {{role}} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT{secret}")
    except Error as trouble:
        if getattr(trouble.__cause__, "sqlstate", "") not in TAKEN:
            raise


def password() -> str:
    """The role's password; empty on the embedded server, whose socket lies in a private folder."""
    return str(settings.APPLICATION_DATABASE["PASSWORD"])


def state(statement: str) -> None:
    """Runs a statement about the role. Its password leaves this process only as a SCRAM verifier."""
    with connection.cursor() as cursor:
        verifier = ""
        if password():
            session = connection.connection.pgconn
            verifier = session.encrypt_password(password().encode(), role_name().encode(), b"scram-sha-256").decode()
        parts = {"role": sql.Identifier(role_name()), "password": sql.Literal(verifier)}
        cursor.execute(sql.SQL(statement).format(**parts))
