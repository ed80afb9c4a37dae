"""Files of a town lie in a folder of that town."""

from django_tenants.files.storage import TenantFileSystemStorage


class TownStorage(TenantFileSystemStorage):
    """``DATA/files/<schema>/…``: one town can never read another's file by a path."""
