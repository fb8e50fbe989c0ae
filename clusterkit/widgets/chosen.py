"""What a reader follows through all views of one evidence: a place, a claim or an actor."""

from __future__ import annotations

from typing import Any

import traitlets

from ..evidence.tables import Evidence

PARTS = ("place", "claim", "actor")


class Chosen(traitlets.HasTraits):
    """What is followed; each view marks it, and none hides what is not followed.

    Attributes
    ----------
    place
        A setting_id; empty for none.
    claim
        A claim_id; empty for none.
    actor
        A word of the vocabulary of actors; empty for none.
    """

    place = traitlets.Unicode("")
    claim = traitlets.Unicode("")
    actor = traitlets.Unicode("")

    def values(self) -> dict[str, str]:
        """Return what is followed, by part.

        Examples
        --------
        >>> Chosen(place="sialkot-football").values()
        {'place': 'sialkot-football', 'claim': '', 'actor': ''}
        """
        return {part: getattr(self, part) for part in PARTS}


def chosen_in(evidence: Evidence) -> Chosen:
    """Return what is followed in the views of this evidence: one object for all of them.

    Examples
    --------
    >>> import clusterkit as ck
    >>> evidence = ck.load(only="paper")
    >>> chosen_in(evidence) is chosen_in(evidence)
    True
    """
    return evidence.once(_nothing_yet)


def _nothing_yet(_: Evidence) -> Chosen:
    return Chosen()


class Follows(traitlets.HasTraits):
    """A drawn widget that marks what is followed in every view, and leads the other views.

    Attributes
    ----------
    chosen
        What is followed, by part, as `Chosen.values` gives it.
    places
        Names of places, by setting_id.
    """

    chosen = traitlets.Dict(dict.fromkeys(PARTS, "")).tag(sync=True)
    places = traitlets.Dict().tag(sync=True)
    _followed: Chosen | None = None

    def follow(self, chosen: Chosen) -> None:
        """Mark what is chosen there from now on, and choose there what the reader chooses here."""
        if self._followed is not None:
            self._followed.unobserve(self._take)
        self._followed = chosen
        chosen.observe(self._take)
        self._take()

    def _take(self, _: Any = None) -> None:
        if self._followed is not None:
            self.chosen = self._followed.values()

    @traitlets.observe("chosen")
    def _give(self, change: Any) -> None:
        if self._followed is not None:
            for part, value in change.new.items():
                setattr(self._followed, part, value)


def every_place(evidence: Evidence) -> dict[str, str]:
    """Return the names of all places, by setting_id.

    Examples
    --------
    >>> import clusterkit as ck
    >>> every_place(ck.load(only="paper"))["sialkot-football"]
    'Sialkot footballs'
    """
    return {setting: evidence.place_name(setting) for setting in evidence.settings.index}
