"""Results that the paper leans on without stating them: interpolation kernels."""
