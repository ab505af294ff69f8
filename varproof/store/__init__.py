"""Files: results that were computed before, certificates; written whole or not at all."""
