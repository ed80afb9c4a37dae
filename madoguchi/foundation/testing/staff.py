"""Towns, staff and their clients."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from madoguchi.foundation.access.models import Appointment, User
    from madoguchi.foundation.towns.models import Town

PASSWORD = "correct horse battery staple"  # noqa: S105 - the tests' own
HOST = "yotsukaido.localhost"


@pytest.fixture(autouse=True)
def _test_in_a_town(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test with a database works inside 四街道市."""
    if uses_database(request):
        request.getfixturevalue("town")
    yield
    if uses_database(request):
        from django.db import connection

        connection.set_schema_to_public()  # type: ignore[attr-defined]


def uses_database(request: pytest.FixtureRequest) -> bool:
    """True for a test that asked for the database by mark or by fixture."""
    names = {"db", "transactional_db", "live_server", "database_url"}
    return bool(request.node.get_closest_marker("django_db") or names & set(request.fixturenames))


@pytest.fixture
def town(request: pytest.FixtureRequest) -> "Town":
    """四街道市, where the connection now works."""
    found = find_town(request, "yotsukaido")
    from django.db import connection

    connection.set_tenant(found)  # type: ignore[attr-defined]
    return found


@pytest.fixture
def other_town(town: "Town", request: pytest.FixtureRequest) -> "Town":
    """ひなた町; the connection still works in 四街道市. Enter it with ``with in_town(other_town):``."""
    return find_town(request, "hinata")


def find_town(request: pytest.FixtureRequest, schema: str) -> "Town":
    """A town by its schema, with the database opened for the test."""
    from madoguchi.foundation.towns.models import Town

    transactional = {"transactional_db", "live_server"} & set(request.fixturenames)
    request.getfixturevalue("transactional_db" if transactional else "db")
    return Town.objects.get(schema_name=schema)


def make_user(username: str, name: str, division: str = "", roles: Sequence[str] = (), post: str = "主事") -> "User":
    """A member of staff of the town that the connection works in, appointed to a division since 1 April 2020.

    Without a division there is no appointment, and so no right.
    """
    from madoguchi.foundation.access.models import User

    user = User(username=username, name=name, is_staff=True)
    user.set_password(PASSWORD)
    user.save()
    if division:
        appoint(user, division, roles, post)
    return user


def appoint(
    user: "User",
    division: str,
    roles: Sequence[str] = (),
    post: str = "主事",
    *,
    is_main: bool = True,
    start: date = date(2020, 4, 1),
    end: date | None = None,
) -> "Appointment":
    """An appointment that is in force; a division that the town does not have is added."""
    from madoguchi.foundation.access import SYSTEM_ACTOR
    from madoguchi.foundation.access.actions import appointments, staff
    from madoguchi.foundation.access.models import Division

    found = Division.objects.filter(name=division).first() or staff.add_division(
        SYSTEM_ACTOR, code=f"t{Division.objects.count()}", name=division, start=None
    )
    return appointments.appoint(
        SYSTEM_ACTOR,
        user_id=user.pk,
        division_id=found.pk,
        post=post,
        start=start,
        end=end,
        is_main=is_main,
        roles=roles,
        reason="試験のための発令",
    )


@pytest.fixture
def clerk(town: "Town") -> "User":
    """A clerk of 窓口サービス課."""
    return make_user("test-clerk", "窓口　一子", "窓口サービス課", ["clerk"])


@pytest.fixture
def supervisor(town: "Town") -> "User":
    """The second person who approves in 窓口サービス課."""
    return make_user("test-supervisor", "係長　二郎", "窓口サービス課", ["clerk", "supervisor"], "係長")


@pytest.fixture
def administrator(town: "Town") -> "User":
    """Runs the systems; no counter work of their own."""
    return make_user("test-administrator", "管理　三枝", "情報推進課", ["administrator"])


@pytest.fixture
def head(town: "Town") -> "User":
    """課長 of 窓口サービス課, who answers for the residents' data."""
    return make_user("test-head", "課長　五郎", "窓口サービス課", ["head", "registrar"], "課長")


@pytest.fixture
def viewer(town: "Town") -> "User":
    """Staff of another division who may look at people, and nothing more."""
    return make_user("test-viewer", "課税　六花", "課税課", ["viewer"])


@pytest.fixture
def auditor(town: "Town") -> "User":
    """Reads who looked at what."""
    return make_user("test-auditor", "監査　七子", "監査委員事務局", ["auditor"])


@pytest.fixture
def outsider(town: "Town") -> "User":
    """Staff of a division that has no access to residents."""
    return make_user("test-outsider", "道路　四郎", "道路管理課", [])


def client_of(user: "User | None" = None, host: str = HOST) -> "Client":
    """A client at the town's host, logged in where a user is given."""
    from django.test import Client

    client = Client(SERVER_NAME=host)
    if user is not None:
        client.force_login(user)
        prove(client)
    return client


def prove(client: "Client") -> None:
    """The member of staff of a client has just logged in with everything that is asked: password and passkey."""
    from madoguchi.foundation.login.sessions import MARKS, fresh_marks

    session = client.session
    session[MARKS] = fresh_marks(with_passkey=True)
    session.save()


@pytest.fixture
def visitor(town: "Town") -> "Client":
    """Someone from the street: a client that is not logged in."""
    return client_of()


@pytest.fixture
def clerk_client(clerk: "User") -> "Client":
    """The clerk at their desk."""
    return client_of(clerk)


@pytest.fixture
def supervisor_client(supervisor: "User") -> "Client":
    """The supervisor at their desk."""
    return client_of(supervisor)


@pytest.fixture
def administrator_client(administrator: "User") -> "Client":
    """The administrator at their desk."""
    return client_of(administrator)


@pytest.fixture
def head_client(head: "User") -> "Client":
    """The head of 窓口サービス課 at their desk."""
    return client_of(head)


@pytest.fixture
def viewer_client(viewer: "User") -> "Client":
    """The viewer at their desk."""
    return client_of(viewer)


@pytest.fixture
def auditor_client(auditor: "User") -> "Client":
    """The auditor at their desk."""
    return client_of(auditor)


@pytest.fixture
def outsider_client(outsider: "User") -> "Client":
    """Staff of another division at their desk."""
    return client_of(outsider)
