"""Jobs: long work of a town, asked for in one transaction and done by a worker: surely, and twice if need be."""
