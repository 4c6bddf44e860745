"""What can go wrong here, in one sentence each."""


class CheckpointError(RuntimeError):
    """The understanding checkpoint is missing, damaged or made for something else; the message names the cure."""
