"""Dialogs: each composes the form of its name and returns what was entered; none writes by itself."""
