"""How many examples a property tries each of which takes a register of its own."""

from hypothesis import HealthCheck, settings

#: A tenth of those that a pure one tries: three, and thirty in the soak.
FEW = settings(
    max_examples=settings().max_examples // 10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
#: Stories of a register, each of many steps, which only the soak tells: some minutes a property.
LONG = settings(max_examples=50, stateful_step_count=60, deadline=None, suppress_health_check=list(HealthCheck))
