"""Progress of the city's IT plan: measures, what was planned and what became of it, the report, the public page."""
