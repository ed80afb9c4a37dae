"""Pure rules of approvals: which route, who decides, what comes next. No database, no clock."""

from .flow import Box, Moved, agree, begin, complete, send_back
from .ladder import ALSO, RIGHT, NobodyError, NoRouteError, Planned, Route, Rung, Taker, choose, climb, consult

__all__ = [
    "ALSO",
    "RIGHT",
    "Box",
    "Moved",
    "NoRouteError",
    "NobodyError",
    "Planned",
    "Route",
    "Rung",
    "Taker",
    "agree",
    "begin",
    "choose",
    "climb",
    "complete",
    "consult",
    "send_back",
]
