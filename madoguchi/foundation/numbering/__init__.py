"""Numbers that count from 1 each day: tickets, certificates. Two askers never get the same."""
