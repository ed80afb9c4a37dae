"""Icons of the house: 24 px strokes in ``currentColor``, always beside a word and hidden from screen readers."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

STATES = {
    "done": '<circle cx="12" cy="12" r="9"/><path d="m7.5 12.3 3.2 3.2 5.8-6.5"/>',
    "todo": '<circle cx="12" cy="12" r="8"/>',
    "later": '<circle cx="12" cy="12" r="8.5" stroke-dasharray="2.5 3"/>',
    "half": '<circle cx="12" cy="12" r="8"/><path d="M12 4v16a8 8 0 0 0 0-16z" fill="currentColor"/>',
    "full": '<circle cx="12" cy="12" r="8" fill="currentColor"/>',
    "running": '<circle cx="12" cy="12" r="8" fill="currentColor"/><path d="m8 12.2 2.8 2.8 5-5.8" stroke="#fff"/>',
    "warn": '<path d="M12 3.5 22 20.5H2z"/><path d="M12 10v5M12 17.8v.01"/>',
    "bad": '<path d="M8 3h8l5 5v8l-5 5H8l-5-5V8z"/><path d="M12 7.5v6M12 16.5v.01"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v6M12 7.2v.01"/>',
    "lock": '<path d="M5 11h14v9.5H5zM8 11V8a4 4 0 0 1 8 0v3"/>',
    "check": '<path d="m4.5 12.5 5 5 10-11"/>',
}

LIFE = {
    "moving": '<path d="M2.5 7h10v9h-10zM12.5 10h4.5l4 3.5V16h-8.5z"/><circle cx="7" cy="17.5" r="2"/>'
    '<circle cx="17" cy="17.5" r="2"/>',
    "birth": '<circle cx="12" cy="8" r="4.5"/><path d="M12 3.5c0-1.2 1.4-1.2 1.4-.2M10.3 8.6h.01M13.7 8.6h.01'
    'M4.5 21c.4-4.5 3-7 7.5-7s7.1 2.5 7.5 7z"/>',
    "school": '<path d="m2 9 10-4.5L22 9l-10 4.5z"/><path d="M6 11v5c3 3 9 3 12 0v-5M22 9v6"/>',
    "marriage": '<circle cx="8.5" cy="14" r="5.5"/><circle cx="15.5" cy="14" r="5.5"/>'
    '<path d="m6.5 5 2-2 2 2-2 2.5z"/>',
    "work": '<path d="M3 8h18v11.5H3zM8.5 8V4.5h7V8M3 13h18M12 12v2.5"/>',
    "health": '<path d="M12 20S3.5 15 3.5 9.2A4.6 4.6 0 0 1 12 7a4.6 4.6 0 0 1 8.5 2.2C20.5 15 12 20 12 20z"/>'
    '<path d="M7 11.5h3l1.5-2.5 2 5 1-2.5H17"/>',
    "elder": '<circle cx="10" cy="5" r="2.5"/><path d="M10 8.5c-2.5 0-4 2-4 5V17h2v4h4v-6l3 1M12 11l4 2M17.5 13v8"/>',
    "farewell": '<circle cx="12" cy="8" r="1.8"/><circle cx="12" cy="4.2" r="2.1"/><circle cx="15.6" cy="6.8" r="2.1"/>'
    '<circle cx="14.2" cy="11.2" r="2.1"/><circle cx="9.8" cy="11.2" r="2.1"/><circle cx="8.4" cy="6.8" r="2.1"/>'
    '<path d="M12 13v8.5M12 20c3.5 0 5-1.5 5.5-4.5-3.5 0-5 1.5-5.5 4.5z"/>',
}

TOOLS = {
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "user": '<circle cx="12" cy="8" r="4"/><path d="M4 21c.5-4.5 3.5-7 8-7s7.5 2.5 8 7"/>',
    "people": '<circle cx="9" cy="8.5" r="3.5"/><path d="M2.5 20c.4-4 2.8-6 6.5-6s6.1 2 6.5 6"/>'
    '<path d="M15.5 5.4a3.5 3.5 0 0 1 0 6.2M17.5 14.4c2.3.7 3.7 2.6 4 5.6"/>',
    "menu": '<path d="M4 6.5h16M4 12h16M4 17.5h16"/>',
    "list": '<path d="M8.5 6.5H20M8.5 12H20M8.5 17.5H20M4 6.5h.01M4 12h.01M4 17.5h.01"/>',
    "print": '<path d="M7 8V3.5h10V8M7 17H3.5V8.5h17V17H17"/><path d="M7 14h10v6.5H7z"/>',
    "save": '<path d="M5 3.5h11.5L20.5 7v13.5h-17v-17z"/><path d="M8 3.5v5h7v-5M7.5 20.5v-6.5h9v6.5"/>',
    "forward": '<path d="M4 12h15M13 6l6 6-6 6"/>',
    "back": '<path d="M20 12H5M11 6l-6 6 6 6"/>',
    "eye": '<path d="M2 12s3.5-6.5 10-6.5S22 12 22 12s-3.5 6.5-10 6.5S2 12 2 12z"/><circle cx="12" cy="12" r="3"/>',
    "map": '<path d="m3 6 6-2.5 6 2.5 6-2.5v14.5l-6 2.5-6-2.5-6 2.5zM9 3.5V18M15 6v14.5"/>',
    "home": '<path d="m3 11 9-7.5L21 11M5.5 9.5v11h13v-11M10 20.5v-6h4v6"/>',
    "phone": '<path d="M5 3.5h4l1.5 5-2.5 1.5a12 12 0 0 0 6 6l1.5-2.5 5 1.5v4c0 1-1 1.5-2 1.5C11 20 4 13 3.5 5.5'
    'c0-1 .5-2 1.5-2z"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.5l3.5 2"/>',
    "calendar": '<path d="M4 5.5h16v15H4zM4 10h16M8 3v4M16 3v4"/>',
    "hall": '<path d="M3 20.5h18M4.5 9.5h15L12 4zM6 9.5v11M18 9.5v11M10 20.5v-7h4v7"/>',
    "paper": '<path d="M6 3h8.5L19 7.5V21H6z"/><path d="M14 3v5h5M9 12.5h7M9 16.5h7"/>',
    "bag": '<path d="M4.5 8.5h15l1 12h-17zM8.5 8.5V7a3.5 3.5 0 0 1 7 0v1.5"/>',
    "law": '<path d="M12 4v16.5M7.5 20.5h9M5 6.5h14M5 6.5l-2.5 7h5zM19 6.5l-2.5 7h5z"/>',
    "ticket": '<path d="M3 7h18v3.5a1.8 1.8 0 0 0 0 3.5V17.5H3V14a1.8 1.8 0 0 0 0-3.5zM14.5 7v10.5"/>',
    "upload": '<path d="M12 15.5V4M7 8.5 12 3.5l5 5M4 15.5v5h16v-5"/>',
    "download": '<path d="M12 3.5V15M7 10.5l5 5 5-5M4 15.5v5h16v-5"/>',
    "inbox": '<path d="M3.5 13.5 6.5 5h11l3 8.5v6h-17zM3.5 13.5H9l1.5 2.5h3l1.5-2.5h5.5"/>',
    "keyboard": '<path d="M2.5 6h19v12h-19zM6 9.5h.01M9 9.5h.01M12 9.5h.01M15 9.5h.01M18 9.5h.01'
    'M6 12.5h.01M18 12.5h.01M8.5 15h7"/>',
    "bell": '<path d="M5.5 17.5c1.5-1.5 1.5-3.5 1.5-6.5a5 5 0 0 1 10 0c0 3 0 5 1.5 6.5zM10 20.5h4"/>',
    "plus": '<path d="M12 4.5v15M4.5 12h15"/>',
    "close": '<path d="m5.5 5.5 13 13M18.5 5.5l-13 13"/>',
    "edit": '<path d="M4 20.5 5 16 16.5 4.5l3.5 3.5L8.5 19.5z"/><path d="m14 7 3.5 3.5"/>',
    "history": '<path d="M4 12a8.5 8.5 0 1 0 2.5-6L4 8.5M4 3.5v5h5"/><path d="M12.5 8v4.5l3 2"/>',
    "yen": '<circle cx="12" cy="12" r="9"/><path d="m8.5 7 3.5 5 3.5-5M12 12v5.5M9 12.5h6M9 15h6"/>',
    "globe": '<circle cx="12" cy="12" r="9"/><path d="M3 12h18M12 3c2.5 2.5 3.7 5.5 3.7 9s-1.2 6.5-3.7 9'
    'c-2.5-2.5-3.7-5.5-3.7-9S9.5 5.5 12 3z"/>',
    "seal": '<path d="M9 13.5c0-2-2-3-2-6a5 5 0 0 1 10 0c0 3-2 4-2 6M5.5 13.5h13V17h-13zM5.5 20.5h13"/>',
    "camera": '<path d="M3 7.5h4.5L9.5 5h5l2 2.5H21v12H3z"/><circle cx="12" cy="13" r="3.8"/>',
    "key": '<circle cx="8" cy="15.5" r="4.5"/><path d="m11.3 12.2 9.2-9.2M16 7.5l3.5 3.5M13.2 10.3l2 2"/>',
    "screen": '<path d="M3 4.5h18v12H3zM8 20.5h8M12 16.5v4"/>',
    "logout": '<path d="M13.5 4H4.5v16h9M10 12h11M17 8l4 4-4 4"/>',
}

ICONS = {**STATES, **LIFE, **TOOLS}

BRAND = (
    '<svg viewBox="0 0 36 36" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linejoin="round" '
    'stroke-linecap="round" aria-hidden="true"><path d="M5 21V12.5C5 6.5 10.5 3 18 3s13 3.5 13 9.5V21"/>'
    '<path d="M2.5 21h31v4.5h-31zM6.5 25.5V33M29.5 25.5V33"/><circle cx="18" cy="12" r="3.3"/>'
    '<path d="M11.5 21c.6-3.6 3-5.2 6.5-5.2s5.9 1.6 6.5 5.2"/></svg>'
)


def svg(name: str, size: str = "") -> SafeString:
    """The icon ``name`` as inline SVG; ``size`` "s" is for small text. Raises KeyError for a name that is not drawn."""
    classes = f"i {size}".strip()
    drawing = mark_safe(ICONS[name])  # noqa: S308 - drawings of this module only
    return format_html('<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', classes, drawing)
