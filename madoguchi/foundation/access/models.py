"""Members of staff and their log-ins."""

from collections.abc import Callable

from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models

from .actor import Actor, permissions_of


class User(AbstractUser):
    """A log-in of a member of staff. Roles are codes that the systems' manifests give permissions to."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("氏名", max_length=60)
    division = models.CharField("所属", max_length=60, blank=True)
    post = models.CharField("職", max_length=40, blank=True)
    roles = ArrayField(models.CharField(max_length=40), verbose_name="役割", default=list, blank=True)

    REQUIRED_FIELDS = ["name"]

    # Set on the user of a request whose session has opened an emergency access; ``foundation/login`` does it.
    extended: "Callable[[Actor], Actor] | None" = None

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

    def as_actor(self, purpose: str = "") -> Actor:
        """This member of staff as the actor of an act or a look."""
        actor = Actor(self.pk, self.name, self.division, permissions_of(self.roles), purpose)
        return self.extended(actor) if self.extended else actor
