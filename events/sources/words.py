"""Words that people use for kinds of event."""

from __future__ import annotations

from typing import Final

from events.schema import KINDS

#: Words for kinds of event that leave no doubt → the kind. Nothing is guessed from a word that is not here.
WORDS: Final[dict[str, str]] = {
    **{kind: kind for kind in KINDS},
    **{kind.replace("_", " "): kind for kind in KINDS},
    **dict.fromkeys(("captured", "capture", "seized", "seizure", "overrun", "taken over", "takeover", "conquered", "occupied"), "taken"),
    **dict.fromkeys(("recaptured", "recapture", "regained", "liberated", "government regains territory"), "retaken"),
    **dict.fromkeys(("handed over", "handover", "surrendered", "non-violent transfer of territory"), "handed_over"),
    **dict.fromkeys(("controlled", "holds", "in control", "under control", "control"), "held"),
    **dict.fromkeys(("fighting for control", "disputed", "contested control"), "contested"),
    **dict.fromkeys(("siege", "encircled", "surrounded"), "besieged"),
    **dict.fromkeys(("withdrawal", "withdrew", "retreat", "retreated"), "withdrawn"),
    **dict.fromkeys(("truce", "cease-fire"), "ceasefire"),
    **dict.fromkeys(("defection", "defections"), "defected"),
    **dict.fromkeys(("armed clash", "clashes", "firefight", "battle", "battles", "skirmish", "armed clashes"), "clash"),
    **dict.fromkeys(
        (
            "explosions/remote violence",
            "bombing/explosion",
            "bombing",
            "ied",
            "ied explosion",
            "airstrike",
            "air strike",
            "shelling",
            "car bomb",
            "explosions",
        ),
        "explosion",
    ),
    **dict.fromkeys(("demonstration", "protests"), "protest"),
    **dict.fromkeys(("riots",), "riot"),
    **dict.fromkeys(("strategic developments",), "strategic_development"),
}
