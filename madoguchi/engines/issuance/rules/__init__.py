"""What law asks of a request, and how money is counted: pure, no Django, no clock."""
