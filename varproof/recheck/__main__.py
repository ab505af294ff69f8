import sys

from varproof.recheck.command import main

sys.exit(main())
