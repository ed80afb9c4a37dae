"""What is measured on: a server of its own, towns of several sizes, their invented people."""
