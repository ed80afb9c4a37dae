"""District 庁内: how the city hall itself is run."""
