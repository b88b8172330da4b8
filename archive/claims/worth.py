"""How much a sentence is worth as a claim, by rules in English and French.

What can be checked speaks for a sentence: figures with what they measure,
comparisons, changes, events, somebody who says so, names. What cannot, or is
meant for the reader himself, speaks against it: questions, opinions, wishes,
instructions, code. The kinds of cue are those that the work on what is worth
checking names (Hassan et al., *ClaimBuster*, VLDB 2017; Konstantinovskiy et
al., 2021); words and weights are our own, set on half of a labelled sample
(``tests/fixtures/worth_a_claim.tsv``), and ``tests.bench.suggestions`` tells
how they do on the other half.

The weight ranks sentences. It says nothing about whether one is true.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from archive.model import ClaimKind

WORTH: Final = 1.5
"""Weight from which a sentence is suggested."""

_MOST: Final = 600
"""Code points that are looked at: what is longer is a list or a log rather than a sentence."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What speaks for a sentence and against it.

    Attributes:
        weight: the more, the worthier; see :data:`WORTH`.
        reasons: what was found, in a word each, what weighs most first;
            what speaks against it begins with ``no``.
        kind: what kind of claim it seems to be.
    """

    weight: float
    reasons: tuple[str, ...]
    kind: ClaimKind


@dataclass(frozen=True, slots=True)
class _Cue:
    """One kind of sign.

    Attributes:
        weight: what the first of its kind counts. ``more``: what each further one adds.
        most: how many further ones count.
    """

    reason: str
    weight: float
    en: re.Pattern[str] | None
    fr: re.Pattern[str] | None
    more: float = 0.0
    most: int = 2

    def patterns(self, language: str | None) -> tuple[re.Pattern[str], ...]:
        """Those for a language: of both where it is neither or unknown."""
        one = {"en": (self.en,), "fr": (self.fr,)}.get(language or "", (self.en, self.fr))
        return tuple(dict.fromkeys(pattern for pattern in one if pattern is not None))


def _words(expression: str, *, exactly: bool = False) -> re.Pattern[str]:
    """Whole words, an elided article before them allowed; blanks stand for any white space."""
    spaced = re.sub(r"\s+", "", expression).replace("_", r"\s+")
    return re.compile(rf"(?<![\w-])(?:{spaced})(?![\w-])", 0 if exactly else re.IGNORECASE)


_ANY: Final = re.compile(
    r"[$€£¥₹]\s?\d|\d[\d.,\s]*(?:\s?[%€£$°]|\s?(?:k|m|g|t)?(?:[bw]|hz|wh|m)\b)", re.IGNORECASE
)
_MEASURED: Final = _words(
    r"""\d[\d.,\u00a0\u202f]*[_\u00a0\u202f-]*(?:per_?cent|percentage_points?|points?|times|fold
    |hundred|thousand|million|billion|trillion|bn|dollars?|euros?|pounds|yen|years?|months?|weeks?
    |days?|hours?|minutes?|seconds?|people|users?|customers?|jobs?|developers?|companies|countries
    |cores?|bits?|tokens?|parameters?|lines|miles|metres|km|kg|degrees|deaths|cases|employees
    |pour_?cent|fois|cent|milliers?|millions?|milliards?|ans|années|mois|semaines?|jours?|heures?
    |secondes?|personnes?|utilisateurs?|clients?|emplois?|lits?|postes?|habitants?|entreprises?
    |pays|mètres|kilomètres|kilos|tonnes|degrés|morts|décès|cas|salariés|agents|doses|voix)"""
)
_COUNTED: Final = re.compile(
    r"(?<![\w./:-])\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+\b|(?<![\w./:-])\d+[.,]\d+\b"
)
_BARE: Final = re.compile(r"(?<![\w./:$-])\d+(?![\w/:.-])")
_SPOKEN: Final = re.compile(r"[“\"«]\s?[^\"”»]{12,}")
_NAME: Final = re.compile(
    r"(?<=[^.!?…:»”\"\n]\s)(?:[(«“\"]?\s?)?(?:[dlDL][’'])?"
    r"(?:[A-ZÀ-ÖØ-Þ][\w’.&-]*[^\W\d_]|[a-z]+[A-Z]\w*)|\b[A-Z]{2,}\b"
)
_CODE: Final = re.compile(
    r"^\s*(?:[$#>]\s|//|/\*|sudo\b|\w+\s*=\s)|[{};]\s*$|[{}]|=>|\w\(\)|</?\w+>|\[email|\w+[:/]\w+/\w+-\w"
)
_EXCLAIMED: Final = re.compile(r"!")
_LABEL: Final = re.compile(r":\s*$")

_FOR: Final = (
    _Cue("figures", 2.2, _ANY, _ANY, 0.4),
    _Cue("figures", 1.6, _MEASURED, _MEASURED, 0.4),
    _Cue("a number", 0.8, _COUNTED, _COUNTED, 0.3),
    _Cue("a number", 0.5, _BARE, _BARE, 0.1),
    _Cue(
        "a comparison",
        1.1,
        _words(
            r"""(?:more|less|fewer|higher|lower|larger|smaller|faster|slower|cheaper|better|worse
            |greater|older|younger|stronger|weaker)_than|as_(?:much|many|fast|high|low|large)_as
            |(?:the_|its_|their_)(?:first|last|only|highest|lowest|largest|biggest|smallest
            |fastest|most|least|best|worst|richest|poorest)|at_least|up_to|nearly|almost|record
            |double[sd]?|tripled?|halved|twice|half_of|a_third|majority|most_(?:of|\w+s)|many_\w+s
            |exceeds?|outperform\w*|only|compared_(?:with|to)|versus|over_the_(?:year|whole)
            |by_default|not_all|no_longer|unchanged"""
        ),
        _words(
            r"""(?:plus|moins|davantage|autant)_(?:de|d’|d'|que|qu’|qu')|(?:plus|moins)_\w+_que
            |(?:la|le|les|l’|l'|son|sa|leurs?|une_des|l’une?_des|l'une?_des)_?(?:plus|moins|premi\w+
            |meilleur\w*|pires?|derni\w+|seule?s?)|au_moins|jusqu[’']à|près_de|environ|quelque|record
            |doubl\w+|tripl\w+|moitié|tiers|majorité|plupart|contre
            |par_rapport_à|supérieure?s?|inférieure?s?|meilleure?s?|pire|seulement"""
        ),
        0.3,
    ),
    _Cue(
        "a change",
        1.0,
        _words(
            r"""(?:ris|grow|fall|drop|increas|declin|decreas|climb|slip|shrink|slow|jump|gain|cut|dip
            |plung|soar|surg|weaken|strengthen)(?:e|es|ed|ing|s|ped|ping|ting|ped)?|rose|grew|fell
            |shrank|shrunk|fallen|risen|grown|moved?_to|switched|changed|replac(?:es?|ed|ing)"""
        ),
        _words(
            r"""(?:augment|baiss|recul|progress|chut|grimp|bondi|diminu|rédui|accru|accroî|hauss
            |ralenti|accélér|remplac|redépass|dépass|réduct|suppr\w*im|ampl\w*if)\w*|hausse|baisse
            |ampleur|repart\w*|remplacée?s?|supprimée?s?"""
        ),
        0.2,
    ),
    _Cue(
        "somebody says so",
        1.3,
        _words(
            r"""(?:he|she|it|they|who)_(?:says?|said|added|warned|claimed)|said|says|told
            |according_to|announc(?:e[ds]?|ing)|report(?:s|ed)|claim(?:s|ed)|estimat(?:es?|ed)|found_that
            |forecasts?|predict(?:s|ed|ing)|warn(?:s|ed)|confirm(?:s|ed)|den(?:y|ies|ied)
            |promis(?:es?|ed)|suggest(?:s|ed)|show(?:s|ed)_that|stress(?:ed|ing)|stat(?:es|ed)
            |attributed|admitt?(?:s|ed)|insist(?:s|ed)|argu(?:es|ed)|reveal(?:s|ed)|pledg(?:es|ed)
            |agreed|accus(?:es|ed)|statement|a_study|research(?:ers)?|survey|figures|data"""
        ),
        _words(
            r"""selon|d[’']après|a_déclaré|ont_déclaré|déclar\w+|annonc\w+|affirm\w+|assur(?:e|ent|é)
            |indiqu\w+|précis(?:e|ent|é|ant)|expliqu\w+|estim(?:e|ent|é)|prédi\w+|prévo\w+|promet\w*
            |promis|confirm\w+|dément\w*|réfut\w+|accus\w+|rapport(?:e|ent|é)|révèl\w+|révélé
            |soulign\w+|rappel(?:le|lent|é|ant)|constat\w+|reconna\w+|admet\w*|avertit|prévient
            |dit_(?:à|que)|a_dit|réclam\w+|réitér\w+|témoignages?|étude|enquête|sondage|bulletin
            |répond\w*"""
        ),
        0.2,
    ),
    _Cue(
        "what is to come",
        0.7,
        _words(
            r"""will|won[’']t|is_(?:expected|planning|set|due|likely|aiming)_to
            |are_(?:expected|planning|set|due|likely|aiming)_to|is_planning|plans?_to
            |would|likely_to|by_20\d\d|aims?_to|to_be_\w+ed"""
        ),
        _words(
            r"""devrait|devraient|d[’']ici|va|vont|ne_vont_pas|prévu\w*|planifiée?s?|objectif
            |\w{3,}(?:era|eront|ira|iront)|l[’']année_prochaine|à_venir"""
        ),
    ),
    _Cue(
        "an allegation",
        1.3,
        _words(
            r"""allegedly|reportedly|apparently|it_(?:seems|appears)_that|is_thought_to
            |is_believed_to|evidence|accused_of|suspected"""
        ),
        _words(
            r"""aur(?:ait|aient)|ser(?:ait|aient)|soupçonnée?s?|présumée?s?|accusations?|fraudes?"""
        ),
        0.3,
    ),
    _Cue(
        "something that happened",
        0.9,
        _words(
            r"""was|were|has_(?:been|joined|had|\w+ed)|have_(?:been|joined|had|\w+ed|also_\w+ed|started)|had
            |launched|released|acquired|bought|sold|joined|founded|signed|hired|hiring|fired|banned
            |approved|backed|blocked|won|lost|died|killed|opened|closed|used_to|pushed
            |resulted|started|built|made|became|started_to|is_(?:now|available)"""
        ),
        _words(
            r"""(?:a|ont|avait|avaient)_(?:été|\w+(?:é|i|u|it|is|ert))|(?:est|sont|était|étaient)_\w+(?:ée?s?|ie?s?|ue?s?)
            |a_(?:aussi|également|fait|fixé|vu|permis)_?\w*|s[’']est_\w+é|se_sont_\w+és?
            |avait_\w+é"""
        ),
        0.2,
    ),
    _Cue(
        "a cause",
        0.5,
        _words(
            r"because|due_to|caused_by|as_a_result|thanks_to|led_to|leads?_to|after|since|despite"
        ),
        _words(
            r"""parce_qu\w*|en_raison|à_cause|grâce_à|provoqu\w+|entraîn\w+|caus(?:e|é|ée)|après"""
        ),
    ),
    _Cue(
        "a day",
        0.5,
        _words(
            r"""(?:in|since|until|by|on|from|of)_(?:(?:early_|late_|mid-)?(?:january|february|march|april
            |may|june|july|august|september|october|november|december)|(?:19|20)\d\d|monday|tuesday
            |wednesday|thursday|friday|saturday|sunday)|last_(?:week|month|year|night)|yesterday|today
            |this_(?:week|month|year)|the_year_to|in_the_past"""
        ),
        _words(
            r"""(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)|(?:en|depuis|le_\d+|\d+|fin|début)_?
            (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)
            |(?:en|depuis|d[’']ici|en_fin)_(?:19|20)\d\d|hier|aujourd[’']hui|depuis|d[’']ici
            |cette_(?:semaine|année)|ce_(?:mois|mercredi|jeudi|lundi|mardi|vendredi)|l[’']an_dernier"""
        ),
    ),
)

_AGAINST: Final = (
    _Cue("no statement: a question", -3.0, re.compile(r"\?"), re.compile(r"\?")),
    _Cue("no text: code", -3.0, _CODE, _CODE),
    _Cue("no sentence: a label", -2.0, _LABEL, _LABEL),
    _Cue("no fact: an exclamation", -0.8, _EXCLAIMED, _EXCLAIMED),
    _Cue(
        "no fact: an opinion",
        -1.6,
        _words(
            r"""I|I[’']m|I[’']ve|my|me|mine|personally|in_my_(?:opinion|view)|we_(?:believe|think|hope|can)
            |I_(?:believe|think|suggest|hope|feel)|let_me|hopefully|thankfully|unfortunately|of_course
            |should|ought_to|must|need_to|no_surprise|definitely|awesome|exciting|fun|beautiful
            |wonderful|terrible|great|interesting|good|hope|helpful|it[’']s_all"""
        ),
        _words(
            r"""je|j[’']\w+|mon|ma|mes|moi|à_mon_avis|personnellement|il_faut|il_faudrait|faut|il_faudra
            |devrions|devons|espérons|heureusement|malheureusement|évident|bien_sûr|certes
            |crains|peur|formidable|magnifique|étonnant\w*|incroyable|terrible|aimerais
            |s[’']indigne|s[’']inquiète|déplore"""
        ),
        -0.4,
    ),
    _Cue(
        "no fact: meant for the reader",
        -1.7,
        _words(
            r"""you|your|yourself|let[’']s|here_(?:is|are)_how|feel_free|check_out|read_more
            |see_also|share_your|click|note_that_you|this_(?:tutorial|guide|article)|how_to"""
        ),
        _words(
            r"""vous|votre|vos|tu|ton|tes|cliquez|voyez|voir|lire_aussi|notez|il_suffit|rendez-vous|attention|on_peut|par_exemple|si,_par"""
        ),
        -0.3,
    ),
    _Cue(
        "no news: a generality",
        -0.7,
        _words(
            r"may|might|could|can|helps?|in_many_ways|some_\w+s|any|such|sometimes|usually|often"
        ),
        _words(r"peut|peuvent|pourrait|pourraient|parfois|souvent|toujours_plus|certains"),
    ),
)

_IMPERATIVE: Final = re.compile(
    r"(?:add|be|check|choose|click|create|download|enter|find|follow|go|install|just|keep|launch|make"
    r"|open|press|read|reboot|remove|replace|run|save|see|select|set|start|switch|take|try|type|use"
    r"|ajoutez|choisissez|créez|installez|lancez|ouvrez|utilisez)\b",
    re.IGNORECASE,
)
_FIRST: Final = re.compile(r"\w[\w’'-]*")
_SHORT: Final = 6
"""Words below which a sentence seldom says a whole thing."""

_PREDICTED: Final = _words(
    r"""will|won[’']t|forecasts?|predict\w*|is_expected_to|are_expected_to|by_20[2-9]\d|devrait
    |devraient|prédi\w+|prévo\w+|d[’']ici|\w{3,}(?:eront|iront)|ne_vont_pas|va|vont"""
)
_CAUSED: Final = _words(
    r"because|due_to|caused_by|attributed|as_a_result|en_raison|à_cause|parce_qu\w*|provoqu\w+"
)


def worth(sentence: str, language: str | None = None) -> Worth:
    """Weigh a sentence.

    Args:
        sentence: its words, as they stand in the text.
        language: ISO 639-1; the rules of both languages apply where it is neither.
    """
    text = sentence[:_MOST]
    found: dict[str, float] = {}
    for cue in (*_FOR, *_AGAINST):
        hits = sum(_count(pattern, text, cue.most + 1) for pattern in cue.patterns(language))
        if hits:
            counted = cue.weight + cue.more * min(hits - 1, cue.most)
            found[cue.reason] = _stronger(found.get(cue.reason, 0.0), counted)
    names = _count(_NAME, text, 4)
    if names:
        found["names"] = 0.25 + 0.25 * names
    words = len(_FIRST.findall(text))
    if words < _SHORT:
        found["no sentence: a few words"] = -1.8 + 0.2 * (words - 1)
    elif _IMPERATIVE.match(text):
        found["no fact: meant for the reader"] = -2.0
    ordered = sorted(found.items(), key=lambda one: (-abs(one[1]), one[0]))
    return Worth(
        round(sum(found.values()), 2), tuple(reason for reason, _ in ordered), _kind(text, found)
    )


def _stronger(one: float, other: float) -> float:
    return one if abs(one) >= abs(other) else other


def _count(pattern: re.Pattern[str], text: str, most: int) -> int:
    number = 0
    for _ in pattern.finditer(text):
        number += 1
        if number == most:
            break
    return number


def _kind(text: str, found: dict[str, float]) -> ClaimKind:
    """What kind of claim a sentence seems to be, the narrower first."""
    if _PREDICTED.search(text):
        return ClaimKind.PREDICTION
    if "somebody says so" in found and _SPOKEN.search(text) and "figures" not in found:
        return ClaimKind.QUOTATION
    if "figures" in found:
        return ClaimKind.QUANTITY
    return ClaimKind.CAUSE if _CAUSED.search(text) else ClaimKind.FACT
