"""What failed is said when it fails: a run that takes an hour may be ended before it comes to its summary."""

import pytest


class AtOnce:
    """A plugin of the process that tells; of workers it hears all that they report."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        teller = self._config.pluginmanager.get_plugin("terminalreporter")
        if report.failed and teller is not None:
            teller.line("")
            teller.section(report.nodeid, "_")
            teller.write_line(report.longreprtext)
