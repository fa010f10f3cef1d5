"""What a jury is: plain dataclasses and rules, on the standard library alone."""
