"""Two ways to one database: as the owner of the tables, and as the application that serves pages and does jobs."""

from madoguchi.config.environment import data_folder, database, text
from madoguchi.foundation.towns.embedded import default_url
from madoguchi.foundation.towns.secrets import kept_secret

AS = "DATABASE_AS"
APPLICATION = "application"


def present() -> dict[str, object]:
    """The database as this process uses it: ``DATABASE_AS=application`` is set for those that serve."""
    found = application() if text(AS) == APPLICATION else owner()
    return {key: value for key, value in found.items() if key != "GIVEN"}


def owner() -> dict[str, object]:
    """As the owner of the tables: migrations, making and removing towns, commands at the keyboard."""
    return database(text("DATABASE_URL") or default_url(data_folder()))


def application() -> dict[str, object]:
    """As the role of the application: ``APP_DATABASE_URL``, else ``<database>_app`` on the owner's server.

    ``GIVEN`` is true where the operator keeps the role and its password. Else the password lies in ``DATA`` (mode 600);
    the embedded server knows none, for its socket lies in a private folder.
    """
    elsewhere = text("DATABASE_URL")
    if elsewhere and (given := text("APP_DATABASE_URL")):
        return {**database(given), "GIVEN": True}
    base = owner()
    password = kept_secret(data_folder(), "application-password") if elsewhere else ""
    return {**base, "USER": f"{base['NAME']}_app", "PASSWORD": password, "GIVEN": False}
