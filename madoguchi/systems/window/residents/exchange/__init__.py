"""Import and export of the resident file of 122 columns."""
