"""The kinds of things a person does."""

from enum import StrEnum


class EventKind(StrEnum):
    """What somebody may do."""

    OPENED = "opened"
    STEP_DONE = "step_done"
    SKIPPED = "skipped"
    PRACTISED = "practised"
    MODULE_DONE = "module_done"
