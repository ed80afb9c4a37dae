"""Files that are loaded: every fault is told with its line and column, and nothing is taken of a file with faults."""
