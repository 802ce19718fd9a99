"""Time zones by the cities that they are called after, as in “Paris” or “Athènes”, as the Unicode Consortium has them.

Those of the member states are known here: for any other Babel is asked, who loads the words of a whole language for it.
"""

from __future__ import annotations

from babel.dates import get_timezone_location

OF_MEMBER_STATES = (
    "Atlantic/Azores", "Atlantic/Reykjavik", "Europe/Dublin", "Europe/Lisbon", "Europe/London", "Europe/Amsterdam",
    "Europe/Andorra", "Europe/Belgrade", "Europe/Berlin", "Europe/Bratislava", "Europe/Brussels", "Europe/Budapest",
    "Europe/Copenhagen", "Europe/Ljubljana", "Europe/Luxembourg", "Europe/Madrid", "Europe/Malta", "Europe/Monaco",
    "Europe/Oslo", "Europe/Paris", "Europe/Podgorica", "Europe/Prague", "Europe/Rome", "Europe/San_Marino",
    "Europe/Sarajevo", "Europe/Skopje", "Europe/Stockholm", "Europe/Tirane", "Europe/Vaduz", "Europe/Vienna",
    "Europe/Warsaw", "Europe/Zagreb", "Europe/Zurich", "Asia/Nicosia", "Europe/Athens", "Europe/Bucharest",
    "Europe/Chisinau", "Europe/Helsinki", "Europe/Kyiv", "Europe/Riga", "Europe/Sofia", "Europe/Tallinn", "Europe/Vilnius",
    "Europe/Istanbul", "Asia/Baku", "Asia/Tbilisi", "Asia/Yerevan", "UTC",
)  # fmt: skip
# In English the name of the zone says it already.
_IN_FRENCH = {
    "Andorra": "Andorre",
    "Athens": "Athènes",
    "Azores": "Açores",
    "Baku": "Bakou",
    "Brussels": "Bruxelles",
    "Bucharest": "Bucarest",
    "Copenhagen": "Copenhague",
    "Lisbon": "Lisbonne",
    "London": "Londres",
    "Malta": "Malte",
    "Nicosia": "Nicosie",
    "San Marino": "Saint-Marin",
    "Tbilisi": "Tbilissi",
    "Tirane": "Tirana",
    "Vienna": "Vienne",
    "Warsaw": "Varsovie",
    "Yerevan": "Erevan",
}


def zone_city(zone: str, language: str) -> str:
    """The city after which a time zone is called, in a language."""
    if zone not in OF_MEMBER_STATES:
        return get_timezone_location(zone, locale="fr_FR" if language == "fr" else "en_GB", return_city=True)
    city = zone.rpartition("/")[2].replace("_", " ")
    return _IN_FRENCH.get(city, city) if language == "fr" else city
