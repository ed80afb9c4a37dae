"""The door of issuing: official papers, from the request to the hand of the person who asked."""

from .actions.releasing import begin, finish, issue
from .actions.undoing import refund, void
from .fees import Exemption, Tariff, tariff
from .heading import heading
from .hiding import hidden_from
from .inputs import Channel, Content, Issued, PaperKind, Request
from .models import PaperRequest, State
from .rules.standings import ARTICLES, LABELS, OUTSIDERS, Need, Standing, beyond_basics, lacking, needs

__all__ = [
    "ARTICLES",
    "LABELS",
    "OUTSIDERS",
    "Channel",
    "Content",
    "Exemption",
    "Issued",
    "Need",
    "PaperKind",
    "PaperRequest",
    "Request",
    "Standing",
    "State",
    "Tariff",
    "begin",
    "beyond_basics",
    "finish",
    "heading",
    "hidden_from",
    "issue",
    "lacking",
    "needs",
    "refund",
    "tariff",
    "void",
]
