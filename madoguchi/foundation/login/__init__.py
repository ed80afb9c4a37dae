"""Log-in of staff: passwords and passkeys, waiting after failures, sessions that end, recovery, emergency access."""
