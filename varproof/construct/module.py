"""Models as PyTorch modules; this file needs PyTorch, and `varproof.construct.export` is what imports it."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch


class Transformer(torch.nn.Module):  # type: ignore[misc]
    """FFN o Attn o FFN o (. + E) on n rows of d numbers in float64; parameters have the names of the npz file."""

    def __init__(self, weights: dict[str, Any]) -> None:
        super().__init__()
        for name, value in weights.items():
            self.register_parameter(name, torch.nn.Parameter(torch.from_numpy(np.ascontiguousarray(value))))

    def forward(self, rows: Any) -> Any:
        x = self._ffn("first", rows + self.embedding)
        shares = torch.softmax(torch.outer(x @ self.W_Q, x @ self.W_K), dim=1)
        return self._ffn("second", x + torch.outer(shares @ (x @ self.W_V), self.W_O))

    def _ffn(self, name: str, x: Any) -> Any:
        active = torch.relu(x @ getattr(self, f"{name}_W1").T - getattr(self, f"{name}_b1"))
        return x + active @ getattr(self, f"{name}_W2") + getattr(self, f"{name}_b2")
