"""データの持出し: asking to take a file with persons' data, approving it, taking it."""
