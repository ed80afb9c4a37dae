"""The foundation: knows Django, knows no town and no business of a city hall."""
