"""Delegates that draw and edit cells; they know a model's roles and no use case."""
