"""One part of a TOML specification, read setting by setting, refusing what it does not know."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ati_desktop.errors import Refused
from ati_desktop.handed_in import NotToml, parse_toml

_PERIOD = re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2]))?")


class Section:
    """A part of a specification; every refusal names the file, the part and the setting."""

    def __init__(self, file: str, part: str, raw: Mapping[str, object]) -> None:
        self._file = file
        self._part = part
        self._raw = raw

    @property
    def file(self) -> str:
        """The name of the file, for refusals."""
        return self._file

    @classmethod
    def of_text(cls, text: str, file: str) -> Section:
        """Return the whole of a specification; ``file`` is its name, for refusals.

        Raises:
            Refused: it is not TOML.
        """
        try:
            return cls(file, "", parse_toml(text))
        except NotToml as fault:
            raise Refused(
                "The specification {name} is not valid TOML: {problem}.", name=file, problem=fault
            ) from None

    def __contains__(self, key: str) -> bool:
        return key in self._raw

    def knows(self, *keys: str) -> None:
        """Refuse any setting that is not among ``keys``."""
        for key in self._raw:
            if key not in keys:
                raise Refused(
                    "{name}: there is no setting {setting}. Allowed here: {allowed}.",
                    name=self._file,
                    setting=self._called(key),
                    allowed=", ".join(keys),
                )

    def section(self, key: str) -> Section:
        """Return the part ``[key]``, empty where the file has none."""
        return Section(self._file, key, self._inner(key))

    def sections(self, key: str) -> tuple[Section, ...]:
        """Return the parts ``[[key]]``, none where the file has none."""
        raw = self._raw.get(key, [])
        if not isinstance(raw, list) or not all(isinstance(one, dict) for one in raw):
            raise self._wrong(key, f"one or more parts, each written [[{key}]]")
        return tuple(Section(self._file, key, one) for one in raw)

    def each(self, key: str) -> tuple[Section, ...]:
        """Return the parts written ``[[key]]``, in order; none where the file has none."""
        raw = self._raw.get(key, [])
        if not isinstance(raw, list) or not all(isinstance(one, dict) for one in raw):
            raise self._wrong(key, f"parts of their own, each written [[{key}]]")
        return tuple(Section(self._file, f"{key} {at}", one) for at, one in enumerate(raw, 1))

    def named(self, key: str) -> dict[str, Section]:
        """Return the parts ``[key.NAME]`` by their names, in order."""
        found: dict[str, Section] = {}
        for name, one in self._inner(key).items():
            if not isinstance(one, dict):
                raise self._wrong(key, f"parts with names, each written [{key}.NAME]")
            found[name] = Section(self._file, f"{key}.{name}", one)
        return found

    def words(self, key: str) -> dict[str, str]:
        """Return texts by name, empty where the file has none."""
        raw = self._inner(key)
        if not all(isinstance(one, str) and one.strip() for one in raw.values()):
            raise self._wrong(key, 'texts by name such as {a = "First", b = "Second"}')
        return {name: str(one).strip() for name, one in raw.items()}

    def _inner(self, key: str) -> Mapping[str, object]:
        raw = self._raw.get(key, {})
        if not isinstance(raw, dict):
            raise self._wrong(key, f"a part of its own, written [{key}]")
        return raw

    def raw(self, key: str) -> object:
        """Return what the file says, unchecked."""
        return self._raw.get(key)

    def refusal(self, key: str, allowed: str) -> Refused:
        """Return the refusal of a setting, which says what is allowed."""
        return self._wrong(key, allowed)

    def text(self, key: str) -> str:
        """Return a text that must be there and not be blank."""
        value = self._raw.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(key, "a text in quotation marks")
        return value.strip()

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of different texts, empty where the file has none."""
        value = self._raw.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
            raise self._wrong(key, 'a list of texts such as ["DC", "MHC"]')
        return tuple(str(one) for one in self._once(key, value))

    def one_or_more(self, key: str) -> tuple[str, ...]:
        """Return a list of texts that may also be written as a single text."""
        return (self.text(key),) if isinstance(self._raw.get(key), str) else self.texts(key)

    def choice(self, key: str, allowed: Sequence[str]) -> str:
        """Return one of ``allowed``; the first where the file has none."""
        value = self._raw.get(key, allowed[0])
        if not isinstance(value, str) or value not in allowed:
            raise self._wrong(key, "one of: " + ", ".join(allowed))
        return value

    def choices(self, key: str, allowed: Sequence[str]) -> tuple[str, ...]:
        """Return some of ``allowed`` in their own order; all of them where the file has none."""
        if key not in self._raw:
            return tuple(allowed)
        value = self._raw[key]
        if not isinstance(value, list) or not all(one in allowed for one in value):
            raise self._wrong(key, "a list out of: " + ", ".join(allowed))
        chosen = self._once(key, value)
        return tuple(one for one in allowed if one in chosen)

    def period(self, key: str) -> str | None:
        """Return a year or a month as YYYY or YYYY-MM, None where the file has none."""
        value = self._raw.get(key)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str) or not _PERIOD.fullmatch(value):
            raise self._wrong(key, 'a year or a month such as "2011" or "2011-03"')
        return value

    def number(self, key: str, default: int | None, span: tuple[int, int]) -> int | None:
        """Return a whole number within ``span``, both ends included."""
        return self._whole(key, self._raw[key], span) if key in self._raw else default

    def numbers(self, key: str, default: tuple[int, ...], span: tuple[int, int]) -> tuple[int, ...]:
        """Return different whole numbers within ``span``, ascending."""
        if key not in self._raw:
            return default
        value = self._raw[key]
        if not isinstance(value, list):
            raise self._wrong(key, "a list of whole numbers such as [182, 365]")
        return tuple(sorted(self._whole(key, one, span) for one in self._once(key, value)))

    def moments(self, key: str) -> tuple[float, ...]:
        """Return different times above 0, ascending; empty where the file has none."""
        value = self._raw.get(key, [])
        if not isinstance(value, list) or not all(_positive(one) for one in value):
            raise self._wrong(key, "a list of numbers above 0 such as [26, 52]")
        return tuple(sorted(float(str(one)) for one in self._once(key, value)))

    def _whole(self, key: str, value: object, span: tuple[int, int]) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not span[0] <= value <= span[1]:
            raise self._wrong(key, f"a whole number from {span[0]} to {span[1]}")
        return value

    def _once(self, key: str, values: list[object]) -> list[object]:
        if any(values.index(one) != at for at, one in enumerate(values)):
            raise self._wrong(key, "a list in which nothing stands twice")
        return values

    def _called(self, key: str) -> str:
        return f"{key} in [{self._part}]" if self._part else key

    def _wrong(self, key: str, allowed: str) -> Refused:
        if key in self._raw:
            return Refused(
                "{name}: {setting} is {value}, but must be {allowed}.",
                name=self._file,
                setting=self._called(key),
                value=repr(self._raw[key]),
                allowed=allowed,
            )
        return Refused(
            "{name}: {setting} is missing; it must be {allowed}.",
            name=self._file,
            setting=self._called(key),
            allowed=allowed,
        )


def _positive(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1e9
