"""What the tests share: databases and builders."""

from tests.support.measuring import leave_the_probes

# Before anything of the program is imported: a probe has this from the import of its line.
leave_the_probes()
