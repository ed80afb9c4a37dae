"""The register's screens, and the import and export of the resident file."""
