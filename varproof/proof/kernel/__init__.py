"""The proof kernel: terms, rules and their record."""
