"""What an extract of records is asked for: cohort, model, columns; read from TOML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ati_desktop.errors import Refused
from ati_desktop.evaluation.catalogue import RETENTION_DAYS, WINDOWS_DAYS
from ati_desktop.evaluation.extract_columns import (
    DATES,
    KNOWN_TO_OTHERS,
    LOSSES,
    MODELS,
    NUMBERS,
    ON_REQUEST,
    DatesName,
    LossName,
    ModelName,
    numbers_of,
    outcomes_of,
)
from ati_desktop.evaluation.extract_settings import flag, share
from ati_desktop.evaluation.settings import Section
from ati_desktop.evaluation.spec import LONGEST_DAYS, Spec

_K, _L, _SUPPRESSION = 11, 2, 0.1
_MOST_LEFT_OUT = 0.5


@dataclass(frozen=True, slots=True)
class ExtractSpec:
    """One extract, checked. ``cohort`` says who is in it and for how long people are followed.

    ``suppression`` is the share of people that may be left out; ``loss`` is what the search makes
    as small as can be (``disclosure.lattice``); ``keep`` names columns that must be told at some
    level; ``rules`` are hierarchies by column that replace the shipped ones, in the form of
    ``disclosure.hierarchy_rules``.
    """

    cohort: Spec
    model: ModelName
    columns: tuple[str, ...]
    quasi: tuple[str, ...]
    sensitive: tuple[str, ...]
    k: int = _K
    l: int = _L  # noqa: E741 - the name that the field has given it
    t: float | None = None
    suppression: float = _SUPPRESSION
    dates: DatesName = "bands"
    episodes: bool = False
    loss: LossName = "dm"
    keep: tuple[str, ...] = ()
    rules: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    @classmethod
    def from_text(cls, text: str, name: str) -> ExtractSpec:
        """Read a specification; ``name`` (of its file) is used in refusals.

        Raises:
            Refused: it is not TOML, or a setting is unknown, missing or out of its range; the
                sentence names the setting and says what is allowed.
        """
        root = Section.of_text(text, name)
        root.knows("title", "cohort", "follow_up", "extract", "hierarchies")
        cohort = _cohort(root, name)
        part = root.section("extract")
        if part.raw("model") is None:
            raise part.refusal("model", "one of: " + ", ".join(MODELS))
        if part.choice("model", MODELS) == "safe-harbor":
            return _safe_harbor(part, root, cohort)
        return _k_anonymity(part, root, cohort)


def _cohort(root: Section, name: str) -> Spec:
    part, follow_up = root.section("cohort"), root.section("follow_up")
    part.knows("kind", "from", "to", "programs", "period")
    follow_up.knows("windows_days", "retention_days")
    first, last = part.period("from"), part.period("to")
    if first and last and f"{first}-01"[:7] > f"{last}-12"[:7]:
        raise Refused(
            "{name}: in [cohort], from ({first}) lies after to ({last}).",
            name=name,
            first=first,
            last=last,
        )
    longest = (1, LONGEST_DAYS)
    admissions = part.choice("kind", ("referral", "admission")) == "admission"
    return Spec(
        title=root.text("title"),
        name=name,
        kind="admission" if admissions else "referral",
        first=first,
        last=last,
        programs=part.texts("programs"),
        period=part.text("period") if "period" in part else None,
        windows_days=follow_up.numbers("windows_days", WINDOWS_DAYS, longest),
        retention_days=follow_up.numbers("retention_days", RETENTION_DAYS, longest),
    )


def _k_anonymity(part: Section, root: Section, cohort: Spec) -> ExtractSpec:
    part.knows(
        "model", "k", "l", "t", "suppression", "columns", "quasi", "sensitive", "dates", "episodes",
        "loss", "keep",
    )  # fmt: skip
    dates = _dates(part, DATES)
    known = tuple(name for name in KNOWN_TO_OTHERS if dates != "shifted" or name != "year")
    outcomes = outcomes_of(cohort, dates)
    offered = (*known, *ON_REQUEST, *outcomes, *numbers_of(dates))
    own = tuple(name for name in offered if name not in ON_REQUEST)
    columns = part.choices("columns", offered) if "columns" in part else own
    codes = tuple(name for name in columns if name not in NUMBERS)
    quasi = tuple(name for name in codes if name not in outcomes)
    if "quasi" in part:
        extra = part.choices("quasi", codes)
        if lacking := [name for name in quasi if name not in extra]:
            raise part.refusal("quasi", f"a list that holds {', '.join(lacking)} too")
        quasi = extra
    episodes = flag(part, "episodes")
    rest = tuple(name for name in codes if name not in quasi)
    widened = (*quasi, "episodes") if episodes else quasi
    # Who has no episode was not admitted: outcomes that say so could never differ among them.
    usual = tuple(name for name in rest if name == "offence_section") if episodes else rest
    if not quasi and not episodes:
        raise part.refusal("columns", "a list with at least one of: " + ", ".join(known))
    if dates == "shifted" and (episodes or not (cohort.first and cohort.last)):
        raise part.refusal(
            "dates", "other than shifted, unless [cohort] has from and to and episodes is false"
        )
    return ExtractSpec(
        cohort=cohort,
        model="k-anonymity",
        columns=columns,
        quasi=quasi,
        sensitive=part.choices("sensitive", rest) if "sensitive" in part else usual,
        k=part.number("k", _K, (3, 1000)) or _K,
        l=part.number("l", _L, (1, 20)) or _L,
        t=share(part, "t", None, 1.0),
        suppression=share(part, "suppression", _SUPPRESSION, _MOST_LEFT_OUT) or 0.0,
        dates=dates,
        episodes=episodes,
        loss=next(name for name in LOSSES if name == part.choice("loss", LOSSES)),
        keep=part.choices("keep", widened) if "keep" in part else (),
        rules=_rules(root, quasi),
    )


def _safe_harbor(part: Section, root: Section, cohort: Spec) -> ExtractSpec:
    part.knows("model", "columns", "dates")
    root.section("hierarchies").knows()
    dates = _dates(part, ("days", "weeks", "months", "bands"))
    known = ("age", "sex", "ethnicity", "year")
    offered = (*known, *outcomes_of(cohort, dates), *numbers_of(dates))
    columns = part.choices("columns", offered)
    return ExtractSpec(
        cohort=cohort,
        model="safe-harbor",
        columns=columns,
        quasi=tuple(name for name in columns if name in known),
        sensitive=tuple(name for name in columns if name not in (*known, *NUMBERS)),
        k=1,
        l=1,
        suppression=0.0,
        dates=dates,
    )


def _dates(part: Section, allowed: tuple[DatesName, ...]) -> DatesName:
    chosen = part.choice("dates", allowed)
    return next(name for name in DATES if name == chosen)


def _rules(root: Section, quasi: tuple[str, ...]) -> dict[str, Mapping[str, object]]:
    part = root.section("hierarchies")
    part.knows(*quasi)
    found: dict[str, Mapping[str, object]] = {}
    for name in quasi:
        rule = part.raw(name)
        if rule is None:
            continue
        if not isinstance(rule, dict):
            raise part.refusal(name, f"a part of its own, written [hierarchies.{name}]")
        found[name] = rule
    return found
