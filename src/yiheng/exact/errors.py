"""The one exception of this floor: a code and the values a message needs, never a sentence.

The rooms above turn it into a problem with file, line and field; the Chinese sentence of a code stands there.
"""

from __future__ import annotations


class ExactError(ValueError):
    """A value that cannot be read, or an operation that has no exact result.

    ``code`` names the fault (``number_unreadable``, ``division_by_zero`` …); ``values`` are what a message
    quotes.
    """

    code: str
    values: dict[str, str]

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.values = {name: str(value) for name, value in values.items()}
        quoted = ", ".join(f"{name}={value}" for name, value in self.values.items())
        super().__init__(f"{code}: {quoted}" if quoted else code)
