"""Settings of the defence: content policy, HTTPS, limits, sizes, log. Promised in ``foundation/defence/README.md``."""

from csp.constants import NONE, SELF

from madoguchi.config.environment import flag, text
from madoguchi.foundation.defence.figures import Limit

HTTPS = flag("HTTPS")
LOOPBACK = "127.0.0.0/8 ::1"

# A proxy that ends TLS says so, and says who asks. Nobody else is believed.
MADOGUCHI_PROXIES = text("TRUSTED_PROXIES", LOOPBACK if HTTPS else "").split()
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS and flag("HSTS_SUBDOMAINS", default=True)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "frame-src": [NONE],
        "form-action": [SELF],
    }
}
MADOGUCHI_DESK = "/desk/"
MADOGUCHI_PERMISSIONS_POLICY = ", ".join(
    [
        "camera=(self)",
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
        *(
            f"{feature}=()"
            for feature in (
                "accelerometer", "autoplay", "browsing-topics", "display-capture", "encrypted-media", "geolocation",
                "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "serial", "usb",
            )
        ),
    ]
)  # fmt: skip

# A library's reading room: thirty people behind one address, each searching every five seconds, are not stopped.
MADOGUCHI_LIMITS = {
    "search": Limit(times=600, seconds=60),
    # Whoever guesses serial numbers; an office that checks a pile of papers does one every other second.
    "verify": Limit(times=60, seconds=60),
    # Whoever guesses codes of access slips; the code itself has eighty bits.
    "slip": Limit(times=20, seconds=600),
    # Comments on a plan: a room of people who write beside each other, not a flood. Opening the form counts too.
    "comment": Limit(times=60, seconds=600),
    # Staff are counted each for themselves: nobody reads or prints three times a second for minutes.
    "desk-search": Limit(times=300, seconds=60),
    "desk-paper": Limit(times=120, seconds=60),
}
MEGABYTE = 1024 * 1024
# A form of a resident; a file of 122 columns for 200,000 people.
MADOGUCHI_LARGEST_FROM_STREET = 2 * MEGABYTE
MADOGUCHI_LARGEST_FROM_DESK = 512 * MEGABYTE

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "madoguchi.foundation.defence.logs.SilentFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": text("LOG_LEVEL", "WARNING")},
    # Django sends these to a handler of its own, which writes whole requests.
    "loggers": {"django": {"handlers": [], "propagate": True}, "django.server": {"handlers": [], "propagate": True}},
}
# Bytes; pixels of a picture once it is unfolded (an A4 page at 600 dpi has 35 million).
MADOGUCHI_UPLOADS = {
    "image": 10 * MEGABYTE,
    "document": 20 * MEGABYTE,
    "text": 500 * MEGABYTE,
    "pixels": 40_000_000,
}
