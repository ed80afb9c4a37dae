"""The door of the paperwork engine: official papers from templates, and which characters can be printed."""

from .fonts import FontsNotFoundError
from .glyphs import Missing, missing
from .reading import text_of
from .store import PaperLostError, keep, kept
from .typesetting import Paper, PaperError, pictures, render, render_batch, render_many

__all__ = [
    "FontsNotFoundError",
    "Missing",
    "Paper",
    "PaperError",
    "PaperLostError",
    "keep",
    "kept",
    "missing",
    "pictures",
    "render",
    "render_batch",
    "render_many",
    "text_of",
]
