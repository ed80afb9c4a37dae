"""What a system says of itself. Data only: no Django, no imports of the system's own code."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """A procedure that a life event makes due for a resident.

    Attributes:
        code: unique in a town, e.g. ``kokuho-join``.
        events: kinds of acts of the resident record that make it due (``engines.people`` names them).
        division: name of the division that takes it.
        days: days from the event until the deadline (the event's day is not counted); None: no legal deadline.
        bring: what to bring, in the words that are printed.
        who: whom it concerns, as conditions all of which must hold; see ``systems/window/counter/rules.py``.
        form: title of the printed form; empty where the procedure has none.
        system: True when a system of this house takes it; False when it is only announced by the town's data.
    """

    code: str
    name: str
    events: tuple[str, ...]
    division: str
    law: str = ""
    days: int | None = None
    bring: tuple[str, ...] = ()
    who: Mapping[str, object] = field(default_factory=dict)
    form: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    life_events: tuple[str, ...] = ()
    channels: tuple[str, ...] = ("窓口",)
    floor: str = ""
    provisional: bool = False
    system: bool = True


@dataclass(frozen=True, kw_only=True)
class MenuItem:
    """An entry of the desk's menu: shown to those who hold ``permission``; where that is empty, to everyone who has an
    appointment today.

    It is marked on the pages below its own; ``covers`` names others on which it is marked too.
    """

    label: str
    url_name: str
    permission: str
    icon: str = "list"
    order: int = 100
    key: str = ""
    covers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Portal:
    """A box on the residents' home: ``provider`` is the dotted path of ``(town) -> dict | None``."""

    template: str
    provider: str
    order: int = 100


@dataclass(frozen=True, kw_only=True)
class Work:
    """A line of the dashboard: work that waits for the actor today. ``count`` 0 is shown too, calmly."""

    label: str
    count: int
    url: str
    note: str = ""
    urgent: bool = False


@dataclass(frozen=True, kw_only=True)
class System:
    """The manifest of a system.

    Attributes:
        code: code in the list of systems, e.g. ``C2``.
        name: 名称.
        measures: measures or sections of the city's plan that ask for it.
        divisions: owning divisions.
        laws: laws that it carries out.
        roles: role code → permissions that the role holds in this system; ``staff`` is everyone with an appointment.
        permissions: permission → 名称, for every permission that is this system's to explain.
        purpose: code of the purpose for which people are usually looked at in its screens; empty where none are.
        person_links: what can be done for a person from the person's page; ``url_name`` takes ``person_id``.
        work: dotted path of ``(actor) -> Iterable[Work]``; empty for a system that gives nobody work.
        demo: dotted path of ``(town, scale) -> None`` that fills invented data; empty for none.
        on_act: dotted path of ``(actor, act, person_ids) -> None``, called for every act of the resident record with
            the ids of the persons that it touched, inside the act's transaction and after the act is recorded; also for
            a preview, which is taken back. What it raises undoes the act. Empty for none.
    """

    code: str
    name: str
    summary: str
    measures: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    menu: tuple[MenuItem, ...] = ()
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    permissions: Mapping[str, str] = field(default_factory=dict)
    purpose: str = ""
    procedures: tuple[Procedure, ...] = ()
    portal: tuple[Portal, ...] = ()
    person_links: tuple[MenuItem, ...] = ()
    work: str = ""
    demo: str = ""
    on_act: str = ""
