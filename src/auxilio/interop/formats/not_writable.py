"""The one error of the writers of this folder. Pure."""


class NotWritable(ValueError):
    """A value that its format has no place for: a defect of the caller, not something a stranger sent.

    `what` names the field that is missing or wrong, or what is too much.
    """

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what
