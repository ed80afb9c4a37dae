"""What can go wrong in the vault. The messages name keys by their ids and folders, never by what they are."""


class VaultError(Exception):
    """Something cannot be sealed or opened."""


class KeyLostError(VaultError):
    """A key that is needed is not in the town's key folder, or it is another town's."""


class NotAuthenticError(VaultError):
    """What was handed in was not sealed here for this purpose and this owner, or was altered since."""
