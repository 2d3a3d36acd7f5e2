"""While the program and its tests are loaded, nothing is made that goes again: looking for it cost a fifth of the time.

Importing this module stops the collector of garbage; `warm.spare_what_stays` lets it go on.
"""

import gc

gc.disable()
