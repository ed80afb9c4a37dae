"""Reads of the engine. Each is a fixed number of queries, however many rows it is asked for."""
