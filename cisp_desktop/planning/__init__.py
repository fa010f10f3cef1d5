"""The room that finds plannings, by constraint programming (OR-Tools). Must not know screens or storage."""
