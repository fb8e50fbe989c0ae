"""What a reader follows through all views of one evidence: a place, a claim or an actor."""

from __future__ import annotations

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
