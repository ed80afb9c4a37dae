"""District 庁内: how the hall itself works: organisation, decisions, documents."""
