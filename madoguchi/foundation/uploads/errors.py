"""Why a file is not taken."""


class UploadRefused(ValueError):  # noqa: N818 - read as a sentence where it is raised
    """A file cannot be taken; the message says why and what to do, and can be shown."""
