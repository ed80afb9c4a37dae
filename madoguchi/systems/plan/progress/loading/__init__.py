"""Plans from files: two forms of measures and one of words, checked line by line."""
