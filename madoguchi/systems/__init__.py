"""The city hall's systems, one folder each, found by their manifests (``system.py``)."""
