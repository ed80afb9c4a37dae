"""The measurements of ``make bench``: each figure beside a floor or a peer of the same run."""
