"""パブリックコメント: what residents say of a plan or a draft, and what the office answers."""
