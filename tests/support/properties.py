"""How many examples a property tries each of which takes a register of its own."""

from hypothesis import HealthCheck, settings

#: A tenth of those that a pure one tries: six, and thirty in the soak.
FEW = settings(
    max_examples=settings().max_examples // 10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
