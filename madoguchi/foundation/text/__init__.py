"""Japanese text for registers: folding for search, variants, romaji, width and numbers."""

from .graphemes import clusters, length, strip_variation_selectors
from .kana import fold_kana
from .keys import bigrams, index_terms, query_terms
from .names import fold_latin, fold_name
from .numbers import KANJI_NUMBER, int_to_kanji, kanji_to_int, row_number
from .romaji import fold_romaji, kana_to_romaji, looks_like_romaji
from .variants import is_kanji, representative, variants_of
from .width import to_fullwidth, to_halfwidth

__all__ = [
    "KANJI_NUMBER",
    "bigrams",
    "clusters",
    "fold_kana",
    "fold_latin",
    "fold_name",
    "fold_romaji",
    "index_terms",
    "int_to_kanji",
    "is_kanji",
    "kana_to_romaji",
    "kanji_to_int",
    "length",
    "looks_like_romaji",
    "query_terms",
    "representative",
    "row_number",
    "strip_variation_selectors",
    "to_fullwidth",
    "to_halfwidth",
    "variants_of",
]
