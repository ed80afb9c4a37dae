"""Members of staff and their log-ins."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property

from ..actor import Actor

if TYPE_CHECKING:
    from ..rights import Rights


class User(AbstractUser):
    """A log-in of a member of staff. What it may do comes from the appointments of today alone."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("氏名", max_length=60)

    REQUIRED_FIELDS = ["name"]

    # Set by ``foundation/login`` on the user of a request whose session has opened an emergency access.
    extended: Callable[[Actor], Actor] | None = None

    class Meta:
        verbose_name = "職員"
        verbose_name_plural = "職員"

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """The name as it is shown on screens and in the audit."""
        return self.name or self.username

    def get_short_name(self) -> str:
        """Same as the full name: Japanese staff are not addressed by given names."""
        return self.get_full_name()

    @cached_property
    def rights(self) -> Rights:
        """Today's appointments and grants, read once for this object; each request has its own."""
        from ..rights import Rights

        return Rights(self)

    def as_actor(self, purpose: str = "") -> Actor:
        """This member of staff as the actor of an act or a look, in the appointment that the session chose or the main
        one. ``purpose`` is the code or name of a purpose of the town, or other words."""
        actor = self.rights.actor(purpose)
        return self.extended(actor) if self.extended else actor

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's question. ``is_superuser`` answers nothing here: rights come with an appointment."""
        from django.contrib.auth import get_backends

        return any(backend.has_perm(self, perm, obj) for backend in get_backends() if hasattr(backend, "has_perm"))

    def has_perms(self, perm_list: Iterable[str], obj: Any = None) -> bool:
        """True where each of them is held."""
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        """No permission of Django's own is ever held."""
        return False

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Reads the row again, and forgets the rights that were read."""
        self.__dict__.pop("rights", None)
        super().refresh_from_db(*args, **kwargs)
