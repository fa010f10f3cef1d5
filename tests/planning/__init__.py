"""Tests of the search for plannings."""
