"""FlowAR and HOFAR: definitions and corollaries."""
