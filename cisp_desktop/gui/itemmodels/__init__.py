"""Models for Qt views over frozen rows. Columns and roles stand on top of each module."""
