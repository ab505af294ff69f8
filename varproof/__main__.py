"""``python -m varproof`` is ``varproof``."""

import sys

from varproof.cli import main

if __name__ == "__main__":
    sys.exit(main())
