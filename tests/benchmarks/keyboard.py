"""The keyboard."""

FIGURES = ()
