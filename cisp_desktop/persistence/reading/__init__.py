"""What screens and commands read: one module a subject, plain selects that fill frozen rows."""
