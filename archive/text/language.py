"""The language of a text, by its script and its most common words.

A vote of function words is right on every body of more than a few sentences
and needs no model; where it is not sure it says so.
"""

from __future__ import annotations

import re
from collections import Counter

_ENOUGH = 5_000  # code points looked at; more changes nothing
_FEWEST = 3  # votes below which there is no answer
# Share of the words that must vote, where neighbours we do not know share small words.
_SHARE = {"en": 0.03, "fr": 0.03}
_SHARE_OF_OTHERS = 0.15
_WORD = re.compile(r"[^\W\d_]+")

# Words that are frequent in one language and rare or absent in the others here.
_WORDS = {
    "en": "the and of to is that for it with was on are be this have from by not but they you"
    " which we will can has an were their been would more about when who its if than what",
    "fr": "le la les des est et une du dans que qui pour pas sur au avec ce il plus sont par"
    " cette ne se aux ont nous vous mais été leur ou être ces son elle même fait comme",
    "de": "der die das und ist nicht ein eine zu den von mit sich auf für im dem des auch als"
    " werden wird sind hat oder wie wir aber nach bei einer noch durch nur",
    "es": "el los las del y que es una por con para se su al lo como más pero sus fue este ha"
    " está son también desde muy sin sobre hay cuando todo ser",
    "it": "il che di è un una per non con del della sono dei gli le si più anche come da alla"
    " nel ha questo ma delle al essere stato nella suo",
    "pt": "o os as um uma não que é do da dos em para com por se mais como foi ao seu sua mas"
    " também pelo são está você isso muito nos na",
    "nl": "de het een van en is dat niet op te zijn voor met die aan er maar om ook bij door"
    " naar wordt werd deze nog uit worden kan heeft wij",
    "sv": "och att det som en på är av för med den till inte har de ett om från var så men eller"
    " sig kan han när vi ska också efter",
    "da": "og at det som en på er af for med den til ikke har de et om fra var så men eller sig"
    " kan han når vi skal også efter der blev",
}
_VOTES: dict[str, tuple[str, ...]] = {}
for _language, _list in _WORDS.items():
    for _word in _list.split():
        _VOTES[_word] = (*_VOTES.get(_word, ()), _language)

_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("ko", re.compile("[\uac00-\ud7af\u1100-\u11ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
    ("ru", re.compile("[\u0400-\u04ff]")),
    ("el", re.compile("[\u0370-\u03ff]")),
    ("he", re.compile("[\u0590-\u05ff]")),
    ("ar", re.compile("[\u0600-\u06ff]")),
    ("th", re.compile("[\u0e00-\u0e7f]")),
    ("hi", re.compile("[\u0900-\u097f]")),
)


def detect(text: str) -> str | None:
    """The primary language subtag (ISO 639-1) of a text.

    Args:
        text: plain text; its beginning decides.

    Returns:
        ``en``, ``fr`` and seven more by their words, nine scripts by their
        letters (a script used by several languages answers with the one most
        written in it), or None where too little speaks for one.
    """
    sample = text[:_ENOUGH]
    if not sample.isascii() and (script := _by_script(sample)):
        return script
    words = Counter(_WORD.findall(sample.lower()))
    votes: Counter[str] = Counter()
    for word, times in words.items():
        for language in _VOTES.get(word, ()):
            votes[language] += times
    (best, most), (_, second) = [*votes.most_common(2), ("", 0), ("", 0)][:2]
    if most < _FEWEST or most < 1.3 * second:
        return None
    enough = _SHARE.get(best, _SHARE_OF_OTHERS) * words.total()
    return best if most >= enough else None


def is_common(word: str) -> bool:
    """Whether a word, in lower case, is one of those that tell languages apart: no name."""
    return word in _VOTES


def _by_script(sample: str) -> str | None:
    letters = sum(map(str.isalpha, sample))
    for language, script in _SCRIPTS:
        count = len(script.findall(sample))
        # Japanese is told by its kana even where Chinese characters prevail.
        if count > (0.1 if language == "ja" else 0.3) * letters and count >= _FEWEST:
            return language
    return None
