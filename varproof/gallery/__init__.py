"""Gallery: lemmas of other fields, each as its users would write it. A second catalog: `varproof --catalog gallery`."""
