"""Facts and building blocks of the appendices."""
