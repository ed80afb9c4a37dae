"""印影 in pictures: from a scan or a photo to a clean, measured impression. No Django here."""

from .cleaning import Clean, Found, clean, finish, found_in
from .drawing import Cutter, draw_seal
from .likeness import likeness
from .reading import Picture, PictureError, read_picture
from .storing import DPI, from_png, plain_png, red_png, to_png

__all__ = [
    "DPI",
    "Clean",
    "Cutter",
    "Found",
    "Picture",
    "PictureError",
    "clean",
    "draw_seal",
    "finish",
    "found_in",
    "from_png",
    "likeness",
    "plain_png",
    "read_picture",
    "red_png",
    "to_png",
]
