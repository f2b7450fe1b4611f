"""A few values that are dear to make, kept for all visitors: each is made once, and those not asked for longest are let go."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """Values by key; two who ask for the same at once wait for one making.

    Parameters
    ----------
    most : int
        How many are kept.
    """

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value of a key, made where it is not there; what `make` raises is raised, and nothing is kept."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
            making = self._making.setdefault(key, Lock())
        with making:
            found = self.peek(key)
            if found is None:
                try:
                    found = make()
                    self._keep(key, found)
                finally:
                    with self._lock:
                        self._making.pop(key, None)
        return found

    def peek(self, key: Hashable) -> Value | None:
        """Return the value of a key, None where it is not there."""
        with self._lock:
            return self._values.get(key)

    def drop(self, is_over: Callable[[Hashable], bool]) -> None:
        """Let go of the values whose key is over; who holds one keeps it."""
        with self._lock:
            for key in [key for key in self._values if is_over(key)]:
                del self._values[key]

    def _keep(self, key: Hashable, value: Value) -> None:
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
