"""What the drawn widgets share: their scripts, and rows of evidence as a reader sees them."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from ..evidence.tables import Evidence
from ..evidence.wording import spaced
from ..questions.framework import OUTCOME_WORDS
from ..questions.together import acts_in_words
from ..questions.words import DIRECTION_WORDS, in_words

HERE = Path(__file__).parent
MOST_ROWS = 100
KNOWN_ROWS = 2000


def together(*files: str) -> str:
    """Join scripts into the one module that anywidget takes; only the last one exports.

    Words that Python defines stand before them, as constants.
    """
    words = {"SIGN_WORDS": DIRECTION_WORDS, "OUTCOME_WORDS": OUTCOME_WORDS}
    constants = [f"const {name} = {json.dumps(texts)};" for name, texts in words.items()]
    scripts = [(HERE / name).read_text(encoding="utf-8") for name in files]
    return "\n".join([*constants, *scripts])


def rows_in_words(evidence: Evidence, rows: pd.DataFrame) -> dict[str, list[str]]:
    """Say each row for the reader.

    Returns a list for each row_id: the sentence, table, setting_id, effects on growth and on social
    conditions (empty where not said), who acts and how, what the row is about, and its claim.
    """
    acts = {row: words for row in rows.index for words in acts_in_words(evidence, [row])}
    table = pd.DataFrame(
        {
            "sentence": in_words(evidence, rows),
            "table": rows["table"],
            "setting": rows["setting_id"].fillna(""),
            "growth": rows["growth_effect"].astype("string").fillna(""),
            "social": rows["social_effect"].astype("string").fillna(""),
            "who": rows.index.to_series().map(acts).astype("string").fillna(""),
            "matter": spaced(rows["matter"]),
            "claim": rows["claim_id"],
        }
    )
    return dict(zip(table.index, table.to_numpy().tolist(), strict=True))
