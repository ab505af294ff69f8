"""Number types behind one vocabulary of operations."""
