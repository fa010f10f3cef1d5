"""Tests mirror the rooms of the application; each folder shares what it builds in its own factories."""
