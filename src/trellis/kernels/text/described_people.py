"""Words that say how somebody looks, how old somebody is or where somebody seems to come from."""

from __future__ import annotations

import re
from collections.abc import Iterator

_WHO = (
    "m[ae]n|wom[ae]n|males?|females?|person|persons|people|guys?|lads?|lass(?:es)?|boys?|girls?|kids?|children|child|youths?|teens?|teenagers?|"
    "famil(?:y|ies)|couples?|bloke|blokes|chaps?|gentlem[ae]n|lad(?:y|ies)|driver|drivers|group|gang|looking|appearance|descent|background|origin"
)  # fmt: skip
_ORIGINS = (
    "asian|african|caribbean|arab|arabic|indian|pakistani|bangladeshi|chinese|somali|nigerian|eritrean|afghan|syrian|iraqi|iranian|kurdish|turkish|"
    "albanian|romanian|bulgarian|polish|lithuanian|latvian|russian|ukrainian|czech|slovak|hungarian|portuguese|spanish|italian|greek|irish|"
    "eastern european|east european|middle eastern|oriental|mediterranean|foreign|muslim|jewish|hindu|sikh|roma|gypsy|traveller|"
    "black|white|brown|coloured|mixed[- ]race|dual[- ]heritage|dark[- ]skinned|light[- ]skinned|pale[- ]skinned|"
    "bald(?:ing)?|blond[e]?|ginger|red[- ]haired|"
    "grey[- ]haired|gray[- ]haired|fat|obese|overweight|skinny|slim|stocky|heavyset|heavy[- ]set|muscular|tall|short|thin"
)  # fmt: skip
_MORE = "(?:young|younger|old|older|teenage|adult|british|middle|aged|looking|haired|and|or|white|black|asian|male|female)"
_LOOKS = re.compile(
    rf"(?i)\b(?:{_ORIGINS})(?:[ ,/-]+(?:{_MORE}[ ,/-]+){{0,2}})(?:{_WHO})\b(?! carrier)"
    r"|\bic ?[1-9]\b(?= |,|\.|$)"
    r"|\b(?:mixed[- ]race|dark[- ]skinned|light[- ]skinned|foreign[- ]looking|eastern european|gyps(?:y|ies)|travellers"
    r"|ethnic(?:ity| minority)?)\b"
    r"|\b(?:bald|balding|beard|bearded|goatee|moustache|mustache|dreadlocks|ponytail|mohican|birthmark|headscarf|hijab|niqab|burk?[aq]a"
    r"|turban|skullcap)\b"
    r"|\b(?:tattoos?|tattooed|piercings?)\b(?! (?:shop|studio|parlour|place))"
    r"|\b(?:blond|blonde|ginger|brown|black|grey|gray|dark|long|short|curly|dyed|red|white|shaved) hair(?:ed)?\b"
    r"|\b(?:scar|scars) (?:on|across|over)\b|\bwalks? with a limp\b|\bmissing (?:tooth|teeth)\b"
    r"|\b(?:wearing|dressed in|wore|in a (?:\w+ ){0,2}(?:hoodie|jacket|coat|cap|tracksuit|top|jumper))\b|\bhoodies?\b|\bbalaclavas?\b"
    r"|\bage[d]? (?:about |around |approx\.? |approximately |roughly )?\d{1,2}\b|\b(?:about |around )?\d{1,2}[- ]?(?:year|yr)s?[- ]old\b"
    r"|\bin (?:his|her|their) (?:early |mid |late |mid-|late-)?(?:teens|twenties|thirties|forties|fifties|sixties|seventies|\d0'?s)\b"
    r"|\b(?:\d ?(?:ft|foot|feet|')(?: ?\d{1,2})?|\d ?m ?\d{2}|1[.,][4-9]\d ?m)(?: ?(?:tall|high|in|inches))\b"
    r"|\b(?:foreign|eastern european|irish|scottish|northern|local|strong|thick|heavy) accent\b"
    # Other languages: skin, hair, beard, origin.
    r"|\b(?:dunkelhäutig\w*|südländisch\w*|schwarzer? (?:mann|frau|junge)|glatze|bart|tätowier\w+|kopftuch|ausländer\w*)\b"
    r"|\b(?:peau (?:noire|mate|foncée)|(?:homme|femme|jeune|type) (?:noire?|blanche?|maghrébine?|arabe|africaine?|asiatique|rom)"
    r"|barbu|chauve|tatou\w+)\b"
    r"|\b(?:(?:hombre|mujer|chico|chica|joven) (?:negr[oa]|blanc[oa]|árabe|moro|mora|gitan[oa]|asiátic[oa]|latin[oa])"
    r"|piel (?:oscura|morena|clara)|calvo|barba|tatuaj\w+)\b"
    r"|\b(?:uomo|donna|ragazz[oa]) (?:ner[oa]|arab[oa]|african[oa]|asiatic[oa]|rom)\b|\b(?:łysy|brodaty|ciemnoskór\w+|tatuaż\w*)\b"
    r"|\b(?:темнокож\w+|лысый|бородат\w+|кавказской)\b|(?:أسود|اسود|أبيض|ابيض|أسمر|اسمر) البشرة|ملتح[ٍي]?|لحية"
)  # fmt: skip


def looks(text: str) -> Iterator[tuple[int, int]]:
    """Where in the text it is said how somebody looks. Places and things with a colour ("Black Lion", "white van") are not meant."""
    for match in _LOOKS.finditer(text):
        yield match.span()
