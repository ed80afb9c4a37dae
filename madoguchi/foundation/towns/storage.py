"""Files of a town lie in a folder of that town."""

from typing import Any

from django_tenants.files.storage import TenantFileSystemStorage


class TownStorage(TenantFileSystemStorage):
    """``DATA/files/<schema>/…``: one town can never read another's file by a path."""

    def _clear_cached_properties(self, setting: str, **kwargs: Any) -> None:
        """Forgets what was derived from a setting that changed; django-tenants keeps the old ``MEDIA_ROOT``."""
        super()._clear_cached_properties(setting, **kwargs)
        if setting == "MEDIA_ROOT":
            self.__dict__.pop("relative_media_root", None)
