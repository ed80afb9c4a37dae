"""Passwords that are told by telephone: long enough for any archive, without signs that are misheard or misread."""

import secrets

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # pragma: allowlist secret - an alphabet
GROUPS, SIZE = 5, 4


def new_password() -> str:
    """Five groups of four: about 99 bits, so that the archive's weak stretching (PBKDF2, 1000 rounds) is no matter."""
    return "-".join("".join(secrets.choice(SIGNS) for _ in range(SIZE)) for _ in range(GROUPS))
