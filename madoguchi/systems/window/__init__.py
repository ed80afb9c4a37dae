"""District 窓口: what happens at the counter."""
