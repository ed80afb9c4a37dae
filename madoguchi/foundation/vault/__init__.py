"""The vault: what must not be readable in the database or on its disk is sealed here, with keys kept elsewhere."""

from .errors import KeyLostError, NotAuthenticError, VaultError
from .sealing import fingerprint, seal, unseal

__all__ = ["KeyLostError", "NotAuthenticError", "VaultError", "fingerprint", "seal", "unseal"]
