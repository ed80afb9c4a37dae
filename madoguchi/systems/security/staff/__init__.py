"""職員と権限: who sits where, what each may do, and who decided so."""
