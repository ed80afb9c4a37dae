"""Every test of the house works with the fixtures of ``madoguchi/foundation/testing``."""

pytest_plugins = ["madoguchi.foundation.testing.plugin"]
