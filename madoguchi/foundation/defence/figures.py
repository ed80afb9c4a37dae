"""The figures of a limit. No Django: settings are made of them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """``times`` requests in ``seconds`` from one asker.

    The asker is the member of staff who is logged in, else the network address; an IPv6 address counts with its /64.
    """

    times: int
    seconds: int
