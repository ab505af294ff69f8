import sys

from varproof.recheck.certificate import main

sys.exit(main())
