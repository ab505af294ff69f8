"""The executable definitions of the model."""
