"""Configuration: settings, URLs, the WSGI door and the ``madoguchi`` command; the only place that knows everything."""
