"""What can go wrong with towns, in words for the person at the keyboard."""


class TownError(Exception):
    """The town cannot be created, read, exported or deleted as asked; the message says why and what to do."""
