"""Closed numbers: enclosures and exact zero tests, and truth at exact data."""
