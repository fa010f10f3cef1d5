"""Tests of the house itself: each rule passes on the tree, and finds a violation that is planted for it."""
