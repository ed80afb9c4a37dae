"""Every change of staff and their rights: one transaction, one audit entry, one at a time in a town."""
