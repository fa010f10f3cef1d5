"""The database's history, one revision per change of schema; each stands alone and never changes."""
